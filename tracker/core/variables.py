"""Reading one environment variable: text in, a checked value out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from tracker.core import clock


class SettingsError(Exception):
    """A setting is unknown, wrong or missing; the text says which, in Vietnamese and English."""


def text(raw: str) -> str:
    return raw


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not raw.strip().isascii() or not raw.strip().isdigit() or not low <= int(raw) <= high:
            raise SettingsError(f"cần một số nguyên từ {low} đến {high} / must be a whole number from {low} to {high}")
        return int(raw)

    return read


def fraction(raw: str) -> float:
    """A share from 0 to 1, with a point or a comma: 0.5."""
    try:
        found = float(raw.strip().replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 < found <= 1:
        raise SettingsError(
            "cần một số lớn hơn 0, không quá 1, ví dụ 0.5 / must be a number above 0 up to 1, such as 0.5"
        )
    return found


def falling(raw: str) -> tuple[int, ...]:
    """Whole numbers from 1 to 100, each smaller than the one before: 85,70,50."""
    parts = [part.strip() for part in raw.split(",")]
    found = tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 4)
    is_falling = list(found) == sorted(set(found), reverse=True) and all(0 < number <= 100 for number in found)
    if len(found) != len(parts) or not is_falling:
        raise SettingsError(
            "cần các số nguyên từ 1 đến 100, giảm dần, ví dụ 85,70,50"
            " / must be whole numbers from 1 to 100, each smaller than the one before, such as 85,70,50"
        )
    return found


def time_of_day(raw: str) -> time:
    """Hours and minutes in Viet Nam: 05:30."""
    try:
        return time.fromisoformat(raw.strip()).replace(tzinfo=None)
    except ValueError as error:
        raise SettingsError("cần giờ và phút, ví dụ 05:30 / must be hours and minutes, such as 05:30") from error


def one_of(*names: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in names:
            listed = ", ".join(names)
            raise SettingsError(f"cần là một trong: {listed} / must be one of: {listed}")
        return raw

    return read


def folder(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def program(raw: str) -> str:
    """The path of a program that is there and may be run."""
    path = folder(raw)
    if not path.is_file() or not os.access(path, os.X_OK):
        raise SettingsError(f"không có chương trình “{path}” / there is no program “{path}”")
    return str(path)


def clock_file(raw: str) -> Path:
    path = folder(raw)
    try:
        clock.read(path)
    except (OSError, UnicodeDecodeError, clock.BadClock) as error:
        raise SettingsError(
            "cần là tệp chứa ngày giờ ISO kèm độ lệch / must be a file that holds an ISO date-time with offset, "
            "2026-06-15T09:00:00+07:00"
        ) from error
    return path


def url(*schemes: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        scheme = raw.partition(":")[0].partition("+")[0]
        if ":" not in raw or scheme not in schemes:
            listed = ", ".join(f"{name}:" for name in schemes)
            raise SettingsError(f"địa chỉ cần bắt đầu bằng {listed} / the address must start with {listed}")
        return raw

    return read


def site(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingsError("cần có dạng https://tên-miền / must look like https://host.name")
    return raw.rstrip("/")
