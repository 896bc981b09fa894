"""Who keeps the words of the check: administrators add, correct and remove them; with events. It acts at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, true
from wtforms.validators import ValidationError

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.audit import service as audit
from tracker.core.errors import Invalid
from tracker.core.forms import BaseForm, LongText, Needed, OneLine, Radio
from tracker.core.i18n import _, _l
from tracker.core.text import sort_key
from tracker.deadlines.changes import require_keeper, write_changed, write_created, write_removed
from tracker.extensions import db
from tracker.recommendations.wording.matching import even
from tracker.recommendations.wording.models import JOINER, LONGEST_TERM, TERM_KINDS, WordingTerm
from tracker.workflow import engine

NOWHERE = Place(council_id=0)
"""They hold for every council."""
FACTS = ("text", "example")


class TermForm(BaseForm):
    text = OneLine(
        _l("Từ hoặc cụm từ"),
        [Needed()],
        longest=LONGEST_TERM,
        description=_l("Viết đủ dấu. Chữ hoa, chữ thường như nhau; cụm dài hơn được tìm trước."),
    )
    example = OneLine(
        _l("Ví dụ cách viết tốt hơn"),
        longest=300,
        description=_l("Hiện cùng nhận xét về từ chung chung; để trống thì dùng ví dụ của phần mềm."),
    )


class NewTermForm(TermForm):
    kind = Radio(_l("Danh sách"), [Needed()], choices=list(TERM_KINDS.items()))

    def validate_text(self, field: Any) -> None:
        if self.kind.data != JOINER and field.data and not any(sign.isalnum() for sign in field.data):
            raise ValidationError(_("Từ phải có ít nhất một chữ cái."))


class RemoveTermForm(BaseForm):
    reason = LongText(_l("Lý do"), [Needed()], longest=1000)


def listing() -> dict[str, Sequence[WordingTerm]]:
    """The words of each list, as in a Vietnamese dictionary."""
    rows = db.session.scalars(select(WordingTerm)).all()
    ordered = sorted(rows, key=lambda term: (sort_key(term.text), term.id))
    return {kind: [term for term in ordered if term.kind == kind] for kind in TERM_KINDS}


def answers_of(term: WordingTerm) -> dict[str, Any]:
    return {name: getattr(term, name) for name in FACTS}


def add(answers: Mapping[str, Any], actor: Actor) -> WordingTerm:
    """answers: kind, text, example. Invalid when the list has the word."""
    require_keeper(actor)
    term = WordingTerm(kind=answers["kind"], text=even(answers["text"]), example=answers.get("example") or "")
    require_new(term.kind, term.text)
    write_created(term, actor)
    return term


def edit(term: WordingTerm, answers: Mapping[str, Any], actor: Actor) -> None:
    require_keeper(actor)
    earlier = audit.snapshot(term)
    if "text" in answers:
        text = even(answers["text"])
        require_new(term.kind, text, but=term)
        term.text = text
    if "example" in answers:
        term.example = answers["example"] or ""
    write_changed(term, earlier, actor)


def remove(term: WordingTerm, actor: Actor, *, reason: str) -> None:
    require_keeper(actor)
    write_removed(term, actor, reason=reason)


def require_new(kind: str, text: str, *, but: WordingTerm | None = None) -> None:
    query = select(WordingTerm.id).where(WordingTerm.kind == kind, WordingTerm.text == text)
    known = db.session.scalar(query if but is None else query.where(WordingTerm.id != but.id))
    if known is not None:
        raise Invalid({"text": [_("Danh sách này đã có “%(word)s”.", word=text)]})


NAMES = {"kind": _l("Danh sách"), "text": _l("Từ hoặc cụm từ"), "example": _l("Ví dụ cách viết tốt hơn")}
KIND = engine.register(
    Kind(
        name="wording_term",
        model=WordingTerm,
        label=_l("Từ để xét câu chữ"),
        plural="wording-terms",
        visible=lambda _actor: true(),
        place=lambda _term: NOWHERE,
        title=lambda term: term.text,
        names=lambda: NAMES,
    )
)
