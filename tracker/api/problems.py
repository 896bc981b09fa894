"""What went wrong, as application/problem+json (RFC 9457): a stable `type`, a sentence, and the sentences by field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from tracker.core import context
from tracker.core.errors import DomainError, Forbidden, Impossible, Invalid, NotFound, Stale
from tracker.core.i18n import Words, _, _l
from tracker.extensions import db

log = structlog.get_logger("tracker")
MEDIA_TYPE = "application/problem+json"
TYPES = "/api/problems/"


@dataclass(frozen=True)
class Type:
    """One kind of problem. Its address never changes; its title follows the reader's language."""

    name: str
    status: int
    title: Words


CATALOGUE = (
    Type("malformed", 400, _l("Nội dung gửi lên không đọc được")),
    Type("unauthenticated", 401, _l("Cần mã truy cập còn hiệu lực")),
    Type("forbidden", 403, _l("Không có quyền")),
    Type("not-found", 404, _l("Không tìm thấy")),
    Type("method-not-allowed", 405, _l("Địa chỉ này không nhận phương thức này")),
    Type("impossible", 409, _l("Trạng thái hiện nay không cho phép")),
    Type("stale", 412, _l("Bản ghi đã được người khác sửa")),
    Type("too-large", 413, _l("Nội dung gửi lên quá lớn")),
    Type("unsupported-type", 415, _l("Kiểu nội dung không được nhận")),
    Type("invalid", 422, _l("Có chỗ cần sửa")),
    Type("key-reused", 422, _l("Idempotency-Key đã dùng cho nội dung khác")),
    Type("version-required", 428, _l("Cần nêu phiên bản đã đọc")),
    Type("too-many", 429, _l("Quá nhiều yêu cầu")),
    Type("unexpected", 500, _l("Có lỗi ngoài dự kiến")),
    Type("busy", 503, _l("Hệ thống đang bận")),
)
BY_NAME = {kind.name: kind for kind in CATALOGUE}
BY_STATUS = {kind.status: kind for kind in reversed(CATALOGUE)}
REFUSALS: tuple[tuple[type[DomainError], str], ...] = (
    (NotFound, "not-found"),
    (Forbidden, "forbidden"),
    (Impossible, "impossible"),
    (Stale, "stale"),
)
DETAILS: dict[int, Words] = {
    400: _l("Máy chủ không hiểu yêu cầu này."),
    404: NotFound.default,
    405: _l("Xem phần đầu Allow để biết phương thức dùng được."),
    413: _l("Nội dung gửi lên vượt quá giới hạn."),
    415: _l("Hãy gửi JSON với Content-Type: application/json."),
}


class Problem(Exception):
    """Ends the request with this problem."""

    def __init__(
        self,
        name: str,
        detail: Words,
        *,
        errors: Mapping[str, Sequence[Words]] | None = None,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(name)
        self.type = BY_NAME[name]
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members
        if errors is not None:
            self.members["errors"] = {field: [str(text) for text in texts] for field, texts in errors.items()}


def init(api: Blueprint, *, everywhere: bool = True) -> None:
    """Answer what goes wrong in these views with a problem; `everywhere`, also addresses that do not exist."""
    api.register_error_handler(Problem, answer)
    api.register_error_handler(DomainError, refused)
    api.register_error_handler(StaleDataError, somebody_was_first)
    api.register_error_handler(IntegrityError, collided)
    api.register_error_handler(OperationalError, busy)
    api.register_error_handler(HTTPException, standard)
    api.register_error_handler(Exception, unexpected)
    if everywhere:
        api.before_app_request(nowhere)


def nowhere() -> Response | None:
    """An address or a method that does not exist under /api is answered before anybody else takes it for a page."""
    error = request.routing_exception
    if error is None or isinstance(error, RequestRedirect) or not request.path.startswith("/api/"):
        return None
    return standard(error)


def answer(problem: Problem) -> Response:
    db.session.rollback()
    body = {
        "type": TYPES + problem.type.name,
        "title": str(problem.type.title),
        "status": problem.type.status,
        "detail": str(problem.detail),
        "instance": request.path,
        "request_id": context.request_id.get(),
        **problem.members,
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=problem.type.status, mimetype=MEDIA_TYPE, headers=problem.headers)


def refused(error: DomainError) -> Response:
    if isinstance(error, Invalid):
        return answer(Problem("invalid", error.sentence, errors=error.errors))
    return answer(Problem(name_of(error), error.sentence))


def name_of(error: DomainError) -> str:
    return next((name for kind, name in REFUSALS if isinstance(error, kind)), "malformed")


def somebody_was_first(_error: StaleDataError) -> Response:
    return answer(Problem("stale", Stale.default))


def collided(error: IntegrityError) -> Response:
    """Two wrote the same number at the same moment; asking again finds the other's."""
    log.warning("collision", error=str(error.orig))
    return answer(Problem("impossible", _("Người khác vừa ghi cùng một số hoặc mã. Hãy đọc lại rồi gửi lại.")))


def busy(error: OperationalError) -> Response:
    log.error("database", error=str(error.orig))
    detail = _("Cơ sở dữ liệu đang bận. Hãy gửi lại sau vài giây.")
    return answer(Problem("busy", detail, headers={"Retry-After": "5"}))


def standard(error: HTTPException) -> Response:
    """What the web framework itself refuses."""
    status = error.code or 500
    kind = BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    detail = DETAILS.get(status) or kind.title
    return answer(Problem(kind.name, detail, headers=headers))


def unexpected(error: Exception) -> Response:
    log.error("unexpected", error=type(error).__name__, exc_info=error)
    detail = _("Máy chủ gặp lỗi; không có gì được ghi. Hãy báo mã yêu cầu cho quản trị.")
    return answer(Problem("unexpected", detail))
