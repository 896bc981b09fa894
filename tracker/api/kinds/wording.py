"""/wording-terms: the words that the check of wording goes by; what is remarked on a draft, for /recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_choice
from tracker.api.kinds.common import council_side, order_by
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import Shown, columns, label
from tracker.core.i18n import _l
from tracker.deadlines.changes import require_keeper
from tracker.recommendations.models import Recommendation
from tracker.recommendations.wording import keeping, reading
from tracker.recommendations.wording.checking import Remark
from tracker.recommendations.wording.models import TERM_KINDS, WordingTerm

TEXT = {"type": "string"}
SPOT = {
    "type": "object",
    "properties": {"part": TEXT, "start": {"type": "integer"}, "end": {"type": "integer"}, "words": TEXT},
}
REMARK = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("kind", "label", "words", "mend", "example", "term"), TEXT),
        "spots": {"type": "array", "items": SPOT},
    },
}


def remarks_on(records: Sequence[Recommendation], actor: Actor) -> dict[int, list[dict[str, Any]]]:
    """Drafts that the caller reads as the Council's side; on everything else nothing is remarked."""
    drafts = [record for record in records if record.state == reading.DRAFT and council_side(record, actor)]
    found = reading.of_many(drafts)
    parts = {draft.id: reading.parts_of(reading.draft_of(draft)) for draft in drafts}
    return {id: [told(remark, parts[id]) for remark in remarks] for id, remarks in found.items()}


def told(remark: Remark, parts: dict[str, str]) -> dict[str, Any]:
    spots = [
        {"part": spot.where, "start": spot.start, "end": spot.end, "words": parts[spot.where][spot.start : spot.end]}
        for spot in remark.spots
    ]
    facts = {name: getattr(remark, name) for name in ("kind", "label", "words", "mend", "example", "term")}
    return facts | {"spots": spots}


REMARKS = Shown(
    "remarks",
    "objects",
    lambda _record, _actor: [],
    council_side,
    _l("Nhận xét về câu chữ của dự thảo"),
    {"type": "array", "items": REMARK},
    remarks_on,
)


def require(case: Case) -> None:
    require_keeper(case.actor)


TERMS = resources.add(
    Resource(
        kind="wording_term",
        shows=(
            *columns(WordingTerm, "kind"),
            label("kind_label", TERM_KINDS, "kind"),
            *columns(WordingTerm, "text example"),
        ),
        create=Writing(keeping.NewTermForm, lambda case, answers: keeping.add(answers, case.actor), require=require),
        edit=Writing(
            keeping.TermForm,
            lambda case, answers: keeping.edit(case.record, answers, case.actor),
            initial=lambda case: keeping.answers_of(case.record),
            require=require,
        ),
        remove=lambda case, reason: keeping.remove(case.record, case.actor, reason=reason),
        require_remove=require,
        filters=(by_choice("kind", WordingTerm.kind, TERM_KINDS),),
        sorts=(("text", order_by(WordingTerm, "text")),),
        threads=False,
    )
)
