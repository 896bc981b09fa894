"""/delegations/{id}/flags: what about the figures of a delegation needs a look, what was said of it, and saying so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from tracker.accounts.actor import Actor
from tracker.api import once, represent, schemas
from tracker.api.addresses import FLAG, ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.bodies import body
from tracker.api.fill import checked
from tracker.api.filters import asked, one_of, refuse_unknown
from tracker.api.lists import held
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, created, ok, operation, page, paging, query, ref, sent
from tracker.api.problems import Problem
from tracker.api.records import PAGING, size_asked
from tracker.api.records import told as page_told
from tracker.api.represent import END
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.comparing import flags, looking, queries, service, sources, telling
from tracker.comparing.flags import Flag
from tracker.comparing.forms import ExplanationForm
from tracker.comparing.models import FLAG_KINDS, FlagNote
from tracker.comparing.queries import Seen
from tracker.comparing.sources import Sources
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.findings import flagged

STATUSES = ("open", "settled", "soft")
"""Somebody still has to look; said what it is about; worth saying, but nothing to explain."""
PARAMETERS = (*PAGING[:2], "status", "kind", "series")


@dataclass(frozen=True)
class Telling:
    """What flags of one delegation are told with."""

    delegation: Delegation
    names: Mapping[int, str]
    sources: Sources
    actor: Actor


def limit() -> int:
    percent: int = settings().figure_jump_percent
    return percent


def seen_of(delegation: Delegation, keys: Sequence[str] | None = None) -> Mapping[str, list[Seen]]:
    return looking.by_series(delegation, keys, me(), limit=limit())


def telling_of(delegation: Delegation, seen: Iterable[Seen]) -> Telling:
    shown = [item.flag for item in seen]
    names = looking.names_of(delegation, [reading for flag in shown for reading in flag.readings])
    return Telling(delegation, names, sources.of((), me(), shown), me())


# --- reading ----------------------------------------------------------------------------------------------------------


def listed(id: int) -> Response:
    """Those of all series, or of `series`; by series, in the order of their kinds."""
    delegation = looking.of_council(id, me())
    require_scope()
    given = request.args
    refuse_unknown(given, PARAMETERS)
    status = asked(given, "status", one_of(STATUSES)) if "status" in given else ""
    kind = asked(given, "kind", one_of(FLAG_KINDS)) if "kind" in given else ""
    size = size_asked(given.get("size", ""))
    keys = None
    if "series" in given:
        key = queries.series_named(delegation, given["series"], me())
        keys = [key] if key is not None else []
    every = [] if keys == [] else [item for seen in seen_of(delegation, keys).values() for item in seen]
    wanted = [item for item in every if status in ("", status_of(item)) and kind in ("", item.flag.kind)]
    shown = held(wanted, name=f"flags {id}", after=given.get("after"), size=size)
    about = telling_of(delegation, shown.rows)
    return respond(Answer(page_told(shown, [told(item, about) for item in shown.rows])))


def status_of(item: Seen) -> str:
    if item.flag.is_soft:
        return "soft"
    return "open" if item.is_open else "settled"


def read(id: int, ref: str) -> Response:
    delegation = looking.of_council(id, me())
    require_scope()
    refuse_unknown(request.args, [])
    return respond(Answer(one(found(delegation, ref), delegation)))


def one(flag: Flag, delegation: Delegation) -> dict[str, Any]:
    seen = queries.seen([flag], delegation.id, me())
    [said] = [told(item, telling_of(delegation, seen)) for item in seen]
    return said


def found(delegation: Delegation, ref: str) -> Flag:
    """The flag with the numbers that the caller has seen. Problem 409 when they are others by now."""
    flag = queries.flag(delegation, ref, me(), limit=limit())
    if flag is not None:
        return flag
    key = queries.series_named(delegation, ref.partition("-")[0], me())
    if key is None:
        raise NotFound
    raise numbers_changed(delegation, flags.slug(key))


def numbers_changed(delegation: Delegation, slug: str) -> Problem:
    detail = _("Từ lúc đọc, số liệu đã đổi hoặc điểm này không còn nữa. Chưa ghi gì. Hãy đọc số mới rồi gửi lại.")
    return Problem("impossible", detail, series=series_url(delegation.id, slug))


def series_url(delegation_id: int, slug: str) -> str:
    return f"{PREFIX}/delegations/{delegation_id}/indicators/{slug}"


def url(delegation_id: int, flag: Flag) -> str:
    return f"{PREFIX}/delegations/{delegation_id}/flags/{flag.ref}"


def told(item: Seen, about: Telling) -> dict[str, Any]:
    """Its sentence, what was said of it, and what the caller may do."""
    flag, delegation = item.flag, about.delegation
    indicator, unit = telling.indicator(flag)
    return {
        "ref": flag.ref,
        "kind": flag.kind,
        "kind_label": str(FLAG_KINDS[flag.kind]),
        "status": status_of(item),
        "series": flags.slug(flag.series),
        "indicator": indicator,
        "unit": unit,
        "sentence": telling.sentence(flag, about.names, about.sources),
        "said_in_report": flag.said,
        "agency_ids": list(flag.agencies),
        "figure_ids": queries.figures_of(flag),
        "explanation": note(item.note),
        "outdated_explanation": note(item.outdated) if item.note is None else None,
        "findings": [represent.end(end) for end in item.findings],
        "outdated_findings": [represent.end(end) for end in item.outdated_findings],
        "may_explain": looking.may_explain(item, delegation, about.actor),
        "may_become_finding": flagged.may_begin(item, delegation, about.actor),
        "links": {
            "self": url(delegation.id, flag),
            "series": series_url(delegation.id, flags.slug(flag.series)),
            "explanations": f"{url(delegation.id, flag)}/explanations",
            "delegation": f"{PREFIX}/delegations/{delegation.id}",
        },
    }


def note(written: FlagNote | None) -> dict[str, Any] | None:
    if written is None:
        return None
    return {"text": written.text, "by": written.created_by_name, "at": written.created_at}


# --- explaining -------------------------------------------------------------------------------------------------------


def explained(id: int, ref: str) -> Response:
    """Why the numbers are in order: of this flag, or with `also` of every open one of its kind and series."""
    delegation = looking.of_council(id, me())
    require_scope()
    service.require_explaining(delegation, me())
    given = body()
    return once.perform(lambda: explain(delegation, ref, given))


def explain(delegation: Delegation, ref: str, given: dict[str, Any]) -> Answer:
    flag = found(delegation, ref)
    if flag.is_soft:
        raise numbers_changed(delegation, flags.slug(flag.series))
    form = checked(ExplanationForm(given, wire="json"), given)
    chosen = looking.alike(flag, delegation, me(), limit=limit()) if form.answers["also"] else [flag]
    service.explain(chosen, form.answers, me(), delegation=delegation)
    told = {"flag": one(flag, delegation), "explained": len(chosen)}
    return Answer(told, status=201, location=url(delegation.id, flag))


ADDRESSES: tuple[Address, ...] = (
    (f"/delegations/{ID}/flags", "delegation_flags", {"GET": listed}),
    (f"/delegations/{ID}/flags/{FLAG}", "delegation_flag", {"GET": read}),
    (f"/delegations/{ID}/flags/{FLAG}/explanations", "delegation_flag_explanations", {"POST": explained}),
)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
IDS: Schema = {"type": "array", "items": {"type": "integer"}}
NOTE: Schema = {
    "type": ["object", "null"],
    "properties": {"text": TEXT, "by": TEXT, "at": {"type": "string", "format": "date-time"}},
}
SCHEMA: Schema = {
    "type": "object",
    "required": ["ref", "kind", "status", "series", "sentence", "links"],
    "properties": {
        "ref": TEXT,
        "kind": {"enum": list(FLAG_KINDS)},
        "kind_label": TEXT,
        "status": {"enum": list(STATUSES)},
        **dict.fromkeys(("series", "indicator", "unit", "sentence", "said_in_report"), TEXT),
        "agency_ids": IDS,
        "figure_ids": IDS,
        "explanation": NOTE,
        "outdated_explanation": NOTE,
        "findings": {"type": "array", "items": END},
        "outdated_findings": {"type": "array", "items": END},
        "may_explain": {"type": "boolean"},
        "may_become_finding": {"type": "boolean"},
        "links": {"type": "object"},
    },
}
REF = {"name": "ref", "in": "path", "required": True, "schema": TEXT}


def described() -> dict[str, dict[str, Operation]]:
    narrowed = [query("status", {"enum": list(STATUSES)}), query("kind", {"enum": list(FLAG_KINDS)})]
    several = _("Điểm cần xem trong số liệu của Đoàn")
    saying = operation(
        "delegations_flags_explain",
        _("Giải thích một điểm cần xem, hoặc mọi điểm cùng loại của chỉ tiêu"),
        "delegations",
        created({"type": "object", "properties": {"flag": ref("Flag"), "explained": {"type": "integer"}}}),
        [ID_PARAMETER, REF, "IdempotencyKey"],
        sent(schemas.of_form(ExplanationForm, required=True)),
    )
    return {
        "/delegations/{id}/flags": {
            "get": operation(
                "delegations_flags",
                several,
                "delegations",
                ok(page(ref("Flag"))),
                [ID_PARAMETER, *paging(None), *narrowed, query("series", TEXT)],
            )
        },
        "/delegations/{id}/flags/{ref}": {
            "get": operation(
                "delegations_flag", _("Một điểm cần xem"), "delegations", ok(ref("Flag")), [ID_PARAMETER, REF]
            )
        },
        "/delegations/{id}/flags/{ref}/explanations": {"post": saying},
    }
