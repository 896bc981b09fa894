"""Reading a JSON body: one object, nothing doubtful in it. What a careless reader would let pass is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request

from tracker.api.auth import READS
from tracker.api.problems import Problem
from tracker.core.i18n import Words, _, _l

MEDIA_TYPES = ("application/json", "application/merge-patch+json")
LARGEST = 2_000_000
DEEPEST = 16
MOST_DIGITS = 18
MOST_VALUES = 10_000
EXPECTED = _l("Hãy gửi một đối tượng JSON, ví dụ {}.")


class Doubtful(ValueError):
    """JSON that two readers may read differently."""


def receive() -> None:
    """Before anything is asked of the database: who sends slowly, or stops half-way, holds up nobody who writes."""
    if request.mimetype == "multipart/form-data":
        request.files  # noqa: B018 - reads all of it
    elif request.method not in READS and (request.content_length or 0) <= LARGEST:
        request.get_data()


def body() -> dict[str, Any]:
    """The object that was sent. Problems: 415, 413, 400."""
    if request.mimetype not in MEDIA_TYPES:
        raise Problem("unsupported-type", _("Hãy gửi JSON với Content-Type: application/json."))
    if (request.content_length or 0) > LARGEST or len(data := request.get_data()) > LARGEST:
        raise Problem("too-large", _("JSON dài nhất là 2 MB. Tệp thì gửi lên /api/v1/attachments."))
    try:
        read = json.loads(
            data.decode("utf-8"), object_pairs_hook=once_each, parse_constant=refuse, parse_int=whole, parse_float=real
        )
        require_plain(read)
    except UnicodeDecodeError:
        refuse_body(_("Chữ phải theo UTF-8."))
    except RecursionError:
        refuse_body(too_deep())
    except Doubtful as error:
        refuse_body(str(error))
    except json.JSONDecodeError as error:
        refuse_body(_("JSON sai cú pháp ở dòng %(line)s, cột %(column)s.", line=error.lineno, column=error.colno))
    if not isinstance(read, dict):
        refuse_body(EXPECTED)
    return read


def refuse_body(detail: Words) -> NoReturn:
    raise Problem("malformed", detail)


def too_deep() -> str:
    return _("JSON lồng quá %(depth)s tầng.", depth=DEEPEST)


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise Doubtful(_("Một đối tượng nêu cùng một tên hai lần."))
    return read


def refuse(name: str) -> NoReturn:
    raise Doubtful(_("“%(name)s” không phải là giá trị JSON.", name=name))


def whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise Doubtful(_("Số nguyên có quá nhiều chữ số."))
    return int(digits)


def real(digits: str) -> float:
    """Figures travel as strings; a number with a point is kept only to be refused by its field."""
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Doubtful(_("Số quá lớn."))
    return number


def require_plain(read: Any) -> None:
    """Not too deep, not too many, and no text with signs that no text has: NUL, halves of surrogate pairs."""
    waiting = [(read, 1)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            raise Doubtful(too_deep())
        if seen > MOST_VALUES:
            raise Doubtful(_("JSON có quá %(most)s giá trị.", most=MOST_VALUES))
        if isinstance(value, dict):
            waiting.extend((item, depth + 1) for pair in value.items() for item in pair)
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
        elif isinstance(value, str) and ("\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
            raise Doubtful(_("Có ký tự không dùng được trong văn bản (NUL hoặc nửa ký tự)."))
