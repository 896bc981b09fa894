"""The official documents in a dossier, made as Word when it is put together."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from itertools import islice

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.attachments.names import harmless
from tracker.core import clock
from tracker.core.errors import DomainError
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.documents import belonging
from tracker.documents.belonging import Belonging
from tracker.documents.nd30 import number_and_sign
from tracker.dossiers.contents import free
from tracker.dossiers.entry import Entry

MOST = 200
"""So many are made at most; the index says what is left to be taken on the pages of the records."""


def add(package: zipfile.ZipFile, delegation: Delegation, actor: Actor, base_url: str) -> Iterator[Entry]:
    """Each is written into the package, then told for the index."""
    taken: set[str] = set()
    found = belonging.of_delegation(delegation, actor, base_url)
    for one in islice(found, MOST):
        try:
            content = one.word(actor)
        except DomainError:  # longer than a paper holds
            yield left(one)
            continue
        about = told(one, free(f"{folder()}/{name_of(one)}", taken), content)
        package.writestr(zipfile.ZipInfo(about.path, date_time=clock.local(about.at).timetuple()[:6]), content)
        yield about
    yield from map(left, found)


def left(one: Belonging) -> Entry:
    return told(one, _("không lập sẵn; tải ở trang của hồ sơ"), b"")


def folder() -> str:
    return harmless(_("00 Văn bản lập từ dữ liệu (Word)"))


def name_of(one: Belonging) -> str:
    code = str(getattr(one.record, "code", "") or one.record.id)
    return harmless(f"{code} {one.kind.label}.docx")


def told(one: Belonging, path: str, content: bytes) -> Entry:
    kind = access.kind_of(one.record)
    return Entry(
        path=path,
        kind=str(one.kind.label),
        code=str(getattr(one.record, "code", "") or ""),
        title=kind.title(one.record),
        at=clock.now(),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest() if content else "",
        number=number(one),
    )


def number(one: Belonging) -> str:
    """05/BB-ĐGS, as the clerk gave it."""
    given = one.given
    if given is None or given.number is None:
        return ""
    return number_and_sign(given.number, given.sign)
