"""The package against the command: same records, same tables, same errors.

VANBAN_EXTRACT is the command, of the same build. Run by ./test --full: python -m unittest discover python/tests
"""

import datetime
import importlib.metadata
import json
import os
import pathlib
import pickle
import subprocess
import sys
import tempfile
import textwrap
import unittest
from collections.abc import Iterator

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

import vanban
from vanban import _native, errors

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXTRACT = os.environ["VANBAN_EXTRACT"]
# Of each reader that needs no recognition.
KINDS = {".txt", ".md", ".html", ".pdf", ".docx", ".odt", ".fodt", ".rtf", ".doc"}
FIXTURES = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "fixtures").rglob("*")
    if path.suffix in KINDS and path.name != "README.md"
)
PLAN = "fixtures/documents/plan-district-clean.txt"


def command(*arguments: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([EXTRACT, *arguments], input=stdin, capture_output=True, cwd=ROOT, check=False)


def lines(output: bytes) -> "list[str]":
    # Not splitlines: a record may hold U+2028.
    return output.decode().rstrip("\n").split("\n")


class FromRoot(unittest.TestCase):
    """Paths are those that the command is given."""

    def setUp(self) -> None:
        before = os.getcwd()
        os.chdir(ROOT)
        self.addCleanup(os.chdir, before)
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)


class Records(FromRoot):
    def test_records_are_those_of_the_command(self) -> None:
        suffixes = {pathlib.Path(path).suffix for path in FIXTURES}
        self.assertLessEqual({".txt", ".md", ".html", ".pdf", ".docx", ".odt", ".rtf", ".doc"}, suffixes)
        read = 0
        for path in FIXTURES:
            with self.subTest(path):
                wanted = command("--compact", path)
                if wanted.returncode != 0:
                    with self.assertRaises(vanban.VanbanError) as raised:
                        vanban.extract(path)
                    self.assertEqual(raised.exception.exit, wanted.returncode)
                    continue
                read += 1
                self.assertEqual([vanban.extract_json(path)], lines(wanted.stdout))
                self.assertEqual(vanban.extract(path), json.loads(wanted.stdout))
        self.assertGreater(read, 40)

    def test_bytes_are_read_as_the_command_reads_standard_input(self) -> None:
        for path in (PLAN, "fixtures/pages/plan.pdf", "fixtures/office/structures.docx"):
            content = pathlib.Path(path).read_bytes()
            wanted = command("--compact", "-", stdin=content)
            for given in (content, bytearray(content), memoryview(content)):
                self.assertEqual([vanban.extract_json(given)], lines(wanted.stdout), path)

    def test_a_name_is_what_the_record_calls_the_document(self) -> None:
        of_path = vanban.extract(pathlib.Path(PLAN), name="a/b.txt")
        of_bytes = vanban.extract(pathlib.Path(PLAN).read_bytes(), name="a/b.txt")
        self.assertEqual(of_path["source"]["path"], "a/b.txt")
        self.assertEqual(of_path, of_bytes)

    def test_names_that_are_no_utf_8_or_stand_for_standard_input_are_files_like_others(self) -> None:
        content = pathlib.Path(PLAN).read_bytes()
        legacy = os.path.join(os.fsencode(self.directory), b"k\xd5.txt")
        os.chdir(self.directory)
        for path in (b"-", legacy):
            with open(b"./-" if path == b"-" else path, "wb") as file:
                file.write(content)
            record = vanban.extract(os.fsdecode(path))
            self.assertEqual(record["source"]["bytes"], len(content))
        self.assertTrue(record["source"]["path"].endswith("k\ufffd.txt"))

    def test_options_are_those_of_the_command(self) -> None:
        noisy = "fixtures/documents/plan-ocr-noisy.txt"
        wanted = command("--compact", "--lang", "en", noisy)
        self.assertEqual([vanban.extract_json(noisy, lang="en")], lines(wanted.stdout))
        self.assertNotEqual(vanban.extract(noisy, lang="en"), vanban.extract(noisy))
        wanted = command("--compact", "--ocr", "never", "fixtures/pages/plan.pdf")
        self.assertEqual([vanban.extract_json("fixtures/pages/plan.pdf", ocr="never")], lines(wanted.stdout))
        for option in ("ocr", "pdf_engine", "lang"):
            with self.assertRaisesRegex(ValueError, option):
                vanban.extract(PLAN, **{option: "other"})  # type: ignore[arg-type]
        with self.assertRaises(TypeError):
            vanban.extract(PLAN, orc="never")  # type: ignore[call-arg]
        with self.assertRaises(TypeError):
            vanban.extract(7)  # type: ignore[arg-type]

    def test_the_schema_and_the_version_are_those_of_the_command(self) -> None:
        self.assertEqual(vanban.schema(), json.loads(command("schema").stdout))
        self.assertEqual(command("--version").stdout.split()[-1].decode(), vanban.__version__)
        self.assertEqual(importlib.metadata.version("vanban"), vanban.__version__)


class Errors(FromRoot):
    def test_every_code_has_its_class_and_exit_code(self) -> None:
        self.assertEqual({code: kind.exit for code, kind in errors.KINDS.items()}, dict(_native.codes()))
        for kind in errors.KINDS.values():
            self.assertIs(getattr(vanban, kind.__name__), kind)

    def test_errors_say_what_the_worker_says(self) -> None:
        plan = (ROOT / "fixtures/pages/plan.pdf").read_bytes()
        files = {
            "empty.txt": b"",
            "blank.txt": b" \n\t",
            "binary.bin": bytes(range(256)) * 8,
            "archive.zip": b"PK\x05\x06" + bytes(18),
            "cut.docx": (ROOT / "fixtures/office/structures.docx").read_bytes()[:3000],
            "cut.pdf": plan[:400],
        }
        for name, content in files.items():
            (self.directory / name).write_bytes(content)
        paths = [str(self.directory / name) for name in [*files, "missing.txt", "."]]
        requests = "".join(json.dumps({"path": path}) + "\n" for path in paths)
        answers = lines(command("worker", stdin=requests.encode()).stdout)
        self.assertEqual(len(answers), len(paths))
        for path, answer in zip(paths, answers):
            wanted = json.loads(answer)["error"]
            for lang in ("vi", "en"):
                with self.subTest(path, lang=lang), self.assertRaises(vanban.VanbanError) as raised:
                    vanban.extract(path, lang=lang)
                error = raised.exception
                self.assertIs(type(error), errors.KINDS[wanted["code"]])
                self.assertEqual((error.code, error.exit, error.path), (wanted["code"], wanted["exit"], path))
                self.assertEqual((error.message, error.remedy), (wanted["message"][lang], wanted["remedy"][lang]))
                self.assertEqual(error.cause, wanted.get("cause"))
                self.assertIn(error.remedy, str(error))
                again = pickle.loads(pickle.dumps(error))
                self.assertEqual((type(again), vars(again)), (type(error), vars(error)))

    def test_a_file_that_cannot_be_opened_is_an_error_of_the_system_too(self) -> None:
        with self.assertRaises(FileNotFoundError) as raised:
            vanban.extract(self.directory / "missing.txt")
        self.assertIsInstance(raised.exception, vanban.CannotOpen)
        with self.assertRaises(IsADirectoryError):
            vanban.extract(self.directory)


class Batches(FromRoot):
    def test_records_come_in_the_order_of_the_sources_with_errors_in_their_places(self) -> None:
        missing = str(self.directory / "missing.txt")
        sources: list[vanban.Source] = [*FIXTURES, missing, *reversed(FIXTURES), pathlib.Path(PLAN).read_bytes()]
        for jobs in (None, 1, 3):
            found = list(vanban.extract_batch(sources, jobs=jobs))
            self.assertEqual(len(found), len(sources))
            for source, record in zip(sources, found):
                if isinstance(record, vanban.VanbanError):
                    self.assertEqual(record.path, source)
                else:
                    self.assertEqual(record["source"]["path"], source if isinstance(source, str) else "-")
            self.assertIsInstance(found[len(FIXTURES)], vanban.NotFound)

    def test_sources_are_taken_a_few_ahead(self) -> None:
        taken = 0

        def sources() -> Iterator[str]:
            nonlocal taken
            while True:
                taken += 1
                yield PLAN

        batch = vanban.extract_batch(sources(), jobs=2)
        for asked in range(1, 20):
            next(batch)
            self.assertLessEqual(taken, asked + 5)

    def test_a_wrong_option_is_no_value(self) -> None:
        with self.assertRaises(ValueError):
            list(vanban.extract_batch([PLAN], lang="other"))


class Threads(unittest.TestCase):
    def test_python_goes_on_while_a_document_is_read(self) -> None:
        # No thread is made to give the interpreter up here, so another one can see the call under way only where the call
        # itself gives it up. That it looks in time is the scheduler's choice: it is given the chance again.
        script = """
            import sys, threading, vanban
            sys.setswitchinterval(1000)
            text = open(sys.argv[1], "rb").read() * 40

            def read():
                global state
                state = "inside"
                vanban.extract_json(text)
                state = "behind"

            for _ in range(200):
                state = "before"
                thread = threading.Thread(target=read)
                thread.start()
                seen = state
                thread.join()
                if seen == "inside":
                    break
            print(seen)
        """
        arguments = [sys.executable, "-c", textwrap.dedent(script), str(ROOT / PLAN)]
        said = subprocess.run(arguments, capture_output=True, text=True, check=False)
        self.assertEqual(said.stdout, "inside\n", said.stderr)


class Isolation(FromRoot):
    def test_records_and_errors_are_the_same_through_processes(self) -> None:
        for path in (PLAN, "fixtures/pages/plan.pdf", "fixtures/office/structures.doc"):
            self.assertEqual(vanban.extract_json(path, isolate=True), vanban.extract_json(path))
            content = pathlib.Path(path).read_bytes()
            through = vanban.extract_json(content, name="a", isolate=True)
            self.assertEqual(through, vanban.extract_json(content, name="a"))
        with self.assertRaises(vanban.NotFound):
            vanban.extract(self.directory / "missing.txt", isolate=True)

    def test_many_at_a_time_each_have_their_process(self) -> None:
        wanted = list(vanban.extract_batch(FIXTURES[:8]))
        found = list(vanban.extract_batch(FIXTURES[:8], jobs=3, isolate=True))
        self.assertEqual(found, wanted)


class Tables(FromRoot):
    def setUp(self) -> None:
        super().setUp()
        out = command("--format", "parquet", "-o", f"{self.directory}/", *FIXTURES)
        self.assertIn(out.returncode, (0, 1), out.stderr)
        found = vanban.extract_batch(FIXTURES)
        self.records = [record for record in found if not isinstance(record, vanban.VanbanError)]
        self.texts = [vanban.extract_json(record["source"]["path"]) for record in self.records]
        self.exported = {path.stem: pyarrow.parquet.read_table(path) for path in self.directory.glob("*.parquet")}

    def test_tables_are_those_of_the_parquet_export(self) -> None:
        for documents in (self.records, self.texts):
            tables = vanban.rows(documents)
            self.assertEqual(set(tables), set(self.exported))
            for name, table in tables.items():
                mine, wanted = pyarrow.table(table), self.exported[name]
                self.assertEqual(mine.schema, wanted.schema.remove_metadata(), name)
                self.assertTrue(mine.equals(wanted), name)
                self.assertEqual(len(table), wanted.num_rows)
                self.assertIn(name, repr(table))
        self.assertGreater(len(tables["targets"]), 50)

    def test_a_table_may_be_taken_again_and_outlives_its_rows(self) -> None:
        table = vanban.rows(self.texts)["targets"]
        first = pyarrow.table(table)
        second = pyarrow.table(table)
        del table
        self.assertTrue(first.equals(second))
        addresses = [taken["quote"].chunk(0).buffers()[2].address for taken in (first, second)]
        self.assertEqual(addresses[0], addresses[1], "the memory is shared, not copied")

    def test_no_documents_have_tables_without_rows(self) -> None:
        for name, table in vanban.rows([]).items():
            self.assertEqual(pyarrow.table(table).schema, self.exported[name].schema.remove_metadata())
            self.assertEqual(len(table), 0)

    def test_pandas_polars_and_duckdb_take_them(self) -> None:
        targets = vanban.rows(self.texts)["targets"]
        wanted = self.exported["targets"]["indicator"].to_pylist()
        self.assertEqual(list(pandas.DataFrame.from_arrow(targets)["indicator"]), wanted)
        self.assertEqual(polars.DataFrame(targets)["indicator"].to_list(), wanted)
        with duckdb.connect() as database:
            rows = database.execute("SELECT indicator FROM targets").fetchall()
        self.assertEqual([row[0] for row in rows], wanted)

    def test_what_is_no_record_is_refused(self) -> None:
        for document in ("", "{}", '{"schema_version": "1"}', {"a": 1}):
            with self.assertRaises(vanban.InvalidData):
                vanban.rows([document])


if __name__ == "__main__":
    unittest.main()
