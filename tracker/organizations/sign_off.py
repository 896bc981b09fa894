"""Signing off inside an agency: an officer writes and lays it before the leader, who sends it or hands it back with a note;
and the agency's own rule on whether leaders may send what they wrote themselves (F83, U19)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Text, or_
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import Words, _l
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.workflow.asks import CLEAR_REASON
from tracker.workflow.definition import Answers, Bar, Guard, Transition

OWN_WORDS = _l(
    "Theo quy định của cơ quan, người soạn không tự gửi. Lãnh đạo khác hoặc người được ủy quyền gửi; "
    "nếu lãnh đạo đã sửa, cán bộ xem lại rồi trình."
)

PAST_BACK = _l("đã trả lại để sửa")


class Laid:
    """What becomes of a draft inside the agency. No event that the Council's side reads tells of these."""

    ready_at: Mapped[datetime | None]
    ready_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Who laid these very words before the leader."""
    back_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What is to be mended, in the words of the leader who handed it back."""
    back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class LaidBefore(Laid):
    """A draft that one person writes at a time."""

    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Who wrote its words as they are now."""


def written(draft: Any, actor: Actor) -> None:
    """The words are another's now: whoever writes is the drafter, and what was laid before the leader is not any more."""
    draft.written_by_id = actor.id
    draft.ready_at = draft.ready_by_id = None


def is_for(leader: Actor, model: Any) -> ColumnElement[bool]:
    """Drafts that wait for this leader: laid before them, or their own."""
    return or_(model.ready_at.is_not(None), model.written_by_id == leader.id)


def forbids(
    agency_ids: Collection[int], actor: Actor, writers: Callable[[], Collection[int | None]], vouched_by: int | None
) -> bool:
    """Would the actor send their own words where the agency's rule forbids it?

    Words that somebody else has laid before the leader since they were written have been seen by two people.
    """
    if vouched_by not in (None, actor.id) or not any(keeps_apart(id) for id in agency_ids):
        return False
    return actor.id is not None and actor.id in writers()


def keeps_apart(agency_id: int) -> bool:
    """Does this agency's rule keep writing and sending apart?"""
    agency = db.session.get(Agency, agency_id)
    return agency is not None and not agency.leader_sends_own


def own_words(writers: Callable[[Any], Collection[int | None]]) -> Bar:
    """The bar of a step that sends: whoever wrote does not send, where the agency's rule says so."""

    def stands(draft: Any, actor: Actor) -> bool:
        return forbids(access.place_of(draft).agency_ids, actor, lambda: writers(draft), draft.ready_by_id)

    return Bar("own_words", OWN_WORDS, stands)


def writer_of(draft: Any) -> Collection[int | None]:
    return (draft.written_by_id,)


def itself(record: Any) -> Any:
    return record


def lay(draft: Any, _answers: Answers, actor: Actor) -> None:
    draft.ready_at, draft.ready_by_id = clock.now(), actor.id
    draft.back_note, draft.back_by_id = "", None


def take_back(draft: Any, answers: Answers, actor: Actor) -> None:
    draft.ready_at = draft.ready_by_id = None
    draft.back_note, draft.back_by_id = answers["reason"], actor.id


def is_laid(draft: Any) -> bool:
    return draft is not None and draft.ready_at is not None


ALREADY_LAID = Bar("already_laid", _l("Đã trình lãnh đạo."), lambda draft, _actor: is_laid(draft))


def steps(*source: str, bars: tuple[Bar, ...] = ()) -> tuple[Transition, Transition]:
    """Laying before the leader, and handing back to be mended: of no concern to the Council's side."""
    return (
        Transition(
            "lay_before",
            _l("Trình lãnh đạo"),
            source,
            None,
            past=_l("đã trình lãnh đạo"),
            by=(Role.AGENCY_OFFICER,),
            bars=(*bars, ALREADY_LAID),
            effect=lay,
            within_agency=True,
            tell=(Role.AGENCY_LEADER,),
        ),
        handing_back(*source, bars=bars),
    )


def handing_back(
    *source: str, bars: tuple[Bar, ...] = (), draft: Callable[[Any], Any] = itself, past: Words = PAST_BACK
) -> Transition:
    """`draft`: what of the record was laid before the leader, where that is not the record itself; None where nothing was."""
    return Transition(
        "hand_back",
        _l("Trả lại để sửa"),
        source,
        None,
        past=past,
        by=(Role.AGENCY_LEADER,),
        asks=(CLEAR_REASON,),
        guards=(Guard("laid", _l("Chưa trình lãnh đạo."), lambda record: is_laid(draft(record)), hides=True),),
        bars=bars,
        effect=lambda record, answers, actor: take_back(draft(record), answers, actor),
        within_agency=True,
        tell=(Role.AGENCY_OFFICER,),
        tone="secondary",
    )
