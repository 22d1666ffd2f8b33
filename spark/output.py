"""The tables of a result, and how a wave of new rows comes into them whole or not at all.

A wave is written beside the tables, under `_staging/<wave>/`, and sealed by the file `_SEALED` when it is complete.
Only then are its files moved to the tables, children before `documents`. A run that dies before the seal leaves the
tables as they were, and the next removes what was staged. One that dies after it leaves files to be moved, and the next
moves them.
"""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, SparkSession

STAGING = "_staging"
TABLES = "tables"
SEAL = "_SEALED"

#: Tables that a wave writes anew as a whole.
REPLACED = ("failures",)
#: Moved in this order behind all others: a reader that finds a document finds its rows.
LAST = ("documents", "sources", "failures", "inputs")


class Output:
    """A directory with one directory of Parquet files for each table."""

    def __init__(self, spark: SparkSession, root: str) -> None:
        self._spark = spark
        self._root = root.rstrip("/")
        self._jvm: Any = spark._jvm
        self._hadoop: Any = spark._jsc.hadoopConfiguration()
        self._fs: Any = self._path().getFileSystem(self._hadoop)

    def table(self, name: str) -> str:
        """Where a table is."""
        return f"{self._root}/{name}"

    def read(self, name: str) -> DataFrame | None:
        """The rows of a table; none where it was never written."""
        if not self._fs.exists(self._path(name)):
            return None
        return self._spark.read.parquet(self.table(name))

    def stage(self, wave: str, name: str) -> str:
        """Where a wave writes what is to become part of a table."""
        return f"{self._root}/{STAGING}/{wave}/{TABLES}/{name}"

    def step(self, wave: str, name: str) -> str:
        """Where a wave writes what it needs on the way."""
        return f"{self._root}/{STAGING}/{wave}/steps/{name}"

    def seal(self, wave: str) -> None:
        """Says that a wave is complete, and moves it to the tables."""
        self._fs.create(self._path(STAGING, wave, SEAL), False).close()
        self._move(wave)

    def recover(self) -> None:
        """Ends what a run before this one began."""
        staging = self._path(STAGING)
        if not self._fs.exists(staging):
            return
        for wave in self._names(staging):
            if self._fs.exists(self._path(STAGING, wave, SEAL)):
                self._move(wave)
            else:
                self._fs.delete(self._path(STAGING, wave), True)

    def _move(self, wave: str) -> None:
        staged = self._names(self._path(STAGING, wave, TABLES))
        for name in sorted(staged, key=lambda name: (name in LAST and 1 + LAST.index(name), name)):
            source, table = self._path(STAGING, wave, TABLES, name), self._path(name)
            self._fs.mkdirs(table)
            for file in self._names(source):
                if file.endswith(".parquet"):
                    self._rename(self._path(STAGING, wave, TABLES, name, file), self._path(name, f"{wave}-{file}"))
            if name in REPLACED:
                for file in self._names(table):
                    if not file.startswith(f"{wave}-"):
                        self._fs.delete(self._path(name, file), False)
        self._fs.delete(self._path(STAGING, wave), True)

    def _rename(self, source: Any, target: Any) -> None:
        if not self._fs.rename(source, target):
            raise OSError(f"cannot move {source} to {target}")

    def _names(self, directory: Any) -> list[str]:
        return [status.getPath().getName() for status in self._fs.listStatus(directory)]

    def _path(self, *parts: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path("/".join((self._root, *parts)))
