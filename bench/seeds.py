"""Seeded databases, made once for each size and each version of what makes them, and kept in a cache folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
MAKERS = ("tracker/seeding/*.py", "migrations/versions/*.py", "tracker/search/words.py", "tracker/core/text.py")
PASSWORD = "đo tốc độ mỗi ngày"


class Seeds:
    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        self.folder = folder
        self.cluster = cluster
        self.version = version()

    def address(self, engine: str, size: int) -> str:
        """The address of a database with so many recommendations; makes it when there is none yet."""
        return self.of_sqlite(size) if engine == "sqlite" else self.of_postgres(size)

    def of_sqlite(self, size: int) -> str:
        file = self.folder / f"{self.version}-{size}.db"
        if not file.exists():
            draft = file.with_suffix(".draft")
            for old in self.folder.glob(f"{draft.name}*"):
                old.unlink()
            self.seed(f"sqlite:///{draft}", size)
            draft.rename(file)
        return f"sqlite:///{file}"

    def of_postgres(self, size: int) -> str:
        assert self.cluster is not None
        name = f"bench_{self.version}_{size}"
        if not self.cluster.has(name):
            draft = f"{name}_draft"
            self.cluster.do(f"DROP DATABASE IF EXISTS {draft}")
            self.cluster.do(f"CREATE DATABASE {draft}")
            self.seed(f"{self.cluster.address}/{draft}", size)
            self.cluster.do("VACUUM ANALYZE", draft)
            self.cluster.do(f"ALTER DATABASE {draft} RENAME TO {name}")
        return f"{self.cluster.address}/{name}"

    def seed(self, address: str, size: int) -> None:
        print(f"  tracker seed --recommendations {size}  ({address.partition(':')[0]})", flush=True)
        command = [sys.executable, "-m", "tracker", "seed", "--recommendations", str(size), "--json"]
        subprocess.run(command, cwd=ROOT, env=environment(self.folder, address), stdout=subprocess.DEVNULL, check=True)


def environment(folder: Path, address: str, **more: str) -> Mapping[str, str]:
    """What a command of the product is told: nothing of the caller's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_") and name != "PORT"}
    told = {
        "TRACKER_ENV": "demo",
        "TRACKER_DATA_DIR": str(folder / "data"),
        "TRACKER_DATABASE_URL": address,
        "TRACKER_DEMO_PASSWORD": PASSWORD,
    }
    return kept | told | more


def version() -> str:
    """Changes when what is seeded may have changed."""
    digest = hashlib.sha256()
    for pattern in MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
