"""Vietnamese administrative documents as data that people can trust.

>>> import vanban
>>> record = vanban.extract("plan.pdf")
>>> record["header"]["number"]["text"]
'74/KH-UBND'

Every value says where it stands in the file. `schema()` describes a record; docs/python.md tells the rest.
"""

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Optional, Union

from . import _native
from ._native import Table
from .errors import (
    BadRules,
    BinaryFile,
    CannotOpen,
    CannotRead,
    ChangedWhileReading,
    Crashed,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    InvalidData,
    IoFailed,
    IsDirectory,
    NoRecognition,
    NotFound,
    OutOfMemory,
    PermissionDenied,
    ReadFailed,
    TimedOut,
    TooLarge,
    UnsupportedFormat,
    VanbanError,
)

__version__: str = _native.VERSION

#: A record as `schema()` describes it.
Record = dict[str, Any]

#: A document: the path of a file, or its bytes.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]


def extract(
    source: Source,
    *,
    name: Optional[str] = None,
    ocr: str = "auto",
    pdf_engine: str = "own",
    password: Optional[str] = None,
    lang: str = "vi",
    isolate: bool = False,
) -> Record:
    """Reads a document and gives its record.

    Other threads run meanwhile. The record has numbers as JSON has them: a figure of more than 17 digits loses the last
    of them in a float, which `extract_json` keeps.

    Args:
        source: the path of a file, or the document itself as bytes.
        name: what the record calls the document (`source.path`); of bytes, its ending helps to tell the format.
        ocr: when pages are recognized as pictures: "auto" (those without a text layer to trust), "always", "never".
        pdf_engine: what reads the text layer of a PDF: "own", or "pdf-extract" where it was built in.
        password: opens an encrypted file.
        lang: the language of messages, in the record and in errors: "vi" or "en".
        isolate: read it in a process of its own, with 2 GB of memory and 10 minutes, so that a file made to bring readers
            down costs nothing but itself.

    Raises:
        VanbanError: the document cannot be read; the class tells the kind.
        ValueError: an option has no such value.
    """
    text = extract_json(
        source, name=name, ocr=ocr, pdf_engine=pdf_engine, password=password, lang=lang, isolate=isolate
    )
    record: Record = json.loads(text)
    return record


def extract_json(
    source: Source,
    *,
    name: Optional[str] = None,
    ocr: str = "auto",
    pdf_engine: str = "own",
    password: Optional[str] = None,
    lang: str = "vi",
    isolate: bool = False,
) -> str:
    """As `extract`, but gives the record as JSON on one line, as the command `extract --compact` writes it."""
    if isinstance(source, (bytearray, memoryview)):
        source = bytes(source)
    elif not isinstance(source, bytes):
        source = os.fspath(source)
        readable = os.fsencode(source).decode("utf-8", "replace")
        if source == "-":
            # A file of this name, not standard input as for the command.
            source = "./-"
        elif source != readable:
            # A name in a legacy encoding, which a record cannot hold.
            with open(source, "rb") as file:
                source, name = file.read(), name or readable
    return _native.record(
        source, name=name, ocr=ocr, pdf_engine=pdf_engine, password=password, lang=lang, isolate=isolate
    )


def extract_batch(
    sources: Iterable[Source],
    *,
    jobs: Optional[int] = None,
    ocr: str = "auto",
    pdf_engine: str = "own",
    password: Optional[str] = None,
    lang: str = "vi",
    isolate: bool = False,
) -> Iterator[Union[Record, VanbanError]]:
    """Reads documents side by side and gives their records in the order of the sources.

    A document that cannot be read is a value too, the `VanbanError` in its place: it never stops the others. Sources
    are taken and records held a few ahead of the one that is asked for, so that any number of them may come.

    Args:
        sources: paths, or documents as bytes.
        jobs: how many documents are read at a time; by itself as many as there are cores.

    The other options are those of `extract`.
    """
    jobs = jobs or os.cpu_count() or 1

    def one(source: Source) -> Union[Record, VanbanError]:
        try:
            return extract(
                source, ocr=ocr, pdf_engine=pdf_engine, password=password, lang=lang, isolate=isolate
            )
        except VanbanError as error:
            return error

    pool = ThreadPoolExecutor(jobs, thread_name_prefix="vanban")
    ahead: deque[Future[Union[Record, VanbanError]]] = deque()
    try:
        for source in sources:
            ahead.append(pool.submit(one, source))
            if len(ahead) > 2 * jobs:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def rows(documents: Iterable[Union[Mapping[str, Any], str]], *, lang: str = "vi") -> dict[str, Table]:
    """The tables of records, with the columns of `extract export --format parquet` (docs/export.md), by their names.

    Each takes part in the Arrow PyCapsule interface: `pyarrow.table(tables["targets"])`, `polars.DataFrame(…)`,
    `pandas.DataFrame.from_arrow(…)` and DuckDB share its memory.

    Args:
        documents: records, as `extract` or as `extract_json` gives them.

    Raises:
        InvalidData: a document is no record.
    """
    gathered = _native.Rows()
    for document in documents:
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        gathered.add(text, lang)
    return dict(gathered.take())


def schema() -> dict[str, Any]:
    """The JSON Schema of a record (2020-12), every member explained."""
    described: dict[str, Any] = json.loads(_native.schema())
    return described


__all__ = [
    "BadRules",
    "BinaryFile",
    "CannotOpen",
    "CannotRead",
    "ChangedWhileReading",
    "Crashed",
    "DamagedFile",
    "EmptyFile",
    "EncryptedFile",
    "InvalidData",
    "IoFailed",
    "IsDirectory",
    "NoRecognition",
    "NotFound",
    "OutOfMemory",
    "PermissionDenied",
    "ReadFailed",
    "Record",
    "Source",
    "Table",
    "TimedOut",
    "TooLarge",
    "UnsupportedFormat",
    "VanbanError",
    "__version__",
    "extract",
    "extract_batch",
    "extract_json",
    "rows",
    "schema",
]
