"""Flags on pages: their sentence, what was said of them, explaining one, and beginning a finding from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker.accounts.access import roles_on
from tracker.comparing import flags, queries, service, sources, telling
from tracker.comparing.flags import Flag
from tracker.comparing.forms import ExplanationForm
from tracker.comparing.models import FLAG_KINDS
from tracker.comparing.queries import Seen
from tracker.comparing.readings import Reading
from tracker.comparing.sources import Sources
from tracker.core.errors import NotFound
from tracker.core.i18n import _, _n
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.workflow import FINDING
from tracker.organizations.models import Agency
from tracker.web import kit, threads
from tracker.web.comparison import of_council
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("looks", __name__, url_prefix="/delegations/<int:id>/flags")


def limit() -> int:
    percent: int = kit.settings().figure_jump_percent
    return percent


def by_series(delegation: Delegation, keys: Sequence[str] | None) -> dict[str, list[Seen]]:
    """What needs a look, by series, with what was said of it."""
    found = queries.of_delegations([delegation], me(), limit=limit(), keys=keys)
    looked = queries.seen([item for listed in found.values() for item in listed], delegation.id, me())
    by_key: dict[str, list[Seen]] = defaultdict(list)
    for item in looked:
        by_key[item.flag.series].append(item)
    return by_key


def summary(seen: Sequence[Seen]) -> dict[str, Any]:
    """How many are still to be looked at, and of which kinds; how many are settled."""
    waiting = [item for item in seen if item.is_open]
    return {
        "open": len(waiting),
        "kinds": [FLAG_KINDS[kind] for kind in FLAG_KINDS if any(item.flag.kind == kind for item in waiting)],
        "settled": sum(not item.is_open and not item.flag.is_soft for item in seen),
    }


def open_words(number: int) -> str:
    return _n("%(num)s điểm cần xem", "%(num)s điểm cần xem", number)


def names_of(delegation: Delegation, read: Iterable[Reading] = ()) -> dict[int, str]:
    """Agencies by their names on this delegation; those of earlier ones by the names they bear now."""
    names = {entry.agency_id: entry.name_then for entry in delegation.agencies}
    missing = {agency for item in read for agency in item.agencies} - names.keys()
    if missing:
        rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(sorted(missing))))
        names |= {row[0]: row[1] for row in rows}
    return names


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
        if may_explain(item, delegation)
        else None,
        "finding_url": finding_url(item, delegation),
    }


def may_explain(item: Seen, delegation: Delegation) -> bool:
    return not item.flag.is_soft and service.may_explain(delegation, me())


def finding_url(item: Seen, delegation: Delegation) -> str | None:
    """Where a finding is begun from the flag, for those who may write one."""
    if item.flag.is_soft or item.findings or engine.state_of(delegation).final:
        return None
    if not roles_on(me(), delegation) & set(FINDING.create):
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
    alike = like(flag, delegation)
    form = kit.form(ExplanationForm)
    if kit.sent(form):
        with kit.trying(form):
            chosen = alike if form.also.data else [flag]
            service.explain(chosen, form.answers, me(), delegation=delegation)
            return kit.done(page_of(delegation, flag), _("Đã ghi giải thích."))
    names, known = names_of(delegation, flag.readings), sources.of((), me(), [flag])
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


def like(flag: Flag, delegation: Delegation) -> list[Flag]:
    """The open flags of the same kind and series, this one among them."""
    seen = by_series(delegation, [flag.series]).get(flag.series, [])
    return [flag, *(s.flag for s in seen if s.is_open and s.flag.kind == flag.kind and s.flag.key != flag.key)]


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
