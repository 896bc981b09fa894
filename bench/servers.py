"""Starting and stopping the product and the floor, each as a process group of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.postgres import free_port
from bench.seeds import ROOT

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20


class Running:
    """A server from entering to leaving: `with Running(…) as server: server.port`."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path, ready: str) -> None:
        self.port = free_port()
        self.command = [sys.executable, *command]
        self.environment = {**environment, "PORT": str(self.port)}
        self.log = log
        self.ready = ready
        self.known: list[int] = []

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{' '.join(self.command)} did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.2)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", self.ready)
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def queries(self) -> dict[str, list[int]]:
        """Route → the number of queries of each request, as the log tells it."""
        found: dict[str, list[int]] = defaultdict(list)
        for line in self.log.read_text(encoding="utf-8").splitlines():
            if line.startswith("{") and '"queries"' in line:
                told = json.loads(line)
                found[f"{told['method']} {told['route']}"].append(told["queries"])
        return found

    def cpu(self) -> float:
        """Milliseconds of processor time that the server has used so far, all processes and threads together."""
        return sum(spent(pid) for pid in self.processes())

    def processes(self) -> list[int]:
        """The server and the workers it has forked."""
        if not self.known:
            pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
            self.known = [pid for pid in pids if group_of(pid) == self.process.pid]
        return self.known

    def megabytes(self) -> list[float]:
        """Resident memory of each process of the server."""
        found = []
        for pid in self.processes():
            facts = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            if "VmRSS" in facts:
                found.append(round(int(facts["VmRSS"].split()[0]) / 1024, 1))
        return sorted(found)


def spent(pid: int) -> float:
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6


def group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None
