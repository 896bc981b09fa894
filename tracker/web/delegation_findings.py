"""All findings of a delegation on one sheet: confirm, send on, return, reject or merge many at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number_or_none
from tracker.delegations.models import Delegation
from tracker.findings import merging, recurring, together
from tracker.findings.forms import GROUPS, TogetherFilter, TogetherForm
from tracker.findings.models import FINDING_KINDS, Finding
from tracker.findings.queries import Wanted
from tracker.findings.workflow import FINDING
from tracker.web import beginnings, filtering, kit, paging, ticking, ways
from tracker.web.kit import me
from tracker.workflow.together import Outcome

pages = Blueprint("delegation_findings", __name__, url_prefix="/delegations/<int:id>/findings")

DONE = {
    "confirm": _l("đã xác nhận"),
    "send_to_agency": _l("đã gửi cơ quan xin ý kiến"),
    "return": _l("đã trả lại người ghi"),
    "reject": _l("đã loại"),
    "merge": _l("đã gộp"),
}
NOT_DONE = {
    "confirm": _l("chưa xác nhận được"),
    "send_to_agency": _l("chưa gửi cơ quan xin ý kiến được"),
    "return": _l("chưa trả lại người ghi được"),
    "reject": _l("chưa loại được"),
    "merge": _l("chưa gộp được"),
}
MOST_NAMED = 20
"""A message names no more findings than this; it travels in a cookie."""


@pages.route("", methods=["GET", "POST"])
def index(id: int) -> Response:
    delegation: Delegation = access.find("delegation", id, me())
    require = together.require_reader if request.method == "GET" else together.require_actor
    require(delegation, me())
    form = kit.form(TogetherForm)
    keepable = together.keepable(delegation, me())
    form.kept.choices = keepable
    if kit.sent(form):
        with kit.trying(form):
            name = request.form.get("step", "")
            outcome = act(name, form, delegation)
            return kit.done(again(id, outcome), told(name, outcome))
    form.kept.choices = among_ticked(keepable, form.kept.data)
    return sheet(delegation, form, dict(keepable))


# --- deciding ---------------------------------------------------------------------------------------------------------


def act(name: str, form: TogetherForm, delegation: Delegation) -> Outcome:
    """Do it; Invalid when nothing came of it, so that the page comes back as it was sent."""
    findings = together.find(delegation, me(), ticked())
    if not findings:
        raise Invalid({"": [_("Hãy chọn ít nhất một phát hiện.")]})
    if name == "merge":
        outcome = merge(form, delegation, findings)
    elif name in together.STEPS:
        outcome = together.take(name, findings, me(), note=form.note.data, versions=ticking.versions(findings))
    else:
        raise Invalid({"": [_("Hãy bấm một trong các nút ở dưới danh sách.")]})
    if not outcome.done:
        raise Invalid({"": refusals(name, outcome)})
    return outcome


def merge(form: TogetherForm, delegation: Delegation, findings: Sequence[Finding]) -> Outcome:
    if form.kept.data is None:
        raise Invalid({"kept": [_("Hãy chọn phát hiện giữ lại.")]})
    (kept,) = together.find(delegation, me(), [form.kept.data])
    others = [finding for finding in findings if finding.id != kept.id]
    if kept not in findings:
        sentence = _(
            "%(code)s chưa được đánh dấu. Hãy đánh dấu %(code)s trong danh sách, hoặc giữ lại một phát hiện đã đánh dấu.",
            code=kept.code,
        )
        raise Invalid({"kept": [sentence]})
    if not others:
        raise Invalid({"kept": [_("Hãy đánh dấu ít nhất một phát hiện khác để gộp vào %(code)s.", code=kept.code)]})
    read = ticking.versions([kept, *others])
    return together.merge(kept, others, me(), note=form.note.data, versions=read)


def among_ticked(keepable: list[tuple[str, str]], picked: int | None) -> list[tuple[str, str]]:
    """Of what may be kept, what was ticked (and what was picked, ticked or not); all while nothing is."""
    sent = ticking.sent()
    if not sent or "all" in sent:
        return keepable
    return [(id, label) for id, label in keepable if id in sent or id == str(picked)]


def ticked() -> list[int]:
    """The ids that were ticked; NotFound when something else was sent in their place."""
    ids = [row_number_or_none(text) for text in request.form.getlist("chosen")]
    if None in ids:
        raise NotFound
    return [id for id in ids if id is not None]


def again(id: int, outcome: Outcome) -> str:
    """The same sheet; what was not done stays ticked."""
    asked = {name: value for name, value in request.args.items(multi=True) if name not in ("chosen", "lang", "held")}
    left = [finding.id for finding, _sentence in outcome.refused][: paging.SIZES[-1]]
    return url_for(".index", id=id, **asked, chosen=left)  # type: ignore[arg-type]


def told(name: str, outcome: Outcome) -> str:
    """ "7 đã xác nhận." and, apart, what was not done and why."""
    for sentence in refusals(name, outcome):
        flash(sentence, "warning")
    number, named = len(outcome.done), codes(outcome.done)
    return _("%(number)s phát hiện %(done)s: %(codes)s.", number=number, done=DONE[name], codes=named)


def refusals(name: str, outcome: Outcome) -> list[str]:
    """One sentence a reason, naming the findings it holds for and what was not done with them."""
    return [
        _("%(codes)s %(not_done)s. %(why)s", codes=codes(found), not_done=NOT_DONE[name], why=why)
        for why, found in ticking.by_reason(outcome)
    ]


def codes(findings: Sequence[Finding]) -> str:
    named = ", ".join(finding.code for finding in findings[:MOST_NAMED])
    rest = len(findings) - MOST_NAMED
    return named if rest <= 0 else _("%(codes)s và %(number)s phát hiện khác", codes=named, number=rest)


# --- the sheet --------------------------------------------------------------------------------------------------------


def sheet(delegation: Delegation, form: TogetherForm, keepable: dict[str, str]) -> Response:
    asked = TogetherFilter(request.args)
    asked.agency.choices = [(str(row.id), row.name) for row in together.agencies(delegation, me())]
    asked.status.choices = [(state.name, state.label) for state in FINDING.states]
    wanted = Wanted(delegation=delegation.id, **filtering.values(asked, "agency", "status", "kind"))
    group = group_asked()
    found = together.rows(me(), wanted, group, page=paging.number(), size=paging.size())
    counts = together.counts(me(), Wanted(delegation=delegation.id))
    page = paging.page(found, sum(together.counts(me(), wanted).values()))
    return kit.show(
        "findings/together.html",
        form=form,
        delegation=delegation,
        delegation_crumb=beginnings.crumb_of(delegation),
        filter=asked,
        chips=filtering.chips(asked),
        page=page,
        address=address,
        group=group,
        group_links=[{"name": name, "label": label, "url": address(group=name)} for name, label in GROUPS.items()],
        groups=grouped(page.rows, group),
        ways=ways.of_findings(finding for finding in page.rows if ways.is_awaited(finding)),
        counts=in_words(counts, delegation),
        steps=together.offered(delegation, me()),
        may_merge=together.may_merge(delegation, me()),
        chosen=chosen(page.rows),
        keepable=keepable,
        kinds=FINDING_KINDS,
        state_of=kit.state_tag,
        recurs=recurring.of(page.rows, me()),
        merged=merging.merged_from([finding.id for finding in page.rows], me()),
    )


def group_asked() -> str:
    asked = request.args.get("group", "")
    return asked if asked in GROUPS else next(iter(GROUPS))


def address(**changes: Any) -> str:
    """This sheet with these arguments changed and nothing ticked, unless they say so."""
    return paging.address(**{"chosen": None, **changes})


def chosen(rows: Sequence[Finding]) -> set[int]:
    """What is ticked: as it was sent, as the address names, or all of the page (`chosen=all`)."""
    sent = ticking.sent()
    return {finding.id for finding in rows} if "all" in sent else set(ticking.numbers(sent))


def grouped(rows: Sequence[Finding], group: str) -> list[dict[str, Any]]:
    """The rows under the heading of what they are grouped by."""
    return [{"label": label, "rows": list(inner)} for label, inner in groupby(rows, lambda row: heading(row, group))]


def heading(finding: Finding, group: str) -> str:
    if group == "agency":
        return finding.agency.name if finding.agency else _("Không nêu cơ quan")
    return str(FINDING_KINDS[finding.kind] if group == "kind" else FINDING.state(finding.state).label)


def in_words(counts: dict[tuple[str, str], int], delegation: Delegation) -> list[dict[str, Any]]:
    """How many of each kind there are, in which states; each number opens its list."""
    found = []
    for kind, label in FINDING_KINDS.items():
        of_kind = {state: number for (name, state), number in counts.items() if name == kind}
        if of_kind:
            states = [
                {
                    "label": f"{of_kind[state.name]} {str(state.label).lower()}",
                    "url": url_for(".index", id=delegation.id, kind=kind, status=state.name),
                }
                for state in FINDING.states
                if state.name in of_kind
            ]
            url = url_for(".index", id=delegation.id, kind=kind)
            found.append({"label": label, "number": sum(of_kind.values()), "url": url, "states": states})
    return found
