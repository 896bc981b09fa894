"""Notes on flags as a kind of record; read on the page of their series, their events on that of the delegation."""

from __future__ import annotations

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.comparing import queries
from tracker.comparing.models import FLAG_KINDS, FlagNote
from tracker.core.i18n import _l
from tracker.workflow import engine

NAMES = {"kind": _l("Loại"), "text": _l("Giải thích")}


def place(note: FlagNote) -> Place:
    return Place(council_id=note.council_id, delegation_id=note.delegation_id, body_id=note.delegation.body_id)


KIND = engine.register(
    Kind(
        name="flag_note",
        model=FlagNote,
        label=_l("Điểm cần xem"),
        plural="flag-notes",
        visible=queries.visible,
        place=place,
        title=lambda note: str(FLAG_KINDS[note.kind]),
        thread=lambda note: ("delegation", note.delegation_id),
        names=lambda: NAMES,
    )
)
