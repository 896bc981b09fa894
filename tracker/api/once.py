"""Idempotency-Key: what a POST with this key has done is not done again; its first answer is given again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.accounts.models import OnceKey
from tracker.api.answers import Answer, respond
from tracker.api.auth import me
from tracker.api.problems import Problem
from tracker.core.i18n import _
from tracker.extensions import db

HEADER = "Idempotency-Key"
LONGEST = 255


def perform(work: Callable[[], Answer]) -> Response:
    """Do the work of a POST and commit; with a known key, answer as the first time.

    The key is written first, in the transaction of the work: a second request with it waits for the first to end,
    and when the work is refused the key is free again.
    """
    given = request.headers.get(HEADER)
    if given is None:
        answer = work()
        db.session.commit()
        return respond(answer)
    key = name_of(given)
    known = find(key)
    if known is not None:
        return again(known)
    row = OnceKey(key=key, user_id=me().id, fingerprint=fingerprint(), status=0)
    try:
        db.session.add(row)
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return again(require(key))
    answer = work()
    row.status, row.location, row.body = answer.status, answer.location, json.dumps(kept(answer), ensure_ascii=False)
    db.session.commit()
    return respond(answer)


def name_of(given: str) -> str:
    """The key under which it is stored: each person has their own."""
    if not given.strip() or len(given) > LONGEST or not given.isprintable():
        raise Problem("malformed", _("Idempotency-Key phải có từ 1 đến 255 ký tự in được."))
    return "api " + hashlib.sha256(f"{me().id}\n{given}".encode()).hexdigest()


def fingerprint() -> str:
    """What was asked: method, address and body; of files their names and contents, whatever stands between them."""
    digest = hashlib.sha256(f"{request.method}\n{request.full_path}\n{request.mimetype}\n".encode())
    if request.mimetype == "multipart/form-data":
        for name, value in sorted(request.form.items(multi=True)):
            digest.update(f"{name}\n{value}\n".encode())
        for name, file in request.files.items(multi=True):
            content = hashlib.file_digest(file.stream, "sha256")  # type: ignore[arg-type]
            file.stream.seek(0)
            digest.update(f"{name}\n{file.filename}\n{content.hexdigest()}\n".encode())
    else:
        digest.update(request.get_data())
    return digest.hexdigest()


def find(key: str) -> OnceKey | None:
    return db.session.scalar(select(OnceKey).where(OnceKey.key == key, OnceKey.user_id == me().id))


def require(key: str) -> OnceKey:
    known = find(key)
    if known is None:
        raise Problem("busy", _("Yêu cầu trước với khóa này vừa bị hủy. Hãy gửi lại."), headers={"Retry-After": "1"})
    return known


def again(known: OnceKey) -> Response:
    if known.fingerprint != fingerprint():
        raise Problem("key-reused", _("Khóa này đã dùng cho một yêu cầu khác. Hãy dùng khóa mới cho việc mới."))
    first: dict[str, Any] = json.loads(known.body)
    answer = Answer(first["body"], status=known.status, location=known.location, tag=first["tag"])
    response = respond(answer)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def kept(answer: Answer) -> dict[str, Any]:
    """Without the secrets that are shown once."""
    return {"tag": answer.tag, "body": answer.plain}
