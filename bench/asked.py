"""What somebody asks to be measured, and the server that it needs."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.postgres import Cluster

CACHE = Path(tempfile.gettempdir()) / "tracker-bench"


def names(words: str) -> list[str]:
    found = words.split(",")
    if unknown := set(found) - {"sqlite", "postgres"}:
        raise argparse.ArgumentTypeError(f"no such engine: {', '.join(sorted(unknown))}")
    return found


@contextmanager
def cluster(wanted: argparse.Namespace) -> Iterator[Cluster | None]:
    """A PostgreSQL server while it is needed."""
    if "postgres" not in wanted.engines:
        yield None
        return
    server = Cluster(wanted.cache / "postgres")
    server.start()
    try:
        yield server
    finally:
        server.stop()
