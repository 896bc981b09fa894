"""/attachments: files are sent here first and then named by id; each is read by whoever reads its record."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from sqlalchemy import select
from werkzeug.wsgi import wrap_file

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.api import once
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import asked, number, one_of, refuse_unknown
from tracker.api.lists import Key, page_of
from tracker.api.problems import Problem
from tracker.api.records import PAGING, size_asked, told
from tracker.api.resources import PREFIX, by_kind
from tracker.attachments import queries, storage
from tracker.attachments import service as attachments
from tracker.attachments.downloads import download_headers
from tracker.attachments.models import Attachment
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.core.rows import LARGEST, row_number_or_none

FIELDS = frozenset({"file", "caption", "council_id"})
NEWEST = (Key(Attachment.id, lambda item: item.id, descending=True),)


def created() -> Response:
    """A multipart form with `file`, and `caption` if it needs one; 201 with the id to name it by."""
    require_scope()
    if request.mimetype != "multipart/form-data":
        raise Problem("unsupported-type", _("Hãy gửi multipart/form-data có mục “file”."))
    return once.perform(create)


def create() -> Answer:
    actor = me()
    council_id = council_asked(actor)
    files = request.files.getlist("file")
    wrong = {name: [_("Không có mục nào tên này.")] for name in {*request.files, *request.form} - FIELDS}
    if len(files) != 1 or not files[0].filename:
        wrong["file"] = [_("Hãy gửi một tệp trong mục “file”.")]
    if wrong:
        raise Invalid(wrong)
    try:
        stored = attachments.store(
            files[0].stream,
            files[0].filename or "",
            actor.id,
            council_id,
            caption=request.form.get("caption", ""),
        )
    except Invalid as refused:
        raise Invalid({"file": [text for texts in refused.errors.values() for text in texts]}) from refused
    return Answer(shown(stored), status=201, location=url(stored))


def council_asked(actor: Actor) -> int:
    """The caller's own; an administrator, who is of none, names it in `council_id`, for a register of accounts."""
    if actor.council_ids:
        return min(actor.council_ids)
    named = row_number_or_none(request.form.get("council_id", ""))
    if not actor.is_admin or named is None:
        raise Forbidden
    return int(access.find("council", named, actor).id)


def listed() -> Response:
    """What the caller has uploaded and not yet used; with `kind` and `record`, the files of that record."""
    require_scope()
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "kind", "record"])
    if bool(given.get("kind")) != bool(given.get("record")):
        raise Invalid({"kind": [_("Nêu cả hai: kind và record, hoặc không nêu mục nào.")]})
    query = select(Attachment)
    if given.get("kind"):
        kind = asked(given, "kind", one_of(access.KINDS))
        record = access.find(kind, asked(given, "record", number), me())
        query = query.where(Attachment.subject_kind == kind, Attachment.subject_id == record.id)
    else:
        query = query.where(Attachment.uploaded_by_id == me().id, Attachment.subject_id.is_(None))
    page = page_of(query, NEWEST, name="attachments", after=given.get("after"), size=size_asked(given.get("size", "")))
    return respond(Answer(told(page, [shown(item) for item in page.rows])))


def read(id: int) -> Response:
    return respond(Answer(shown(find(id))))


def download(id: int) -> Response:
    item = find(id)
    file = storage.current().open(item.sha256)
    response = Response(wrap_file(request.environ, file), headers=download_headers(item), direct_passthrough=True)
    response.content_length = item.size
    response.call_on_close(file.close)
    return response


def find(id: int) -> Attachment:
    """Read by whoever reads its record; before it belongs to one, by whoever sent it."""
    item = queries.get(id) if id <= LARGEST else None
    if item is None:
        raise NotFound
    if item.subject_kind in access.KINDS and item.subject_id is not None:
        access.find(item.subject_kind, item.subject_id, me())
    elif item.uploaded_by_id != me().id:
        raise NotFound
    require_scope()
    return item


def shown(item: Attachment) -> dict[str, Any]:
    owner = by_kind(item.subject_kind or "")
    return {
        "id": item.id,
        "code": "",
        "state": None,
        "state_label": None,
        "version": 1,
        "name": item.name,
        "mime": item.mime,
        "size": item.size,
        "sha256": item.sha256,
        "caption": item.caption,
        "purpose": item.purpose,
        "kind": item.subject_kind,
        "record": item.subject_id,
        "created_at": item.uploaded_at,
        "updated_at": item.uploaded_at,
        "links": {
            "self": url(item),
            "content": f"{url(item)}/content",
            "record": f"{PREFIX}/{owner.path}/{item.subject_id}" if owner else None,
        },
    }


def url(item: Attachment) -> str:
    return f"{PREFIX}/attachments/{item.id}"
