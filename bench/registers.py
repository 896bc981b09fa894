"""A register of an office at its full size, checked and taken in as the page's jobs do it: seconds, memory, what was told
on the way. `python -m bench.registers` measures this alone."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import Engine, create_engine, text

from bench.asked import CACHE, cluster, names
from bench.seeds import ROOT, Seeds, environment
from tracker.importing import progress
from tracker.seeding.phrases import DELIVERABLES, REQUESTS
from tracker.seeding.topics import TOPICS

ROWS, AIM_SECONDS = 50_000, 60.0
SEEDED = 2_000
"""Recommendations that are there before."""
HEADINGS = (
    "STT", "Mã số", "Nội dung kết luận, kiến nghị", "Đoàn giám sát", "Văn bản (số, ngày)", "Cơ quan chủ trì",
    "Cơ quan phối hợp", "Thời hạn", "Sản phẩm", "Tình trạng thực hiện", "Ngày hoàn thành", "Kết quả thực hiện",
    "Nguyên nhân, khó khăn", "Ghi chú",
)  # fmt: skip
STATUSES = ("Chưa thực hiện", "Đang thực hiện", "Đã thực hiện xong", "Đã thực hiện xong", "Thực hiện một phần")
AGENCIES = "SELECT name, valid_from FROM agency WHERE council_id = 1 AND valid_to IS NULL ORDER BY id"
DELEGATIONS = """SELECT code FROM delegation WHERE council_id = 1 AND state IN ('concluded', 'following_up')
  ORDER BY id"""
RUN = "SELECT id, state FROM import_run ORDER BY id DESC LIMIT 1"
LOOK_EVERY = 0.25
FIRST = date(2019, 1, 7)
"""When the oldest of them was issued."""


@dataclass
class Measured:
    """`check`: until the preview stands; `take_in`: from the confirmation to the report, looking once more at every row.
    `cpu`: what the command took of one core, with its start. `told`: so many different figures of progress were seen;
    `longest`: seconds between two of them."""

    engine: str
    rows: int
    check_seconds: float
    take_in_seconds: float
    cpu_seconds: float
    megabytes: int
    told: int
    longest: float
    refused: str
    made: int
    file_megabytes: float
    aim_seconds: float = AIM_SECONDS

    @property
    def facts(self) -> dict[str, Any]:
        return asdict(self) | {"whole_seconds": self.whole_seconds, "reached": self.is_reached}

    @property
    def whole_seconds(self) -> float:
        return round(self.check_seconds + self.take_in_seconds, 1)

    @property
    def is_reached(self) -> bool:
        return self.whole_seconds <= self.aim_seconds


@dataclass
class Done:
    """A command that has ended."""

    code: int
    out: str
    error: str
    cpu: float
    megabytes: int


@dataclass
class Watched:
    """The progress of the newest import, looked at while it is at work."""

    engine: Engine
    files: Path
    """The folder in which the progress stands, a file for each import."""
    seen: list[tuple[float, tuple[str, str]]] = field(default_factory=list)

    @contextmanager
    def on(self) -> Iterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=self.look, args=(ended,))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def look(self, ended: threading.Event) -> None:
        while not ended.wait(LOOK_EVERY):
            self.look_once()
        self.look_once()

    def look_once(self) -> None:
        with self.engine.connect() as connection:
            run = connection.execute(text(RUN)).first()
        if run is None:
            return
        file = self.files / str(run.id)
        found = (str(run.state), file.read_text() if file.is_file() else "")
        if not self.seen or self.seen[-1][1] != found:
            self.seen.append((time.monotonic(), found))

    def seconds(self, state: str) -> float:
        """From the moment it was seen in this state to the moment it was seen in the next."""
        moments = [at for at, (found, _told) in self.seen if found == state]
        following = [at for at, (found, _told) in self.seen if found != state and at > moments[-1]]
        return round(following[0] - moments[0], 1)

    @property
    def longest(self) -> float:
        moments = [at for at, _told in self.seen]
        return max((later - earlier for earlier, later in itertools.pairwise(moments)), default=0.0)


def measure(seeds: Seeds, engine: str, rows: int) -> Measured:
    """Over a copy of a seeded database, which is thrown away."""
    with copied(seeds, engine) as address, tempfile.TemporaryDirectory(dir=seeds.folder) as made:
        folder = Path(made)
        known = create_engine(address)
        file, longer = folder / "so-theo-doi.xlsx", folder / "so-qua-dai.xlsx"
        write(file, known, rows)
        write(longer, known, ROWS + 1)
        settings = environment(folder, address, TRACKER_LOG_LEVEL="warning")
        watched = Watched(known, folder / "data" / "files" / progress.FOLDER)
        with watched.on():
            taken = run(["import", str(file), "--user", "vanphong", "--json"], settings)
        if taken.code != 0:
            raise RuntimeError(f"the register was not taken in: {taken.out[-2000:]}{taken.error[-2000:]}")
        refused = run(["import", str(longer), "--user", "vanphong", "--json"], settings)
        known.dispose()
        return Measured(
            engine=engine,
            rows=rows,
            check_seconds=watched.seconds("checking"),
            take_in_seconds=watched.seconds("running"),
            cpu_seconds=round(taken.cpu, 1),
            megabytes=taken.megabytes,
            told=len(watched.seen),
            longest=round(watched.longest, 1),
            refused=refused.error.strip() if refused.code == 1 else "",
            made=json.loads(taken.out)["made"],
            file_megabytes=round(file.stat().st_size / 1e6, 1),
        )


@contextmanager
def copied(seeds: Seeds, engine: str) -> Iterator[str]:
    address = seeds.address(engine, SEEDED)
    if engine == "sqlite":
        copy = seeds.folder / "register.db"
        shutil.copyfile(address.removeprefix("sqlite:///"), copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            for left in seeds.folder.glob(f"{copy.name}*"):
                left.unlink()
        return
    assert seeds.cluster is not None
    name = address.rpartition("/")[2]
    seeds.cluster.do("DROP DATABASE IF EXISTS bench_register")
    seeds.cluster.do(f"CREATE DATABASE bench_register TEMPLATE {name}")
    try:
        yield f"{seeds.cluster.address}/bench_register"
    finally:
        seeds.cluster.do("DROP DATABASE bench_register WITH (FORCE)")


def run(arguments: Sequence[str], settings: Mapping[str, str]) -> Done:
    """One command of the product, in a process of its own."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", *arguments], cwd=ROOT, env=settings, stdout=out, stderr=error
        )
        _id, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        error.seek(0)
        cpu = used.ru_utime + used.ru_stime
        return Done(process.returncode, out.read().decode(), error.read().decode(), cpu, used.ru_maxrss // 1024)


# --- the register -----------------------------------------------------------------------------------------------------


def write(file: Path, known: Engine, rows: int) -> None:
    with known.connect() as connection:
        agencies = [name for name, begun in connection.execute(text(AGENCIES)) if str(begun or "") < str(FIRST)]
        delegations = list(connection.scalars(text(DELEGATIONS)))
    with xlsxwriter.Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Sổ theo dõi")
        for number, line in enumerate([HEADINGS, *believable(rows, agencies, delegations)]):
            page.write_row(number, 0, line)


def believable(rows: int, agencies: list[str], delegations: list[str]) -> Iterator[list[Any]]:
    """The same rows each time: no two alike, ten to a document, two of five ended, half with agencies that co-operate."""
    chance = random.Random(2026)
    for number in range(1, rows + 1):
        topic = chance.choice(TOPICS)
        work, fault = chance.choice(topic.works), chance.choice(topic.faults)
        issued = FIRST + timedelta(days=number // 10 * 10 * 2_300 // rows)
        due = issued + timedelta(days=chance.choice((60, 90, 180, 365)))
        lead, *others = chance.sample(agencies, 3)
        status = chance.choice(STATUSES)
        is_done = status == "Đã thực hiện xong"
        words = chance.choice(REQUESTS).format(
            work=work, fault=fault, where=chance.choice(agencies), year=due.year, day=shown(due)
        )
        yield [
            number,
            f"S{issued.year}/{number}",
            f"{words} (mục {number})",
            delegations[number // 10 * 7 % len(delegations)],
            f"Thông báo số {number // 10 % 400 + 1:02}/TB-HĐND ngày {shown(issued)}",
            lead,
            "; ".join(others[: chance.choice((0, 0, 1, 2))]),
            shown(due),
            chance.choice(DELIVERABLES),
            status,
            shown(min(due, issued + timedelta(days=40))) if is_done else "",
            f"Đã có Báo cáo {number}/BC; {chance.choice(topic.results)}" if is_done else "",
            "" if is_done else f"Khó khăn: {fault}",
            f"Cử tri quan tâm, theo dõi quý {number % 4 + 1}" if number % 5 == 0 else "",
        ]


def shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# --- telling ----------------------------------------------------------------------------------------------------------


def print_measured(found: Measured) -> None:
    verdict = "reached" if found.is_reached else "not reached"
    print(f"\nregister of {found.rows:,} rows, {found.file_megabytes} MB, {found.engine}")
    print(f"checked in {found.check_seconds} s, taken in in {found.take_in_seconds} s")
    print(f"together {found.whole_seconds} s (aim ≤ {found.aim_seconds:g}: {verdict})")
    print(f"of one core {found.cpu_seconds} s, {found.megabytes} MB")
    print(f"progress told {found.told} times, at most {found.longest} s apart")
    print(f"{ROWS + 1:,} rows: {found.refused or 'NOT REFUSED'}")


def main() -> None:
    from bench import telling

    parser = argparse.ArgumentParser(prog="python -m bench.registers", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--engines", type=names, default=["sqlite"], help="sqlite,postgres")
    parser.add_argument("--cache", type=Path, default=CACHE)
    wanted = parser.parse_args()
    wanted.cache.mkdir(parents=True, exist_ok=True)
    with cluster(wanted) as server:
        found = [measure(Seeds(wanted.cache, server), engine, wanted.rows) for engine in wanted.engines]
    for one in found:
        print_measured(one)
    print(telling.write_registers([one.facts for one in found]))


if __name__ == "__main__":
    main()
