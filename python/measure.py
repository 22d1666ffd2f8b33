"""What a document costs through the package, through `extract worker`, and in the command itself (records/python.md).

usage: measure.py EXTRACT, in an environment with the package; both of a release build. Each way takes its turn in each
round; the best round counts, processor time of all processes together.
"""

import base64
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import pyarrow
import pyarrow.ipc
import vanban

EXTRACT = sys.argv[1]
ROUNDS = 7
FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"
PLAN = (FIXTURES / "documents/plan-district-clean.txt").read_bytes()
# Name, document, how often in a round.
KINDS = [
    ("small text", "small.txt", PLAN, 300),
    ("large text", "large.txt", PLAN * 40, 10),
    ("PDF", "plan.pdf", (FIXTURES / "pages/plan.pdf").read_bytes(), 60),
]


def worker(request: "dict[str, str]", times: int, *arguments: str) -> None:
    command = [EXTRACT, "worker", *arguments]
    line = json.dumps(request).encode() + b"\n"
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        for _ in range(times):
            process.stdin.write(line)
            process.stdin.flush()
            assert b'"record"' in process.stdout.readline()[:200_000_000]
        process.stdin.close()


def arrow(content: bytes, name: str, times: int) -> None:
    asked = pyarrow.record_batch({"name": [name] * times, "bytes": [content] * times})
    with subprocess.Popen([EXTRACT, "worker", "--arrow"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        writer = pyarrow.ipc.new_stream(process.stdin, asked.schema)
        writer.write_batch(asked)
        writer.close()
        process.stdin.close()
        assert sum(answers.num_rows for answers in pyarrow.ipc.open_stream(process.stdout)) == times


def command(arguments: "list[str]") -> int:
    return subprocess.run([EXTRACT, "--compact", *arguments], stdout=subprocess.DEVNULL, check=True).returncode


def ways(path: str, content: bytes, times: int) -> "dict[str, Callable[[], object]]":
    name = pathlib.Path(path).name
    each = range(times)
    encoded = base64.b64encode(content).decode()
    return {
        "the command, one process": lambda: command(["--jobs", "1", "--no-isolate", *[path] * times]),
        "the command, a process each": lambda: [command([path]) for _ in each],
        "worker, path": lambda: worker({"path": path}, times),
        "worker, bytes": lambda: worker({"bytes": encoded, "name": name}, times),
        "worker --isolate, path": lambda: worker({"path": path}, times, "--isolate"),
        "worker --arrow, bytes": lambda: arrow(content, name, times),
        "extract_json, path": lambda: [vanban.extract_json(path) for _ in each],
        "extract_json, bytes": lambda: [vanban.extract_json(content, name=name) for _ in each],
        "extract_json, path, isolate": lambda: [vanban.extract_json(path, isolate=True) for _ in each],
        "extract, path": lambda: [vanban.extract(path) for _ in each],
        "rows of extract_json, bytes": lambda: vanban.rows(vanban.extract_json(content, name=name) for _ in each),
        "rows of extract, path": lambda: vanban.rows(vanban.extract(path) for _ in each),
    }


def used() -> float:
    """Seconds of processor time of this process and of those that it waited for."""
    both = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


best: "dict[tuple[str, str], tuple[float, float]]" = {}
with tempfile.TemporaryDirectory() as directory:
    for kind, name, content, times in KINDS:
        path = f"{directory}/{name}"
        pathlib.Path(path).write_bytes(content)
        for _ in range(ROUNDS):
            for way, go in ways(path, content, times).items():
                processor, clock = used(), time.perf_counter()
                go()
                found = (time.perf_counter() - clock) / times, (used() - processor) / times
                before = best.get((way, kind), found)
                best[way, kind] = min(before[0], found[0]), min(before[1], found[1])

print("| milliseconds a document | " + " | ".join(f"{kind}, {len(content) / 1000:.0f} KB" for kind, _, content, _ in KINDS) + " |")
print("|---|" + "---|" * len(KINDS))
for way in dict.fromkeys(way for way, _ in best):
    cells = (best[way, kind] for kind, *_ in KINDS)
    print(f"| {way} | " + " | ".join(f"{1000 * clock:.2f} ({1000 * cpu:.2f})" for clock, cpu in cells) + " |")
