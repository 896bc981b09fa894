"""Findings: the list, one finding, and the short form a member fills in on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, LABELS
from tracker.attachments import queries as attachments
from tracker.attachments.models import Attachment
from tracker.calendar import rules
from tracker.core import database
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.core.text import clean
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import deadlines, flagged, merging, queries, recurring, service, similar
from tracker.findings.forms import MEANINGS, FindingFilter, FindingForm, answers_of
from tracker.findings.models import CAUSE_KINDS, FINDING_KINDS, STANCES, Finding
from tracker.findings.queries import GROUNDS, Wanted
from tracker.findings.similar import Similar
from tracker.findings.workflow import FINDING, is_rejected, waits_for_head, was_given_back
from tracker.links import origins
from tracker.links import queries as links
from tracker.recommendations.deadlines import deadline
from tracker.recommendations.queries.reading import names_of
from tracker.web import as_of, beginnings, filtered, filtering, kit, laid, paging, stand_ins, threads, ways
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("findings", __name__, url_prefix="/findings")
LONGEST_COMPARED = 10_000


def asked_for() -> tuple[FindingFilter, as_of.Standing, Wanted]:
    """The filter line, when the list stands, and what it is narrowed to."""
    asked, standing = FindingFilter(request.args), as_of.asked()
    asked.agency.choices = filtering.agencies()
    asked.delegation.choices = filtering.delegation_options()
    asked.status.choices = [(state.name, state.label) for state in FINDING.states]
    given = filtering.values(asked, "agency", "status", "kind", "delegation", "q")
    wanted = Wanted(**given, as_of=standing.at)
    return asked, standing, wanted


@pages.route("")
def index() -> Response:
    asked, standing, wanted = asked_for()
    rows, shared = filtered.read(asked, standing, wanted, queries.listing, queries.total)
    return kit.show(
        "findings/index.html",
        **shared,
        agencies=queries.names_of(rows),
        with_predecessors=filtering.has_predecessors(wanted.agency),
        kinds=FINDING_KINDS,
        **(no_signs() if standing.moment else signs(rows[: paging.size()])),
        may_record=standing.moment is None and bool(me().roles & set(FINDING.create)),
    )


def signs(rows: Sequence[Any]) -> dict[str, Any]:
    """What is computed beside the rows: the findings that each repeats, how the days for comments were counted."""
    awaited = (row.id for row in rows if ways.is_awaited(row))
    return {"recurs": repeats(rows), "ways": ways.of_finding_ids(awaited)}


def no_signs() -> dict[str, Any]:
    """They are of now."""
    return {"recurs": {}, "ways": []}


@pages.route("/<int:id>")
def show(id: int) -> Response:
    finding = queries.get(id, me())
    files = attachments.of("finding", finding.id)
    roles = access.roles_on(me(), finding)
    around = links.around([finding], me())
    is_council_side = bool(roles & set(COUNCIL_SIDE))
    merged = merging.merged_from([finding.id], me()).get(finding.id, [])
    sources = [end for end in around.sources_of(finding) if end.kind in GROUNDS]
    return kit.show(
        "findings/show.html",
        finding=finding,
        delegation=finding.delegation,
        delegation_crumb=beginnings.crumb_of(finding.delegation),
        state=engine.state_of(finding),
        next=following(finding),
        kind=FINDING_KINDS[finding.kind],
        cause_kind=CAUSE_KINDS.get(finding.cause_kind or ""),
        stances=STANCES,
        comment=finding.sent_comment,
        comment_for=stand_ins.sent_for(finding.sent_comment.stand_in) if finding.sent_comment else None,
        why_not=engine.why_not(finding, "comment", me()) if finding.sent_comment is None else "",
        **drafted(finding),
        is_council_side=is_council_side,
        **(beside(finding, merged) if is_council_side else {}),
        given_back=was_given_back(finding),
        merged_into=next((end.record for end in around.targets_of(finding) if end.kind == "finding"), None),
        merged=merged,
        merged_files=files_of(merged),
        files=[told(file) for file in files if file.purpose == "evidence"],
        other_files=[told(file) for file in files if file.purpose != "evidence"],
        sources=threads.marks(sources),
        became=threads.marks(end for end in around.targets_of(finding) if end.kind != "finding"),
        doing=kit.actions(finding),
        may_edit=engine.may_edit(finding, me()),
        offers=threads.offers(finding, "recommendations.new", "policies.new") if may_be_followed(finding) else [],
        events=kit.timeline("finding", finding),
    )


def drafted(finding: Finding) -> dict[str, Any]:
    """The agency's draft of its comment and what became of it there; for its own people alone."""
    draft = finding.draft_comment if finding.agency_id in me().agency_ids else None
    if draft is None:
        return {"draft": None, "inside": None}
    return {"draft": draft, "inside": laid.told(draft, names_of([draft.ready_by_id, draft.back_by_id]))}


def beside(finding: Finding, merged: Sequence[Finding]) -> dict[str, Any]:
    """What others said before, for the Council's side: what the finding repeats, and what is like it."""
    return {
        "recurs": recurring.of([finding], me()).get(finding.id, []),
        "similar": [like for like in similar.to_finding(finding, me()) if like.finding not in merged],
        "state_of": kit.state_tag,
    }


def repeats(rows: Sequence[Any]) -> dict[int, list[Finding]]:
    """For the rows of a list: the earlier findings that each repeats; nothing for people of an agency."""
    if not me().roles & set(COUNCIL_SIDE):
        return {}
    return recurring.of(queries.with_delegation([row.id for row in rows]), me())


def files_of(findings: Sequence[Finding]) -> dict[int, list[dict[str, Any]]]:
    known = attachments.of_many("finding", [finding.id for finding in findings]) if findings else {}
    return {id: [told(file) for file in files] for id, files in known.items()}


def told(file: Attachment) -> dict[str, Any]:
    return {"label": file.name, "url": url_for("attachments.download", id=file.id)}


def may_be_followed(finding: Finding) -> bool:
    """A draft and a rejected finding lead to no recommendation."""
    return finding.state != FINDING.start and not is_rejected(finding)


def following(finding: Finding) -> dict[str, Any] | None:
    """Who acts next, what they are to do, and by when."""
    state = engine.state_of(finding)
    if not state.todo:
        return None
    if waits_for_head(finding):
        return {"who": _("Trưởng đoàn"), "what": _("xác nhận hoặc loại phát hiện"), "due": None}
    who = finding.agency.name if state.shared and finding.agency else ", ".join(str(LABELS[r]) for r in state.waits_for)
    words = str(state.todo)
    due = deadline(finding.comment_due_on)
    how = deadlines.comment(finding, rules.basis()) if due else None
    return {"who": who, "what": words[0].lower() + words[1:], "due": due, "how": how}


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?from=statement:12` (or figure, session), `?delegation=3`, or the one delegation of this person."""
    begun = beginnings.find(GROUNDS, FINDING.create)
    if begun.delegation is None:
        return kit.show("findings/choose.html", choices=begun.choices, endpoint=".new", title=_("Ghi phát hiện"))
    delegations.require_begin(FINDING, begun.delegation, me())
    known = begun.known_findings
    form = kit.form(FindingForm, first_answers(begun), delegation=begun.delegation, actor=me(), figures=begun.figures)
    if known and request.method == "POST":
        form.validate()
        form.add_problems({"": [flagged.already(known[0])]})
    elif known and form.restored_at is None:
        flash(_("Điểm này đã được ghi thành phát hiện %(code)s.", code=known[0].code), "success")
        return redirect(url_for(".show", id=known[0].id), 303)
    elif kit.sent(form):
        with kit.trying(form):
            later = is_for_later()
            finding = made(begun, begun.delegation, answers(form), submit=not later)
            return kit.done(url_for(".show", id=finding.id), after(finding, later=later))
    return ask(form, begun.delegation, back=begun.crumb)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    finding = queries.get(id, me())
    engine.require_edit(finding, me())
    initial = answers_of(finding, origins.of(finding, me(), GROUNDS))
    form = kit.form(
        FindingForm,
        initial,
        record=finding,
        delegation=finding.delegation,
        actor=me(),
        finding=finding,
        figures=origins.ids(initial["rests_on"], "figure"),
    )
    may_send = any(step.name == "submit" for step in engine.available(finding, me()))
    if kit.sent(form):
        with kit.trying(form):
            later = is_for_later() or not may_send
            service.edit(finding, answers(form), me(), submit=not later)
            return kit.done(url_for(".show", id=id), after(finding, later=later))
    return ask(form, finding.delegation, back=crumb(finding), finding=finding, may_send=may_send)


@pages.route("/similar", methods=["POST"])
def find_similar() -> Response:
    """`?delegation=3`, `&finding=7` when it is being changed: what is like the text typed so far, as part of the page."""
    delegation: Delegation = access.find("delegation", request.args.get("delegation", 0, type=row_number), me())
    if not access.roles_on(me(), delegation) & set(FINDING.create):
        raise Forbidden
    # It reads, though it is sent as a form: it must not keep anybody from writing meanwhile.
    db.session.rollback()
    with database.read_only():
        like = like_typed(request.form.get("text", ""), delegation, request.args.get("finding", type=row_number))
        return kit.show("findings/_similar.html", similar=like, state_of=kit.state_tag, alone=True)


def like_typed(text: str, delegation: Delegation, finding_id: int | None) -> list[Similar]:
    return similar.to_text(clean(text[:LONGEST_COMPARED]), me(), delegation, but=finding_id)


def made(begun: beginnings.Beginning, delegation: Delegation, given: dict[str, Any], *, submit: bool) -> Finding:
    if begun.flag is not None:
        return flagged.create_from(begun.flag, given, me(), delegation=delegation, submit=submit)
    return service.create(given, me(), delegation=delegation, submit=submit)


def is_for_later() -> bool:
    return bool(request.form.get("later"))


def after(finding: Finding, *, later: bool) -> str:
    if later:
        return _("Đã lưu %(code)s.", code=finding.code)
    return _("Đã gửi %(code)s cho Trưởng đoàn.", code=finding.code)


def answers(form: FindingForm) -> dict[str, Any]:
    return {**form.answers, "files": kit.uploads(form.files.data)}


def first_answers(begun: beginnings.Beginning) -> dict[str, Any]:
    """What is known already is not asked again (UI-27)."""
    if begun.flag is not None and begun.delegation is not None:
        return flagged.first_answers(begun.flag, begun.delegation, me())
    agency = getattr(begun.source, "agency_id", None)
    reporters = [entry.agency_id for entry in getattr(begun.source, "agencies", [])]
    if agency is None and len(reporters) == 1:
        agency = reporters[0]
    delegation = begun.delegation.id if begun.delegation else None
    return {"delegation_id": delegation, "agency_id": agency, "rests_on": begun.rests_on}


def crumb(record: Any) -> dict[str, str]:
    return {"label": f"{access.kind_of(record).label} {record.code}", "url": url_for(".show", id=record.id)}


def ask(
    form: FindingForm,
    delegation: Delegation,
    *,
    back: dict[str, str],
    finding: Finding | None = None,
    may_send: bool = True,
) -> Response:
    chosen = set(form.rests_on.data or [])
    return kit.show(
        "findings/edit.html",
        form=form,
        delegation=delegation,
        finding=finding,
        may_send=may_send,
        back=back,
        meanings=MEANINGS,
        similar=like_typed(form.text.data or "", delegation, finding.id if finding else None),
        is_asked=request.form.get("review") == "similar",
        similar_url=url_for(".find_similar", delegation=delegation.id, finding=finding.id if finding else None),
        state_of=kit.state_tag,
        chosen=[item["label"] for item in form.rests_on.options() if item["value"] in chosen],
        files=[told(file) for file in attachments.of("finding", finding.id)] if finding else [],
    )
