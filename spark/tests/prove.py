"""Holds the Spark job against a single machine: the same documents, the same rows, whatever befalls the cluster.

    python spark/tests/prove.py --extract target/release/extract --documents DIR --scratch DIR

1. A cluster of a master and two workers reads half of the documents, and PDFs and scans made of some of them. In the
   middle a worker and its executor are killed with SIGKILL. All tables equal `extract ingest` and `extract export
   --format parquet`, and `failures` equals `extract failures`.
2. The cluster that is left reads all documents: it adds what is missing, and its tables equal the single machine's.
3. The same again: nothing is read.
4. A run that died after its seal, and one that died before: the next one ends the first and forgets the second.
5. Documents as tables of bytes, Parquet and NDJSON, give the same rows.
6. A file that is too large is a failure, and none any more when it is read after all.
7. An engine that falls with a document answers it with a failure, and the others with their rows.

Prints what it measured as one line of JSON.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

SPARK = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SPARK))

from cluster import HOME, Cluster  # noqa: E402
from engine import ASKED, Settings, WorkerEngine  # noqa: E402

#: Letters of Vietnamese are in it.
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
ORDER = ["key", "ref", "ordinal"]
TABLES = (
    "documents",
    "sections",
    "targets",
    "refs",
    "mentions",
    "assignments",
    "recipients",
    "footnotes",
    "diagnostics",
)


#: The program, but for a document with which it falls.
FALLS = """#!{python}
import os, subprocess, sys

inner = subprocess.Popen(["{program}", *sys.argv[1:]], stdin=subprocess.PIPE)
seen = b""
while chunk := os.read(0, 65536):
    seen = seen[-16:] + chunk
    if b"it falls" in seen:
        inner.kill()
        os._exit(1)
    inner.stdin.write(chunk)
    inner.stdin.flush()
"""


class Proof:
    def __init__(self, asked: argparse.Namespace) -> None:
        self.extract = Path(asked.extract).resolve()
        # By this name the executors know it.
        assert self.extract.name == "extract", self.extract
        self.scratch = Path(asked.scratch).resolve()
        self.partition = asked.partition_bytes
        self.memory = asked.executor_memory
        self.archive = self.scratch / "archive"
        self.measured: dict[str, float] = {}

    def run(self, documents: Path, pdfs: int, scans: int) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.archive.mkdir(parents=True)
        texts = sorted(path for path in documents.rglob("*") if path.is_file())
        half = len(texts) // 2
        self.copy(texts[:half], documents)
        made = self.time("pdf", lambda: make_pdfs(texts, self.archive / "pdf", pdfs, scans))
        # The same content under another name, before and behind the first in byte order.
        for pdf in made[:2]:
            shutil.copy(pdf, self.archive / "pdf" / f"0-{pdf.name}")
        for scan in sorted((self.archive / "pdf").glob("*.png"))[:1]:
            shutil.copy(scan, self.archive / "pdf" / f"zz[{{copy}}]*? {scan.name}")
        (self.archive / "pdf" / "empty.pdf").touch()
        with Cluster(2, directory=self.scratch / "cluster") as cluster:
            for attempt in range(5):
                if self.killed_in_the_middle(cluster, attempt):
                    break
                shutil.rmtree(self.scratch / "tables")
            else:
                raise AssertionError("every run ended before a worker could be killed")
            self.compare("a worker was killed")
            self.copy(texts[half:], documents)
            done = self.time("spark", lambda: self.spark(cluster, self.archive))
            assert done["files"] == sum(path.stat().st_size > 0 for path in texts[half:]), done
            self.compare("the rest was added")
            assert self.time("spark_again", lambda: self.spark(cluster, self.archive))["files"] == 0
            self.died(cluster)
            self.as_tables(cluster)
            self.retried(cluster)
        self.falls()
        self.overhead(texts)
        print(json.dumps({name: round(value, 3) for name, value in self.measured.items()}))

    def copy(self, texts: list[Path], documents: Path) -> None:
        for path in texts:
            target = self.archive / "texts" / path.relative_to(documents)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)

    # The job

    def submit(self, cluster: Cluster, *arguments: str | Path) -> subprocess.Popen[str]:
        conf = {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.memory": self.memory,
            "spark.executor.cores": "1",
            "spark.sql.shuffle.partitions": "2",
            "spark.pyspark.python": sys.executable,
            "spark.pyspark.driver.python": sys.executable,
        }
        command = [str(HOME / "bin" / "spark-submit"), "--master", cluster.url, "--driver-memory", "768m"]
        command += [word for name, value in conf.items() for word in ("--conf", f"{name}={value}")]
        command += ["--files", str(self.extract), str(SPARK / "extract_documents.py")]
        command += ["--partition-bytes", self.partition, *map(str, arguments)]
        environment = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1"}
        log = (self.scratch / "job.log").open("a")
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)

    def spark(self, cluster: Cluster, *paths: str | Path, output: str = "tables") -> dict[str, int]:
        return self.ended(self.submit(cluster, "--output", self.scratch / output, *paths))

    def ended(self, job: subprocess.Popen[str]) -> dict[str, int]:
        said, _ = job.communicate()
        log = (self.scratch / "job.log").read_text(errors="replace")
        assert job.returncode == 0, f"the job ended with {job.returncode}\n{log[-8000:]}\n{said}"
        return json.loads(said.strip().splitlines()[-1])

    def killed_in_the_middle(self, cluster: Cluster, attempt: int) -> bool:
        """Reads the archive, and kills a worker and its executor while they read documents."""
        victim = cluster.workers[1]
        before = time.monotonic()
        job = self.submit(cluster, "--output", self.scratch / "tables", self.archive)
        killed = False
        while job.poll() is None and not killed:
            family = descendants(victim.pid)
            # A part of the documents is written by now, and another one at work.
            written = any((self.scratch / "tables").glob("_staging/*/steps/first/_temporary/0/task_*"))
            if written and any(is_reader(process) for process in family):
                for process in [victim.pid, *(process for process in family if is_java(process))]:
                    os.kill(process, signal.SIGKILL)
                killed = True
            time.sleep(0.01)
        self.measured["killed_after"] = time.monotonic() - before
        self.ended(job)
        return killed

    def died(self, cluster: Cluster) -> None:
        """Runs that died on the way into the tables."""
        tables, staging = self.scratch / "tables", self.scratch / "tables" / "_staging"
        before = {name: rows(tables / name) for name in TABLES}
        sealed = staging / "19700101T000000-sealed"
        for name in TABLES:
            file = sorted((tables / name).glob("*.parquet"))[0]
            (sealed / "tables" / name).mkdir(parents=True)
            shutil.move(file, sealed / "tables" / name / file.name)
        (sealed / "_SEALED").touch()
        shutil.copytree(tables / "targets", staging / "19700101T000000-not-sealed" / "tables" / "targets")
        assert self.spark(cluster, self.archive)["files"] == 0
        assert not any(staging.iterdir())
        for name in TABLES:
            assert rows(tables / name).equals(before[name]), f"{name}: other rows after a run that died"

    def as_tables(self, cluster: Cluster) -> None:
        """The documents as rows of tables."""
        files = sorted(path for path in (self.archive / "pdf").iterdir())[:12]
        files += sorted(path for path in (self.archive / "texts").rglob("*") if path.is_file())[:12]
        contents = [path.read_bytes() for path in files]
        # A row twice, and one without bytes.
        names = [*map(str, files), str(files[0]), "nothing"]
        table = pa.table({"path": names, "bytes": [*contents, contents[0], None]})
        (self.scratch / "as-parquet").mkdir()
        pq.write_table(table, self.scratch / "as-parquet" / "part.parquet")
        (self.scratch / "as-ndjson").mkdir()
        with (self.scratch / "as-ndjson" / "part.ndjson").open("w") as out:
            for name, content in zip(names, [*contents, contents[0], b""], strict=True):
                out.write(json.dumps({"path": name, "bytes": base64.b64encode(content).decode()}) + "\n")
        expected = rows(self.scratch / "tables" / "documents")
        for form in ("parquet", "ndjson"):
            job = self.submit(
                cluster, "--form", form, "--output", self.scratch / f"of-{form}", self.scratch / f"as-{form}"
            )
            self.ended(job)
            got = rows(self.scratch / f"of-{form}" / "documents")
            # Of a content with several paths another may be the first one here.
            there = pc.is_in(expected["path"], value_set=got["path"].combine_chunks())
            same = expected.filter(there).drop_columns(["record"])
            both = got.filter(pc.is_in(got["path"], value_set=same["path"].combine_chunks())).drop_columns(["record"])
            assert both.equals(same) and same.num_rows >= 8, f"{form}: other documents"
            failed = pq.read_table(self.scratch / f"of-{form}" / "failures")
            assert "nothing" in failed["path"].to_pylist(), "a row without bytes is a failure"

    def retried(self, cluster: Cluster) -> None:
        """Files that are too large at first."""
        files = sorted((path for path in (self.archive / "texts").rglob("*") if path.is_file()), key=os.path.getsize)
        some = self.scratch / "some"
        some.mkdir()
        for number, path in enumerate([files[len(files) // 2], files[-1]]):
            shutil.copy(path, some / f"{number}.txt")
        tables = self.scratch / "of-some"
        most = str(os.path.getsize(some / "1.txt") - 1)
        first = self.ended(self.submit(cluster, "--most-bytes", most, "--output", tables, some))
        assert (first["documents"], first["failures"]) == (1, 1), first
        failed = pq.read_table(tables / "failures").to_pylist()[0]
        assert (failed["code"], failed["path"], failed["key"]) == ("too-large", str(some / "1.txt"), None), failed
        second = self.ended(self.submit(cluster, "--retry", "--output", tables, some))
        assert (second["files"], second["documents"], second["failures"]) == (1, 1, 0), second

    def falls(self) -> None:
        """A program that ends without a word when it sees a certain document."""
        program = self.scratch / "falls"
        program.write_text(FALLS.format(python=sys.executable, program=str(self.extract)))
        program.chmod(0o755)
        names = ["a.txt", "falls.txt", "b.txt"]
        contents = ["KẾ HOẠCH\nThu ngân sách 5 tỷ đồng".encode(), b"it falls", "THÔNG BÁO\nvề việc nghỉ lễ".encode()]
        nothing = pa.nulls(len(names), pa.string())
        with WorkerEngine(Settings(str(program))) as engine:
            batch = pa.record_batch([names, contents, nothing, nothing], schema=ASKED)
            # The engine is as good afterwards as it was before.
            for _ in range(2):
                answers = [row for answers in engine.rows(batch) for row in answers.to_pylist()]
                assert [row["path"] for row in answers] == names
                assert [len(row["documents"]) for row in answers] == [1, 0, 1]
                assert [[why["code"] for why in row["failure"]] for row in answers] == [[], ["crashed"], []]

    # The single machine

    def compare(self, after: str) -> None:
        corpus, exported = self.scratch / "corpus", self.scratch / "exported"
        shutil.rmtree(exported, ignore_errors=True)
        ingest = ["ingest", str(self.archive), "--corpus", str(corpus), "--no-index", "--quiet"]
        self.time("ingest", lambda: self.command(*ingest, codes=(0, 1)))
        self.command("export", "--corpus", str(corpus), "--format", "parquet", "-o", str(exported), "--quiet")
        for name in TABLES:
            expected, got = rows(exported / f"{name}.parquet"), rows(self.scratch / "tables" / name)
            assert got.schema.equals(expected.schema), f"{name}: other columns\n{got.schema}\n{expected.schema}"
            if not got.equals(expected):
                raise AssertionError(f"{after}: {name} differs: {difference(expected, got)}")
        said = self.command("failures", "--corpus", str(corpus), "--json", codes=(0, 1))
        lines = list(map(json.loads, said.splitlines()))
        # Spark's sources pass over files of no bytes.
        expected_failures = sorted((line["path"], line["code"]) for line in lines if os.path.getsize(line["path"]))
        failed = pq.read_table(self.scratch / "tables" / "failures").to_pylist()
        got_failures = sorted((row["path"], row["code"]) for row in failed)
        assert got_failures == expected_failures, f"{after}: {got_failures} instead of {expected_failures}"
        documents = pq.read_table(self.scratch / "tables" / "documents", columns=["key"]).num_rows
        self.measured["documents"], self.measured["failures"] = documents, len(got_failures)

    def command(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run([str(self.extract), *arguments], capture_output=True, text=True, check=False)
        assert done.returncode in codes, f"{arguments}: {done.returncode} {done.stderr}"
        return done.stdout

    # What the engine costs

    def overhead(self, texts: list[Path]) -> None:
        """Milliseconds for a text: of the bare program on one thread, and of the engine as a task drives it."""
        some = texts[: min(len(texts), 2000)]
        names = self.scratch / "names"
        names.write_text("\n".join(map(str, some)))
        # Whether the files are in memory is not what is compared.
        batches = [request(some[at : at + 64]) for at in range(0, len(some), 64)]
        bare = [str(self.extract), "--jobs", "1", "--no-isolate", "--format", "ndjson", *map(str, some)]
        begun = time.monotonic()
        with (self.scratch / "bare.ndjson").open("wb") as out:
            subprocess.run(bare, stdout=out, stderr=subprocess.DEVNULL, check=False)
        self.measured["bare_ms"] = (time.monotonic() - begun) * 1000 / len(some)
        for name, isolates_all in (("engine_ms", False), ("engine_isolated_ms", True)):
            settings = Settings(str(self.extract), isolates_all=isolates_all)
            begun = time.monotonic()
            with WorkerEngine(settings) as engine:
                answered = sum(answers.num_rows for batch in batches for answers in engine.rows(batch))
            assert answered == len(some)
            self.measured[name] = (time.monotonic() - begun) * 1000 / len(some)

    def time(self, name: str, work: Callable) -> object:
        begun = time.monotonic()
        done = work()
        self.measured[name] = time.monotonic() - begun
        return done


def request(paths: list[Path]) -> pa.RecordBatch:
    names, nothing = [str(path) for path in paths], pa.nulls(len(paths), pa.string())
    return pa.record_batch([names, [path.read_bytes() for path in paths], nothing, nothing], schema=ASKED)


def rows(table: Path) -> pa.Table:
    """All rows of a table in an order of their own; that Spark calls every column nullable is passed over."""
    read = pq.ParquetDataset(str(table), partitioning=None).read()
    read = read.cast(pa.schema([nullable(field) for field in read.schema])).replace_schema_metadata(None)
    return read.sort_by([(name, "ascending") for name in ORDER if name in read.column_names]).combine_chunks()


def nullable(field: pa.Field) -> pa.Field:
    if pa.types.is_list(field.type):
        return pa.field(field.name, pa.list_(pa.field("element", field.type.value_type)))
    return pa.field(field.name, field.type)


def difference(expected: pa.Table, got: pa.Table) -> str:
    """The first rows that differ."""
    if expected.num_rows != got.num_rows:
        keys, other = set(expected["key"].to_pylist()), set(got["key"].to_pylist())
        return f"{got.num_rows} rows instead of {expected.num_rows}; missing {keys - other}, more {other - keys}"
    for name in expected.column_names:
        if not expected[name].equals(got[name]):
            for row, (wanted, is_) in enumerate(zip(expected[name].to_pylist(), got[name].to_pylist(), strict=True)):
                if wanted != is_:
                    return f"{name} of row {row}: {is_!r} instead of {wanted!r}"
    return "nothing that is seen"


def make_pdfs(texts: list[Path], directory: Path, pdfs: int, scans: int) -> list[Path]:
    """PDFs with the words of texts, and pictures of some pages."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    directory.mkdir()
    pdfmetrics.registerFont(TTFont("serif", str(FONT)))
    made = []
    for path in texts:
        if len(made) == pdfs:
            break
        try:
            lines = path.read_bytes().decode("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        if len(lines) < 20:
            continue
        target = directory / f"{len(made):03}-{path.stem}.pdf"
        # The same texts give the same bytes.
        canvas = Canvas(str(target), invariant=1)
        for page in pages(lines[:120]):
            writer = canvas.beginText(57, 785)
            writer.setFont("serif", 11, leading=17)
            for line in page:
                writer.textLine(line)
            canvas.drawText(writer)
            canvas.showPage()
        canvas.save()
        made.append(target)
    for pdf in made[:scans]:
        picture = ["pdftoppm", "-r", "100", "-png", "-singlefile", str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(picture, check=True)
    return made


def pages(lines: list[str]) -> Iterator[list[str]]:
    page: list[str] = []
    for line in lines:
        words, rest = line.split(), ""
        for word in words:
            if len(rest) + len(word) > 78:
                page.append(rest)
                rest = ""
            rest = f"{rest} {word}".strip()
        page.append(rest)
        while len(page) >= 42:
            yield page[:42]
            page = page[42:]
    if page:
        yield page


def descendants(process: int) -> list[int]:
    """The processes that come from this one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
        except OSError:
            continue
    found, new = [], [process]
    while new:
        new = [child for parent in new for child in children.get(parent, [])]
        found += new
    return found


def words(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def is_reader(process: int) -> bool:
    return words(process)[1:3] == ["worker", "--arrow"]


def is_java(process: int) -> bool:
    return os.path.basename(words(process)[0] if words(process) else "") == "java"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extract", required=True, help="the program")
    parser.add_argument("--documents", type=Path, required=True, help="a directory of texts")
    parser.add_argument("--scratch", required=True, help="a directory that this may empty")
    parser.add_argument("--pdfs", type=int, default=200)
    parser.add_argument("--scans", type=int, default=1)
    parser.add_argument("--partition-bytes", default="8m")
    parser.add_argument("--executor-memory", default="512m")
    asked = parser.parse_args()
    Proof(asked).run(asked.documents.resolve(), asked.pdfs, asked.scans)
    return 0


if __name__ == "__main__":
    sys.exit(main())
