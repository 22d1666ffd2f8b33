"""What reads documents on an executor: a process of the program `extract` that takes and gives Arrow batches.

Another engine is a class with the same two methods.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import TracebackType

import pyarrow as pa

#: What an engine is handed: columns are members of a worker's request (docs/worker.md).
ASKED = pa.schema([("name", pa.string()), ("bytes", pa.binary()), ("ocr", pa.string()), ("lang", pa.string())])


@dataclass(frozen=True)
class Settings:
    """How documents are read."""

    program: str
    time_limit: str = "10m"
    memory_limit: str = "2G"
    isolates_all: bool = False
    threads: int = 1

    def command(self) -> list[str]:
        limits = [f"--time-limit={self.time_limit}", f"--memory-limit={self.memory_limit}"]
        isolate = ["--isolate"] if self.isolates_all else []
        return [self.program, "worker", "--arrow", "--die-with-parent", *limits, *isolate]


class FellError(Exception):
    """The process ended before it had answered."""


#: How it shows that a process fell.
FALLS = (OSError, FellError, pa.ArrowException)


class Process:
    """One process of the program."""

    def __init__(self, settings: Settings) -> None:
        # As many threads as the task has cores: neighbours on the machine have theirs.
        environment = {**os.environ, "RAYON_NUM_THREADS": str(settings.threads), "OMP_THREAD_LIMIT": "1"}
        self._process = subprocess.Popen(
            settings.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._writer = pa.ipc.new_stream(self._process.stdin, ASKED)
            self._process.stdin.flush()
            self._reader = pa.ipc.open_stream(self._process.stdout)
        except BaseException:
            self.end()
            raise

    @property
    def schema(self) -> pa.Schema:
        return self._reader.schema

    def rows(self, asked: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The answers to a batch, a row for each of its rows, in their order."""
        assert self._process.stdin is not None
        # Spark says of columns whether they have nulls; the stream has one schema.
        asked = pa.RecordBatch.from_arrays([asked.column(name) for name in ASKED.names], schema=ASKED)
        self._writer.write_batch(asked)
        self._process.stdin.flush()
        missing = asked.num_rows
        while missing > 0:
            try:
                answers = self._reader.read_next_batch()
            except StopIteration:
                raise FellError("its answers ended") from None
            missing -= answers.num_rows
            yield answers

    def end(self) -> None:
        """Ends the process. One that lives answers to nobody by now."""
        self._process.kill()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()


class WorkerEngine:
    """Reads documents with a process of the program, which is replaced when it falls.

    A batch in which it fell is read on one document at a time, each in a process of its own (`--isolate`): the document
    that brings readers down is answered with a failure, the others with their rows.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: Process | None = None

    def __enter__(self) -> WorkerEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()

    def rows(self, asked: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The answers to a batch, a row for each of its rows."""
        done = 0
        try:
            for answers in self._started().rows(asked):
                done += answers.num_rows
                yield answers
        except FALLS:
            self._drop()
            for row in range(done, asked.num_rows):
                yield from self._alone(asked.take(pa.array([row])))

    def _alone(self, asked: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        process = Process(replace(self._settings, isolates_all=True))
        try:
            yield from list(process.rows(asked))
        except FALLS as cause:
            yield fallen(process.schema, asked, cause)
        finally:
            process.end()

    def _started(self) -> Process:
        if self._process is None:
            self._process = Process(self._settings)
        return self._process

    def _drop(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def fallen(schema: pa.Schema, asked: pa.RecordBatch, cause: BaseException) -> pa.RecordBatch:
    """The answer to a document with which even the process around its reader fell."""
    document = asked.to_pylist()[0]
    failure = {
        "code": "crashed",
        "message_vi": "tiến trình đọc tệp này bị sập",
        "message_en": "the process that read this file crashed",
        "remedy_vi": "Các tệp khác không bị ảnh hưởng; xem bộ nhớ của executor",
        "remedy_en": "Other files are not affected; look at the executor's memory",
        "cause": str(cause) or type(cause).__name__,
    }
    row: dict[str, object] = {field.name: [] for field in schema}
    row |= {"path": document["name"], "key": None, "bytes": len(document["bytes"]), "seconds": 0.0}
    return pa.RecordBatch.from_pylist([row | {"failure": [failure]}], schema=schema)


def schema_of(settings: Settings) -> pa.Schema:
    """The schema of the answers, as the program itself tells it."""
    process = Process(settings)
    try:
        return process.schema
    finally:
        process.end()
