"""`python -m bench`: seeds, starts product and floor, measures them in turn, prints and writes the figures."""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import mean
from typing import Any

from bench import measuring, postgres, registers, targets, telling
from bench.asked import CACHE, cluster, names
from bench.measuring import Effort, Place, Result
from bench.seeds import Seeds, environment
from bench.servers import Running
from bench.visits import visits

QUICK_ROWS = 5_000
EFFORT = {False: Effort(rounds=200, seconds=120), True: Effort(rounds=40, seconds=20)}


def main() -> None:
    wanted = arguments()
    wanted.cache.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    memory: list[dict[str, Any]] = []
    with cluster(wanted) as server:
        seeds = Seeds(wanted.cache, server)
        for engine in wanted.engines:
            for size in wanted.sizes:
                found, used = run(seeds, engine, size, wanted)
                results += found
                memory.append({"engine": engine, "size": size, "processes": used})
                telling.print_table(found)
        rows = QUICK_ROWS if wanted.quick else registers.ROWS
        brought = [registers.measure(seeds, engine, rows) for engine in wanted.engines]
    for one in brought:
        registers.print_measured(one)
    telling.write_registers([one.facts for one in brought])
    grown = telling.print_growth(results)
    print(f"\n{telling.write(results, grown, memory)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=numbers, default=None, help="recommendations: 10000,100000")
    parser.add_argument("--engines", type=names, default=None, help="sqlite,postgres")
    parser.add_argument("--quick", action="store_true", help="one small size on SQLite, fewer requests")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where seeded databases are kept")
    wanted = parser.parse_args()
    wanted.sizes = wanted.sizes or ([2_000] if wanted.quick else [10_000, 100_000])
    wanted.engines = wanted.engines or (["sqlite"] if wanted.quick else ["sqlite", "postgres"])
    if "postgres" in wanted.engines and not postgres.is_installed():
        print("postgres: skipped, PostgreSQL is not installed (apt-get install postgresql)")
        wanted.engines.remove("postgres")
    return wanted


def numbers(words: str) -> list[int]:
    return sorted(int(word.replace("_", "")) for word in words.split(","))


def run(seeds: Seeds, engine: str, size: int, wanted: argparse.Namespace) -> tuple[list[Result], list[float]]:
    """Product and floor over one database."""
    address = seeds.address(engine, size)
    settings = environment(seeds.folder, address, TRACKER_LOG_LEVEL="info")
    print(f"\n══ {engine}, {size:,} recommendations", flush=True)
    with (
        Running(["-m", "tracker", "run"], settings, seeds.folder / "product.log", "/healthz/live") as product,
        Running(["-m", "bench.floor"], settings, seeds.folder / "floor.log", "/search?q=x") as floor,
    ):
        asked = visits(product.port, floor.port, targets.find(address))
        found = measuring.measure(asked, (product, floor), Place(engine, size), EFFORT[wanted.quick])
        used = product.megabytes()
        counted = product.queries()
    for visit, result in zip(asked, found, strict=True):
        result.queries = round(mean(counted[visit.route]), 1) if counted.get(visit.route) else None
    return found, used


if __name__ == "__main__":
    main()
