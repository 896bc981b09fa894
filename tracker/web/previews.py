"""What a change of the calendar or of a rule would move is shown first, and done once the person has seen just that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from tracker.accounts.access import KINDS
from tracker.core.i18n import _, _n
from tracker.deadlines import moving
from tracker.deadlines.changes import Change
from tracker.deadlines.moving import Move
from tracker.organizations import queries as organizations
from tracker.web import kit
from tracker.web.kit import me

MOST_SHOWN = 100


def carried_out(form: Any, change: Change, *, done: str, title: str, button: str, back: dict[str, str]) -> Response:
    """The preview, or the page `done` when this very preview has been confirmed.

    When calendar or records have changed since it was shown, it is shown again.
    """
    moves = moving.planned(change.difference)
    mark = moving.fingerprint(change, moves)
    if form.seen.data == mark:
        moving.carry_out(change, me(), moves)
        return kit.done(done, message(len(moves)))
    return kit.show(
        "calendar/preview.html",
        title=title,
        change=change,
        moves=shown(moves),
        total=len(moves),
        button=button if not moves else with_moves(button, len(moves)),
        is_again=bool(form.seen.data),
        resend=[
            *((name, value) for name, value in kit.typed() if name != "seen"),
            ("version", form.version.data or ""),
            ("once", form.once.data),
            ("seen", mark),
        ],
        url=kit.place(),
        back=back,
    )


def message(number: int) -> str:
    if not number:
        return _("Đã lưu. Không có thời hạn nào thay đổi.")
    return _n("Đã lưu và dời %(num)s thời hạn.", "Đã lưu và dời %(num)s thời hạn.", number)


def with_moves(button: str, number: int) -> str:
    return _n("%(button)s và dời %(num)s thời hạn", "%(button)s và dời %(num)s thời hạn", number, button=button)


def shown(moves: Sequence[Move]) -> list[dict[str, Any]]:
    """The first of them: what, whose, from when to when. Codes only: whoever keeps the calendar reads no records."""
    names = {council.id: council.name for council in organizations.all_councils()} if moves else {}
    return [
        {
            "label": move.source.label,
            "record": f"{KINDS[move.source.kind].label} {move.record.code}",
            "whose": getattr(move.record, "agency_name", ""),
            "council": names.get(move.record.council_id, ""),
            "old": move.old,
            "computed": move.computed,
        }
        for move in moves[:MOST_SHOWN]
    ]


def crumb(label: str, endpoint: str, **about: Any) -> dict[str, str]:
    return {"label": label, "url": url_for(endpoint, **about)}
