"""A PostgreSQL server for the benchmark alone, as Debian sets it up; its folder is kept for the next run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import psycopg


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"postgresql://tracker@127.0.0.1:{self.port}"

    def start(self) -> None:
        if not (self.folder / "data" / "PG_VERSION").exists():
            self.make()
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k ''"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", str(self.folder / "log"), "-o", options)

    def make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "--auth=trust", "--username=tracker", "--encoding=UTF8", "--locale=C.UTF-8", "-D", self.data)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-m", "fast", "-D", self.data)

    def has(self, name: str) -> bool:
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def do(self, statement: str, name: str = "postgres") -> None:
        with psycopg.connect(f"{self.address}/{name}", autocommit=True) as connection:
            connection.execute(statement)

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def run(self, program: str, *arguments: str) -> None:
        # PostgreSQL refuses to run as root.
        someone_else = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*someone_else, str(postgres_program(program)), *arguments]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")


def is_installed() -> bool:
    try:
        postgres_program("initdb")
    except FileNotFoundError:
        return False
    return True


def postgres_program(name: str) -> Path:
    """Debian keeps the programs of PostgreSQL off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which(name)
    if not found and on_path is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1] if found else Path(str(on_path))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
