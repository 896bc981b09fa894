"""Flags on pages: their sentence, what was said of them, explaining one, and beginning a finding from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.comparing import flags, looking, queries, service, sources, telling
from tracker.comparing.flags import Flag
from tracker.comparing.forms import ExplanationForm
from tracker.comparing.models import FLAG_KINDS
from tracker.comparing.queries import Seen
from tracker.comparing.sources import Sources
from tracker.core.errors import NotFound
from tracker.core.i18n import _, _n
from tracker.delegations.models import Delegation
from tracker.findings import flagged
from tracker.web import kit, threads
from tracker.web.comparison import of_council
from tracker.web.kit import me

pages = Blueprint("looks", __name__, url_prefix="/delegations/<int:id>/flags")


def limit() -> int:
    percent: int = kit.settings().figure_jump_percent
    return percent


def by_series(delegation: Delegation, keys: Sequence[str] | None) -> Mapping[str, list[Seen]]:
    return looking.by_series(delegation, keys, me(), limit=limit())


def summary(seen: Sequence[Seen]) -> dict[str, Any]:
    """How many are still to be looked at, and of which kinds; how many are settled."""
    return {
        "open": sum(item.is_open for item in seen),
        "kinds": [FLAG_KINDS[kind] for kind in looking.open_kinds(seen)],
        "settled": looking.settled(seen),
    }


def open_words(number: int) -> str:
    return _n("%(num)s điểm cần xem", "%(num)s điểm cần xem", number)


def told(item: Seen, delegation: Delegation, names: Mapping[int, str], known: Sources) -> dict[str, Any]:
    """A flag for the page: its sentence, what was said of it, and what may be done."""
    flag = item.flag
    return {
        "id": flag.key,
        "kind": FLAG_KINDS[flag.kind],
        "sentence": telling.sentence(flag, names, known),
        "is_open": item.is_open,
        "is_soft": flag.is_soft,
        "said": flag.said,
        "note": item.note,
        "outdated": item.outdated if item.note is None else None,
        "findings": threads.marks(item.findings),
        "outdated_findings": threads.marks(item.outdated_findings),
        "explain_url": url_for("looks.explain", id=delegation.id, ref=flag.ref)
        if looking.may_explain(item, delegation, me())
        else None,
        "finding_url": finding_url(item, delegation),
    }


def finding_url(item: Seen, delegation: Delegation) -> str | None:
    """Where a finding is begun from the flag, for those who may write one."""
    if not flagged.may_begin(item, delegation, me()):
        return None
    return url_for("findings.new", **{"from": f"flag:{delegation.id}-{item.flag.ref}"})  # type: ignore[arg-type]


@pages.route("/<ref>/explain", methods=["GET", "POST"])
def explain(id: int, ref: str) -> Response:
    """The short form. A flag whose numbers have changed since the page was opened is not explained unseen."""
    delegation = of_council(id)
    service.require_explaining(delegation, me())
    flag = queries.flag(delegation, ref, me(), limit=limit())
    if flag is None or flag.is_soft:
        return gone(delegation, ref)
    alike = looking.alike(flag, delegation, me(), limit=limit())
    form = kit.form(ExplanationForm)
    if kit.sent(form):
        with kit.trying(form):
            chosen = alike if form.also.data else [flag]
            service.explain(chosen, form.answers, me(), delegation=delegation)
            return kit.done(page_of(delegation, flag), _("Đã ghi giải thích."))
    names, known = looking.names_of(delegation, flag.readings), sources.of((), me(), [flag])
    return kit.show(
        "indicators/explain.html",
        form=form,
        delegation=delegation,
        indicator=telling.indicator(flag)[0],
        kind=FLAG_KINDS[flag.kind],
        sentence=telling.sentence(flag, names, known),
        alike=len(alike),
        back=page_of(delegation, flag),
    )


def gone(delegation: Delegation, ref: str) -> Response:
    """The numbers are others by now: what was typed is shown, to be taken along."""
    key = queries.series_named(delegation, ref.partition("-")[0], me())
    if key is None:
        raise NotFound
    response = kit.show(
        "indicators/gone.html",
        delegation=delegation,
        typed=request.form.get("text", ""),
        back=url_for("indicators.show", id=delegation.id, series=flags.slug(key)),
    )
    response.status_code = 409
    return response


def page_of(delegation: Delegation, flag: Flag) -> str:
    return url_for("indicators.show", id=delegation.id, series=flags.slug(flag.series), _anchor=f"flag-{flag.key}")
