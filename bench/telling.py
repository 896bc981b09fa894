"""The figures as a table and as JSON; what is not reached is printed as it is."""

from __future__ import annotations

import itertools
import json
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.measuring import Result

FOLDER = Path(__file__).resolve().parent / "results"
HEADINGS = ("page", "product ms p50 / p95", "floor ms p50 / p95", "×", "aim", "", "cpu ms of each", "×", "queries")
WIDTHS = (44, 21, 19, 6, 6, 12, 15, 6, 7)


def print_table(results: list[Result]) -> None:
    """One block for each engine and size."""
    print(line(HEADINGS))
    for found in results:
        print(line(cells(found)))
    print()


def cells(found: Result) -> tuple[str, ...]:
    reached = "" if found.aim is None else verdict(found.ratio <= found.aim)
    return (
        found.page,
        f"{found.product_p50:.1f} / {found.product_p95:.1f}",
        f"{found.floor_p50:.1f} / {found.floor_p95:.1f}",
        f"{found.ratio:.1f}",
        f"≤ {found.aim:g}" if found.aim else "–",
        found.refused or reached,
        f"{found.product_cpu:.1f} / {found.floor_cpu:.1f}",
        f"{found.cpu_ratio:.1f}",
        f"{found.queries:.0f}" if found.queries else "–",
    )


def print_growth(results: list[Result]) -> list[dict[str, Any]]:
    """From each size to the next: times the product's p50, and the floor's for comparison."""
    found = list(growth(results))
    if found:
        print(line(("growth of p50", "from – to", "product", "floor", "aim", "", "product's cpu", "", "")))
    for row in found:
        aim = row["aim"]
        words = "" if aim is None else verdict(row["product"] <= aim)
        sizes = f"{row['from']:,} – {row['to']:,}"
        told = (
            f"{row['page']} ({row['engine']})", sizes, f"{row['product']:.2f}", f"{row['floor']:.2f}",
            f"≤ {aim:g}" if aim else "–", words, f"{row['cpu']:.2f}", "", "",
        )  # fmt: skip
        print(line(told))
    return found


def growth(results: list[Result]) -> Iterable[dict[str, Any]]:
    by_page: dict[tuple[str, str], list[Result]] = {}
    for found in results:
        by_page.setdefault((found.engine, found.page), []).append(found)
    for (engine, page), sizes in by_page.items():
        ordered = sorted(sizes, key=lambda found: found.size)
        for small, large in itertools.pairwise(ordered):
            yield {
                "engine": engine,
                "page": page,
                "from": small.size,
                "to": large.size,
                "product": round(large.product_p50 / small.product_p50, 2),
                "floor": round(large.floor_p50 / small.floor_p50, 2),
                "cpu": round(large.product_cpu / small.product_cpu, 2),
                "aim": small.growth_aim,
            }


def verdict(reached: bool) -> str:  # noqa: FBT001
    return "reached" if reached else "not reached"


def line(words: tuple[str, ...]) -> str:
    return "  ".join(word.ljust(width) for word, width in zip(words, WIDTHS, strict=True)).rstrip()


def write_registers(found: list[dict[str, Any]]) -> Path:
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "registers.json"
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "registers": found,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def write(results: list[Result], grown: list[dict[str, Any]], memory: list[dict[str, Any]]) -> Path:
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "results.json"
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "results": [found.facts for found in results],
        "growth": grown,
        "memory_mb": memory,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
