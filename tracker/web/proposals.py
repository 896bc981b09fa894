"""What agencies propose to the Council: the list, one proposal with its answer, entering from a statement."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, LABELS
from tracker.attachments import queries as attachments
from tracker.core.i18n import _
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.links import origins
from tracker.links import queries as links
from tracker.proposals import queries, service
from tracker.proposals.forms import ProposalFilter, ProposalForm, answers_of
from tracker.proposals.models import PROPOSAL_ADDRESSEES, AgencyProposal
from tracker.proposals.queries import SOURCES, Wanted
from tracker.proposals.workflow import PROPOSAL
from tracker.sessions.models import Statement
from tracker.web import as_of, beginnings, filtered, filtering, kit, policy_page, threads
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("proposals", __name__, url_prefix="/proposals")


def asked_for() -> tuple[ProposalFilter, as_of.Standing, Wanted]:
    """The filter line, when the list stands, and what it is narrowed to."""
    asked, standing = ProposalFilter(request.args), as_of.asked()
    asked.agency.choices = filtering.agencies()
    asked.delegation.choices = filtering.delegation_options()
    wanted = Wanted(**filtering.values(asked, "agency", "status", "delegation", "q"), as_of=standing.at)
    return asked, standing, wanted


@pages.route("")
def index() -> Response:
    asked, standing, wanted = asked_for()
    rows, shared = filtered.read(asked, standing, wanted, queries.listing, queries.total)
    return kit.show(
        "proposals/index.html",
        **shared,
        proposers=queries.proposers([row.id for row in rows]),
        with_predecessors=filtering.has_predecessors(wanted.agency),
        addressees=PROPOSAL_ADDRESSEES,
        may_enter=standing.moment is None and bool(me().roles & set(PROPOSAL.create)),
    )


@pages.route("/<int:id>")
def show(id: int) -> Response:
    proposal = queries.get(id, me())
    roles = access.roles_on(me(), proposal)
    around = links.around([proposal], me())
    return kit.show(
        "proposals/show.html",
        proposal=proposal,
        delegation=proposal.delegation,
        delegation_crumb=beginnings.crumb_of(proposal.delegation),
        state=engine.state_of(proposal),
        next=following(proposal),
        addressee=PROPOSAL_ADDRESSEES[proposal.addressee_kind],
        proposers=proposal.proposers,
        is_council_side=bool(roles & set(COUNCIL_SIDE)),
        files=[
            {"label": file.name, "url": url_for("attachments.download", id=file.id)}
            for file in attachments.of("proposal", proposal.id)
        ],
        sources=threads.marks(around.sources_of(proposal)),
        became=threads.marks(end for end in around.targets_of(proposal) if end.kind != "policy"),
        policies=policy_page.of_record("proposal", proposal.id),
        doing=kit.actions(proposal),
        may_edit=engine.may_edit(proposal, me()),
        events=kit.timeline("proposal", proposal),
    )


def following(proposal: AgencyProposal) -> dict[str, str] | None:
    """Who acts next, and what they are to do."""
    state = engine.state_of(proposal)
    if not state.todo:
        return None
    words = str(state.todo)
    return {"who": ", ".join(str(LABELS[role]) for role in state.waits_for), "what": words[0].lower() + words[1:]}


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?from=statement:12`, `?delegation=3`, or the one delegation of this person."""
    begun = beginnings.find(SOURCES, PROPOSAL.create)
    if begun.delegation is None:
        return kit.show("findings/choose.html", choices=begun.choices, endpoint=".new", title=_("Ghi đề xuất"))
    delegations.require_begin(PROPOSAL, begun.delegation, me())
    form = kit.form(ProposalForm, first_answers(begun), delegation=begun.delegation, actor=me())
    if kit.sent(form):
        with kit.trying(form):
            proposal = service.create(form.answers, me(), delegation=begun.delegation)
            return kit.done(url_for(".show", id=proposal.id), _("Đã ghi %(code)s.", code=proposal.code))
    return ask(form, begun.delegation, back=begun.crumb)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    proposal = queries.get(id, me())
    engine.require_edit(proposal, me())
    initial = answers_of(proposal, origins.of(proposal, me(), SOURCES))
    form = kit.form(
        ProposalForm, initial, record=proposal, delegation=proposal.delegation, actor=me(), proposal=proposal
    )
    if kit.sent(form):
        with kit.trying(form):
            service.edit(proposal, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu %(code)s.", code=proposal.code))
    return ask(form, proposal.delegation, back=crumb(proposal), proposal=proposal)


def first_answers(begun: beginnings.Beginning) -> dict[str, Any]:
    """A proposal made from a sentence begins with its words and its speaker."""
    first: dict[str, Any] = {"addressee_kind": "council", "rests_on": begun.rests_on}
    if begun.delegation is not None:
        first["delegation_id"] = begun.delegation.id
    if isinstance(begun.source, Statement):
        first["text"] = begun.source.text
        first["agency_ids"] = [begun.source.agency_id] if begun.source.agency_id else []
    return first


def crumb(record: Any) -> dict[str, str]:
    return {"label": f"{access.kind_of(record).label} {record.code}", "url": url_for(".show", id=record.id)}


def ask(
    form: ProposalForm, delegation: Delegation, *, back: dict[str, str], proposal: AgencyProposal | None = None
) -> Response:
    return kit.show("proposals/edit.html", form=form, delegation=delegation, proposal=proposal, back=back)
