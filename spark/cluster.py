"""A standalone Spark cluster on this machine: one master, some workers, on loopback and on ports that are free.

    python spark/cluster.py --workers 2 -- spark-submit spark/extract_documents.py …

runs the command with SPARK_MASTER_URL set, and stops the cluster when it ends, however it ends.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType, TracebackType

import pyspark

HOME = Path(pyspark.__file__).parent
DEPLOY = "org.apache.spark.deploy"
#: How long the processes may take to find each other, in seconds. A busy machine takes its time.
PATIENCE = 300
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


class Cluster:
    """A master and its workers while the `with` lasts."""

    def __init__(self, workers: int = 2, cores: int = 1, memory: str = "1g", directory: Path | None = None) -> None:
        self._own = tempfile.TemporaryDirectory(prefix="spark-") if directory is None else None
        self.directory = Path(self._own.name) if self._own is not None else directory or Path()
        self._count, self._cores, self._memory = workers, cores, memory
        self._processes: list[subprocess.Popen[bytes]] = []
        self.url = ""

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self._processes[1:]

    def __enter__(self) -> Cluster:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._start("master", "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
            self.url = self._said("master", r"Starting Spark master at (spark://\S+)")
            for number in range(self._count):
                self._start_worker(f"worker-{number}")
            for number in range(self._count):
                self._said(f"worker-{number}", r"(Successfully registered) with master")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends all processes; executors end with their workers."""
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()
        if self._own is not None:
            self._own.cleanup()

    def _start_worker(self, name: str) -> None:
        arguments = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        arguments += ["--cores", str(self._cores), "--memory", self._memory]
        self._start(name, "worker.Worker", *arguments, "--work-dir", str(self.directory / f"{name}-work"), self.url)

    def _start(self, name: str, of: str, *arguments: str) -> None:
        environment = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1"}
        environment["SPARK_DAEMON_MEMORY"] = "256m"
        with (self.directory / f"{name}.log").open("wb") as log:
            command = [str(HOME / "bin" / "spark-class"), f"{DEPLOY}.{of}", *arguments]
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=ends_with_parent
            )
        self._processes.append(process)

    def _said(self, name: str, pattern: str) -> str:
        """Waits until a process says this."""
        process = self._processes[0] if name == "master" else self.workers[int(name.rpartition("-")[2])]
        log = self.directory / f"{name}.log"
        for _ in range(PATIENCE * 10):
            text = log.read_text(errors="replace")
            if (match := re.search(pattern, text)) is not None:
                return match[1]
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}:\n{text[-4000:]}")
            time.sleep(0.1)
        raise RuntimeError(f"{name} did not come up:\n{text[-4000:]}")


def ends_with_parent() -> None:
    """A process of the cluster does not outlive who started it, not even a `kill -9`."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stopped(number: int, frame: FrameType | None) -> None:
    """A signal leaves by the way of all errors, so that the cluster is stopped."""
    sys.exit(128 + number)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cores", type=int, default=1, help="of each worker")
    parser.add_argument("--memory", default="1g", help="of each worker")
    parser.add_argument("command", nargs="+", help="what runs on the cluster")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGHUP, stopped)
    with Cluster(asked.workers, asked.cores, asked.memory) as cluster:
        environment = {**os.environ, "SPARK_MASTER_URL": cluster.url}
        # `spark-submit` takes its master from here too.
        environment["MASTER"] = cluster.url
        return subprocess.run(asked.command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
