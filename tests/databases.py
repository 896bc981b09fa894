"""The databases of a test run: SQLite files, or a PostgreSQL cluster of our own that is thrown away at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg

KIND = os.environ.get("TRACKER_TEST_DB", "sqlite")
SERVER = "TRACKER_TEST_SERVER"
FAST_AND_LOSSY = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "max_connections=60",
    "max_locks_per_transaction=1024",
)


class Databases:
    """Makes empty databases with the newest schema, each a copy of one that the migrations made once."""

    def __init__(self, folder: Path, worker: str, migrate: Callable[[str], None]) -> None:
        self.folder = folder
        self.worker = worker
        self.numbers = count(1)
        self.template = self.create_empty("template")
        migrate(self.template)

    def make(self) -> str:
        """The address of a new database."""
        name = f"copy{next(self.numbers)}"
        if KIND == "sqlite":
            shutil.copy(self.folder / "template.db", self.folder / f"{name}.db")
            return sqlite_address(self.folder, name)
        execute(f'CREATE DATABASE "{self.worker}_{name}" TEMPLATE "{self.worker}_template"')
        return postgres_address(f"{self.worker}_{name}")

    def create_empty(self, name: str) -> str:
        """The address of a new database without any table."""
        if KIND == "sqlite":
            return sqlite_address(self.folder, name)
        execute(f'CREATE DATABASE "{self.worker}_{name}"')
        return postgres_address(f"{self.worker}_{name}")


class Cluster:
    """A PostgreSQL server of this test run alone, on a free port, without any care for crashes."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")

    def start(self) -> str:
        """Start it and return the address of its server, without a database name."""
        self.run("initdb", "--auth=trust", "--username=tracker", "--encoding=UTF8", "--locale=C.UTF-8", "-D", self.data)
        options = " ".join(f"-c {option}" for option in (*FAST_AND_LOSSY, "listen_addresses=127.0.0.1"))
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.log, "-o", f"{options} -p {self.port} -k ''")
        return f"postgresql://tracker@127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-m", "immediate", "-D", self.data)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    @property
    def log(self) -> str:
        return str(self.folder / "log")

    def run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        someone_else = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*someone_else, str(postgres_program(program)), *arguments]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")


def postgres_program(name: str) -> Path:
    """Debian keeps the programs of PostgreSQL off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1]
    on_path = shutil.which(name)
    if on_path is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    return Path(on_path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sqlite_address(folder: Path, name: str) -> str:
    return f"sqlite:///{folder / name}.db"


def postgres_address(name: str) -> str:
    return f"{os.environ[SERVER]}/{name}"


def execute(statement: str) -> None:
    with psycopg.connect(f"{os.environ[SERVER]}/postgres", autocommit=True) as connection:
        connection.execute(statement)
