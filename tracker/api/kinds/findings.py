"""/findings: recorded by members, commented on by the agency, decided by the head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.api import flags, resources
from tracker.api.filters import INTEGER, Filter, by_choice, by_id, by_state, by_words, number
from tracker.api.kinds.common import STAND_IN, begins, council_side, person
from tracker.api.past import left
from tracker.api.problems import Problem
from tracker.api.resources import PREFIX, Case, Resource, Writing
from tracker.api.retold import Told, looking_back
from tracker.api.shows import Shown, columns, computed, label, looked_up, named, nested, object_of, show
from tracker.comparing import looking
from tracker.comparing.flags import Flag
from tracker.core.i18n import _l
from tracker.findings import flagged, forms, merging, queries, recurring, service
from tracker.findings.models import CAUSE_KINDS, FINDING_KINDS, STANCES, Finding, FindingComment, FindingText
from tracker.findings.workflow import FINDING
from tracker.links import origins
from tracker.organizations.models import Agency
from tracker.organizations.queries import with_predecessors
from tracker.workflow import engine


def drafts_it(comment: FindingComment, actor: Actor) -> bool:
    return comment.agency_id in actor.agency_ids


COMMENT = (
    *columns(FindingComment, "agency_id stance"),
    label("stance_label", STANCES, "stance"),
    *columns(FindingComment, "text drafted_at sent_at"),
    STAND_IN,
    *columns(FindingComment, "ready_at", to=drafts_it),
    person("ready_by", "ready_by_id", to=drafts_it),
    *columns(FindingComment, "back_note", to=drafts_it),
    person("back_by", "back_by_id", to=drafts_it),
)
"""What became of the draft inside the agency is its own business."""


def about(case: Case) -> dict[str, Any]:
    delegation = case.record.delegation if case.record else case.parents["delegation"]
    return {"delegation": delegation, "actor": case.actor, "finding": case.record}


def saved(case: Case) -> dict[str, Any]:
    return forms.answers_of(case.record, origins.of(case.record, case.actor, queries.GROUNDS))


def comments(finding: Finding, actor: Actor) -> list[dict[str, Any]]:
    """What the agency sent; its draft is the agency's own business."""
    return [
        show(COMMENT, comment, actor)
        for comment in finding.comments
        if comment.sent_at is not None or comment.agency_id in actor.agency_ids
    ]


def recurs(findings: Sequence[Finding], actor: Actor) -> dict[int, list[int]]:
    """For the Council's side: what each repeats, the most alike first."""
    own = [finding for finding in findings if council_side(finding, actor)]
    return {id: ids_of(earlier) for id, earlier in recurring.of(own, actor).items()}


def merged_into(findings: Sequence[Finding], actor: Actor) -> dict[int, int]:
    found = merging.merged_into([finding.id for finding in findings], actor)
    return {id: kept.id for id, kept in found.items()}


def merged_from(findings: Sequence[Finding], actor: Actor) -> dict[int, list[int]]:
    found = merging.merged_from([finding.id for finding in findings], actor)
    return {id: ids_of(others) for id, others in found.items()}


def ids_of(findings: Sequence[Finding]) -> list[int]:
    return [finding.id for finding in findings]


def concerns(agency_id: int, _actor: Actor) -> ColumnElement[bool]:
    """The agency, and those that it took over from."""
    return within(Finding.agency_id, with_predecessors(agency_id))


def require_flagged(case: Case) -> None:
    """An agency is not told that there is a flag; then, as for any finding."""
    looking.of_council(case.parents["delegation"].id, case.actor)
    begins(FINDING)(case)


def flag_named(case: Case, ref: str) -> Flag:
    """The flag about figures that a finding begins from, of which none was made yet."""
    delegation = case.parents["delegation"]
    flag = flags.found(delegation, ref)
    known = flagged.made_of(flag, delegation, case.actor)
    if known:
        raise Problem("impossible", flagged.already(known[0]), finding=f"{PREFIX}/findings/{known[0].id}")
    return flag


FROM_FLAG = Writing(
    forms.FindingForm,
    lambda case, answers: flagged.create_from(
        case.begun_at, answers, case.actor, delegation=case.parents["delegation"]
    ),
    about=lambda case: about(case) | {"figures": flagged.figures_of(case.begun_at, case.parents["delegation"])},
    initial=lambda case: flagged.first_answers(case.begun_at, case.parents["delegation"], case.actor),
    require=require_flagged,
    begins_at=flag_named,
)
SHOWS: tuple[Shown, ...] = (
    *columns(Finding, "delegation_id"),
    named("delegation", "delegation.code"),
    *columns(Finding, "kind"),
    label("kind_label", FINDING_KINDS, "kind"),
    *columns(Finding, "text agency_id"),
    computed("agency", "text", lambda finding, _actor: finding.agency_name or None),
    *columns(Finding, "cause_kind"),
    label("cause_kind_label", CAUSE_KINDS, "cause_kind"),
    *columns(Finding, "cause evidence"),
    *columns(Finding, "author_id", to=council_side),
    named("author", "author.full_name", to=council_side),
    *columns(Finding, "submitted_at sent_to_agency_at comment_due_on decided_at decision_reason"),
    Shown("comments", "objects", comments, schema={"type": "array", "items": object_of(COMMENT)}),
    looked_up(
        "recurs",
        "ids",
        recurs,
        otherwise=(),
        to=council_side,
        about=_l("Phát hiện của các Đoàn trước mà phát hiện này lặp lại"),
    ),
    looked_up("merged_into", "integer", merged_into, about=_l("Phát hiện mà phát hiện này đã gộp vào")),
    looked_up("merged_from", "ids", merged_from, otherwise=(), about=_l("Những phát hiện đã gộp vào đây")),
    nested("old_texts", columns(FindingText, "text reason replaced_at"), "old_texts"),
)
FILTERS: tuple[Filter, ...] = (
    by_id("delegation", Finding.delegation_id),
    Filter("agency", number, concerns, INTEGER, _l("Gồm cả cơ quan tiền thân")),
    by_state(Finding, FINDING),
    by_choice("kind", Finding.kind, FINDING_KINDS),
    by_words("finding", Finding),
)
THEN = Told(
    "finding",
    FILTERS,
    relations={"delegation": (), "agency": (selectinload(Agency.names),), "author": ()},
)
"""Of then, the columns; what hangs on the record, and what is computed, is of now."""
FINDINGS = resources.add(
    Resource(
        kind="finding",
        parents=(("delegation_id", "delegation"),),
        shows=SHOWS,
        create=Writing(
            forms.FindingForm,
            lambda case, answers: service.create(answers, case.actor, delegation=case.parents["delegation"]),
            about=about,
            require=begins(FINDING),
        ),
        variants=(("from_flag", FROM_FLAG),),
        edit=Writing(
            forms.FindingForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=about,
            initial=saved,
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=FILTERS,
        past=looking_back(THEN, left(SHOWS, out="comments recurs merged_into merged_from old_texts")),
        load=(
            joinedload(Finding.delegation),
            joinedload(Finding.agency).selectinload(Agency.names),
            joinedload(Finding.author),
            selectinload(Finding.comments),
            selectinload(Finding.old_texts),
        ),
        files=True,
    )
)
