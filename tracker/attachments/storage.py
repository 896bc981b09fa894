"""Where the bytes lie: one file for each SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from flask import current_app

CHUNK = 256 * 1024


class TooBig(Exception):
    """More bytes came than are allowed."""


@dataclass(frozen=True)
class Received:
    """A file that has arrived and is not yet kept."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class Storage:
    """A folder: `incoming/` for what is arriving, then `ab/cd/abcd…` for what is kept."""

    folder: Path

    @contextmanager
    def receive(self, stream: IO[bytes], *, limit: int) -> Iterator[Received]:
        """Take in a stream, at most `limit` bytes; gone again at the end unless kept. Raises TooBig."""
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=incoming)
        path = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                sha256, size = copy(stream, file, limit)
            yield Received(path=path, sha256=sha256, size=size)
        finally:
            path.unlink(missing_ok=True)

    def rewrite(self, received: Received, content: bytes) -> Received:
        """Other bytes in place of those that have arrived, which are gone."""
        with received.path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return Received(path=received.path, sha256=hashlib.sha256(content).hexdigest(), size=len(content))

    def keep(self, received: Received) -> None:
        """From now on it lies under its SHA-256, safe on the disk. Keeping the same bytes twice keeps them once."""
        target = self.path(received.sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        received.path.chmod(0o600)
        received.path.rename(target)
        for folder in (target.parent, target.parent.parent, self.folder):
            flush_folder(folder)

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def open(self, sha256: str) -> IO[bytes]:
        return self.path(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def remove(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """Every file kept, in order."""
        for path in sorted(self.folder.glob("??/??/*")):
            yield path.name


def current() -> Storage:
    """The storage of the running application."""
    settings: Any = current_app.extensions["settings"]
    return at(settings.storage_url)


def at(url: str) -> Storage:
    """file:///folder"""
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise ValueError(f"a storage address starts with file: {url}")
    return Storage(folder=Path(unquote(parts.path)))


def copy(stream: IO[bytes], file: IO[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooBig
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
