"""Reads documents with Spark and writes the tables of `extract export --format parquet`.

    spark-submit --files extract --py-files spark/engine.py,spark/output.py spark/extract_documents.py \\
        --output hdfs:///tables hdfs:///archive

docs/spark.md tells how it works and what it needs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T
from pyspark.sql.pandas.types import from_arrow_schema

from engine import Settings, WorkerEngine, schema_of
from output import Output

#: A document that waits for the pass with recognition.
LATER = "no-recognition"
#: Ids of the two passes do not meet: a pass numbers its rows from here on.
PASS = 1 << 60

MEBI = 1 << 20
#: What opening a file costs besides its bytes, as bytes.
FILE_COST = 64 << 10
#: What a program of this name makes of a Hadoop path is the path alone, where the file is the machine's own.
LOCAL = r"^file:(//)?(?=/)"
#: What a glob of Hadoop takes for itself.
GLOB = re.compile(r"([{}\[\]*?\\])")


@dataclass(frozen=True)
class Asked:
    """The command line."""

    paths: list[str]
    output: str
    form: str
    path_column: str
    bytes_column: str
    extract: str | None
    wave_files: int
    wave_bytes: int
    partition_bytes: int
    ocr_partition_bytes: int
    batch_bytes: int
    most_bytes: int
    time_limit: str
    memory_limit: str
    isolate: bool
    ocr: bool
    retry: bool
    lang: str


@dataclass
class Done:
    """What a run did."""

    files: int = 0
    waves: int = 0
    documents: int = 0
    failures: int = 0


def main(arguments: list[str] | None = None) -> int:
    asked = parse(arguments)
    spark = SparkSession.builder.appName("vanban").getOrCreate()
    try:
        done = Job(spark, asked).run()
    finally:
        spark.stop()
    print(json.dumps(vars(done)))
    return 0


class Job:
    """One run: the files that are not yet in the output, in waves."""

    def __init__(self, spark: SparkSession, asked: Asked) -> None:
        self.spark, self.asked = spark, asked
        if asked.extract is not None:
            spark.sparkContext.addFile(asked.extract)
        for module in ("engine.py", "output.py"):
            beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), module)
            if os.path.exists(beside):
                spark.sparkContext.addPyFile(beside)
        self.output = Output(spark, asked.output)
        self.program = os.path.basename(asked.extract or "extract")
        self.schema = schema_of(self.settings(SparkFiles.get(self.program)))
        self.tables = [field.name for field in self.schema if pa.types.is_list(field.type) and field.name != "failure"]
        # Documents are large rows: a batch ends by its bytes, and where Spark counts rows alone, early.
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 64)
        spark.conf.set("spark.sql.execution.arrow.maxBytesPerBatch", asked.batch_bytes)
        # Usually 4096, of which each may be a record of a megabyte.
        spark.conf.set("spark.sql.parquet.columnarReaderBatchSize", 128)

    def settings(self, program: str) -> Settings:
        asked = self.asked
        threads = int(self.spark.conf.get("spark.task.cpus", "1") or 1)
        return Settings(program, asked.time_limit, asked.memory_limit, asked.isolate, threads)

    def run(self) -> Done:
        self.output.recover()
        done = Done()
        for files in self.waves():
            wave = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
            done.documents += self.wave(wave, files)
            done.waves += 1
            done.files += len(files)
        failures = self.output.read("failures")
        done.failures = 0 if failures is None else failures.count()
        return done

    # Which files

    def waves(self) -> Iterator[list[Row]]:
        """The files that are not yet in the output: as many at a time as a wave takes."""
        listed = self.spark.read.format("binaryFile").option("recursiveFileLookup", True).load(self.asked.paths)
        new = listed.select("path", "length", F.unix_micros("modificationTime").alias("modified"))
        known = self.output.read("inputs")
        if known is not None:
            failures = self.output.read("failures")
            if self.asked.retry and failures is not None:
                failed = failures.select(F.col("path").alias("name"))
                # Which table a document came from is not known: all are read again, and known documents passed over.
                is_its = called(F.col("path")) == F.col("name") if self.asked.form == "files" else F.lit(True)
                known = known.join(failed, is_its, "left_anti")
            new = new.join(known, ["path", "length", "modified"], "left_anti")
        wave: list[Row] = []
        total = 0
        for file in new.sort("path").collect():
            if wave and (len(wave) >= self.asked.wave_files or total + file.length > self.asked.wave_bytes):
                yield wave
                wave, total = [], 0
            wave.append(file)
            total += file.length
        if wave:
            yield wave

    # A wave

    def wave(self, wave: str, files: list[Row]) -> int:
        """Reads files and brings their rows into the tables; says how many documents they are."""
        rows = self.first_pass(wave, files)
        if self.asked.ocr and (second := self.second_pass(wave, files, rows)) is not None:
            rows = rows.unionByName(second)
        self.sizes(128 * MEBI, MEBI)
        chosen = self.kept(self.chosen(rows), wave, "chosen")
        documents = chosen.count()
        of_chosen = rows.join(F.broadcast(chosen), "id", "left_semi")
        for table in self.tables:
            self.write(of_chosen.select(F.explode(table).alias("row")).select("row.*"), wave, table)
        self.write(self.sources(rows), wave, "sources")
        self.write(self.failures(files, rows), wave, "failures")
        self.write(self.listed(files), wave, "inputs")
        self.output.seal(wave)
        return documents

    def first_pass(self, wave: str, files: list[Row]) -> DataFrame:
        """All but what is to be recognized in pictures."""
        self.sizes(self.asked.partition_bytes, FILE_COST)
        fitting = [file.path for file in files if file.length <= self.asked.most_bytes]
        return self.extracted(wave, "first", self.contents(fitting), "later" if self.asked.ocr else "never")

    def second_pass(self, wave: str, files: list[Row], first: DataFrame) -> DataFrame | None:
        """What is to be recognized, each content once, in small parts; none where there is nothing."""
        waiting = first.where(code() == LATER).groupBy("key").agg(F.min("path").alias("name"))
        waiting = self.kept(self.unknown(waiting).select("name"), wave, "waiting")
        count = waiting.count()
        if count == 0:
            return None
        self.sizes(self.asked.ocr_partition_bytes, FILE_COST)
        if self.asked.form == "files":
            named = self.listed(files).withColumn("name", called(F.col("path")))
            paths = named.join(waiting, "name", "left_semi").select("path").collect()
            contents = self.contents([row.path for row in paths])
        else:
            # Tables are read again, and what is wanted of them spread evenly.
            contents = self.contents([file.path for file in files])
            contents = contents.join(F.broadcast(waiting), "name", "left_semi").repartition(-(-count // 4))
        return self.extracted(wave, "second", contents, "auto", PASS)

    def sizes(self, partition: int, file: int) -> None:
        """Files go together into a partition until it has this many bytes, and each counts for that many more."""
        self.spark.conf.set("spark.sql.files.maxPartitionBytes", partition)
        self.spark.conf.set("spark.sql.files.openCostInBytes", file)

    def contents(self, paths: list[str]) -> DataFrame:
        """The documents in files: `name` and `bytes`."""
        asked, read = self.asked, self.spark.read
        if not paths:
            return self.spark.createDataFrame([], "name string, bytes binary")
        paths = [GLOB.sub(r"\\\1", path) for path in paths]
        if asked.form == "files":
            # What cannot be opened is missed in the answers, and written down as a failure.
            lenient = read.format("binaryFile").option("ignoreCorruptFiles", True).option("ignoreMissingFiles", True)
            return lenient.load(paths).select(called(F.col("path")).alias("name"), F.col("content").alias("bytes"))
        if asked.form == "parquet":
            frame, content = read.parquet(*paths), F.col(asked.bytes_column)
        else:
            columns = [T.StructField(name, T.StringType()) for name in (asked.path_column, asked.bytes_column)]
            frame = read.json(paths, schema=T.StructType(columns))
            content = F.try_to_binary(F.col(asked.bytes_column), F.lit("base64"))
        name = F.coalesce(F.col(asked.path_column), F.lit("-"))
        return frame.select(name.alias("name"), F.coalesce(content, F.lit(b"")).alias("bytes"))

    def extracted(self, wave: str, name: str, contents: DataFrame, ocr: str, first_id: int = 0) -> DataFrame:
        """The answers to documents, kept beside the tables: they are needed several times."""
        asked = contents.select("name", "bytes", F.lit(ocr).alias("ocr"), F.lit(self.asked.lang).alias("lang"))
        answers = asked.mapInArrow(reading(self.settings(self.program)), from_arrow_schema(self.schema))
        # Two rows never share it, also where a table has a document twice.
        identified = answers.withColumn("id", F.monotonically_increasing_id() + F.lit(first_id))
        return self.kept(identified, wave, name)

    def chosen(self, rows: DataFrame) -> DataFrame:
        """Of each content that is new the answer by the path that is first in byte order."""
        first = rows.where(code().isNull()).groupBy("key").agg(F.min(F.struct("path", "id")).alias("first"))
        return self.unknown(first).select("first.id")

    def unknown(self, rows: DataFrame) -> DataFrame:
        """The rows whose document is not in the output."""
        documents = self.output.read("documents")
        return rows if documents is None else rows.join(documents, "key", "left_anti")

    # The tables besides those of the export

    def sources(self, rows: DataFrame) -> DataFrame:
        """Which paths each content has."""
        sources = rows.where(F.col("key").isNotNull()).select("key", "path", "bytes").distinct()
        known = self.output.read("sources")
        return sources if known is None else sources.join(known, ["key", "path"], "left_anti")

    def failures(self, files: list[Row], rows: DataFrame) -> DataFrame:
        """All documents that could not be read, by this run or those before; not those that were read since."""
        failed = rows.where(code().isNotNull()).withColumn("why", F.try_element_at("failure", F.lit(1)))
        first = failed.where(F.col("id") < PASS).select("path", "key", "bytes", "why")
        # Files with the same content were read once, and share what came of it.
        second = failed.where(F.col("id") >= PASS).groupBy("key").agg(F.first("why").alias("later"))
        why = F.coalesce("later", "why").alias("why")
        now = (
            first.join(second, "key", "left")
            .select("path", "key", "bytes", why)
            .select("path", "key", "bytes", "why.*")
        )
        if self.asked.form == "files":
            now = now.unionByName(self.missed(files, rows))
        now = now.distinct()
        before = self.output.read("failures")
        if before is not None:
            seen = rows.select("path").union(now.select("path"))
            now = now.unionByName(before.join(seen, "path", "left_anti"))
        still = now.join(rows.where(code().isNull()), "key", "left_anti")
        return self.unknown(still).select(now.columns).coalesce(1)

    def missed(self, files: list[Row], rows: DataFrame) -> DataFrame:
        """Files that Spark did not hand over: too large for one row, gone, not to be opened."""
        listed = self.listed(files).select(called(F.col("path")).alias("path"), F.col("length").alias("bytes"))
        is_large = F.col("bytes") > self.asked.most_bytes
        said = [F.when(is_large, large).otherwise(other).alias(name) for name, (large, other) in MISSED.items()]
        none = F.lit(None).cast("string")
        missed = listed.join(rows, "path", "left_anti")
        return missed.select("path", none.alias("key"), "bytes", *said, none.alias("cause"))

    def listed(self, files: list[Row]) -> DataFrame:
        return self.spark.createDataFrame(files, "path string, length bigint, modified bigint")

    def kept(self, frame: DataFrame, wave: str, name: str) -> DataFrame:
        """The same rows, from a file."""
        path = self.output.step(wave, name)
        to_parquet(frame, path)
        return self.spark.read.parquet(path)

    def write(self, frame: DataFrame, wave: str, name: str) -> None:
        to_parquet(frame, self.output.stage(wave, name))


#: What is said of a file that Spark did not hand over, where it is too large and where it is not.
MISSED = {
    "code": ("too-large", "io"),
    "message_vi": ("tệp quá lớn", "không đọc được tệp này từ kho lưu trữ"),
    "message_en": ("the file is too large", "the storage did not hand this file over"),
    "remedy_vi": ("Đọc tệp này trên một máy với extract ingest", "Xem nhật ký của executor, rồi chạy lại với --retry"),
    "remedy_en": (
        "Read it on one machine with extract ingest",
        "See the log of the executors, then run again with --retry",
    ),
}


def reading(settings: Settings) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What an executor does with a partition."""

    def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with WorkerEngine(replace(settings, program=SparkFiles.get(settings.program))) as engine:
            for batch in batches:
                yield from engine.rows(batch)

    return answers


def to_parquet(frame: DataFrame, path: str) -> None:
    """Writes rows. What a task holds of them in memory is as much as the export holds."""
    frame.write.option("parquet.block.size", 16 * MEBI).parquet(path, compression="snappy")


def called(path: Column) -> Column:
    """What a record calls a file: a file of the machine by its path alone, others by their whole address."""
    return F.regexp_replace(path, LOCAL, "")


def code() -> Column:
    """Why an answer has no rows; null where it has."""
    return F.try_element_at("failure.code", F.lit(1))


def size(text: str) -> int:
    """A number of bytes: 64k, 32m, 2g."""
    match = re.fullmatch(r"(\d+)([kmg]?)", text.lower())
    if match is None:
        raise argparse.ArgumentTypeError("a number of bytes: 64k, 32m, 2g")
    return int(match[1]) << {"": 0, "k": 10, "m": 20, "g": 30}[match[2]]


def parse(arguments: list[str] | None) -> Asked:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("paths", nargs="+", help="files and directories of any file system that Hadoop knows")
    add("--output", required=True, help="the directory of the tables")
    add(
        "--form",
        choices=("files", "parquet", "ndjson"),
        default="files",
        help="what the paths hold: documents, or tables of them (in NDJSON the bytes are base64)",
    )
    add("--path-column", default="path", help="the column of a table with the document's name")
    add("--bytes-column", default="bytes", help="the column of a table with the document's bytes")
    add("--extract", help="the program, where it was not shipped with --files")
    add("--wave-files", type=int, default=100_000, help="how many files come into the tables at once")
    add("--wave-bytes", type=size, default=64 << 30, help="how many bytes of files, at most")
    add("--partition-bytes", type=size, default=32 * MEBI, help="how many bytes of files a task reads")
    add("--ocr-partition-bytes", type=size, default=4 * MEBI, help="how many, where pictures are recognized")
    add("--batch-bytes", type=size, default=16 * MEBI, help="how many bytes go to the program at once")
    add("--most-bytes", type=size, default=512 * MEBI, help="larger files are not read")
    add("--time-limit", default="10m", help="for one document")
    add("--memory-limit", default="2G", help="for one document")
    add("--isolate", action="store_true", help="read plain texts, too, in processes of their own")
    add("--no-ocr", dest="ocr", action="store_false", help="leave pictures and scanned pages unread")
    add("--retry", action="store_true", help="read what failed once more")
    add("--lang", choices=("vi", "en"), default="vi", help="the language of messages inside the records")
    return Asked(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
