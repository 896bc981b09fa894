"""Policies by step and session: the board of one session, and the pipeline of all sessions (R8, domain.md 6.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.calendar import rules
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.core.rows import row_number_or_none
from tracker.policies import days, due, queries, service
from tracker.policies.days import Day
from tracker.policies.forms import NO_SESSION
from tracker.policies.models import TYPES, CouncilSession, Policy
from tracker.policies.phases import PHASES, states_of
from tracker.policies.workflow import POLICY, is_posted
from tracker.web import kit
from tracker.web.kit import me
from tracker.web.ways import Way

pages = Blueprint("policy_board", __name__, url_prefix="/policies")
EVERY = "all"
MOST = 200
SESSIONS = 24


@pages.route("/board")
def board() -> Response:
    """`?session=3`, `?session=none`, `?session=all`: what is under way, of every session; without: the next session to
    open, and while none is to come, what is under way."""
    known = queries.sessions(me(), limit=SESSIONS)
    asked = request.args.get("session", "")
    session = chosen(known, asked)
    is_all = asked == EVERY or (not asked and session is None)
    rows = shown(session, is_all=is_all)
    cards = [card(policy) for policy in rows[:MOST]]
    return kit.show(
        "policies/board.html",
        session=session,
        is_all=is_all,
        is_none_coming=is_all and not asked,
        sessions=[{"label": _("Đang làm, mọi kỳ họp"), "url": url_for(".board", session=EVERY), "current": is_all}]
        + [option(one, session) for one in known],
        without={
            "label": _("Chưa có kỳ họp"),
            "url": url_for(".board", session=NO_SESSION),
            "current": session is None and not is_all,
        },
        columns=[
            {"state": state, "cards": [one for one in cards if one["state"] == state.name]} for state in POLICY.states
        ],
        total=len(cards),
        has_more=len(rows) > MOST,
        ways=[one["way"] for one in cards if one["way"]],
        is_council_side=is_council_side(),
        keeps_sessions=service.keeps_sessions(me()),
    )


def chosen(known: Sequence[CouncilSession], asked: str) -> CouncilSession | None:
    """The session asked for; else the next one that has not closed yet, where there is one."""
    if asked in (NO_SESSION, EVERY):
        return None
    if asked:
        session: CouncilSession = access.find("council_session", row_number_or_none(asked) or 0, me())
        return session
    to_come = [one for one in known if (one.closes_on or one.opens_on) >= clock.today()]
    return to_come[-1] if to_come else None


def shown(session: CouncilSession | None, *, is_all: bool) -> Sequence[Policy]:
    if is_all:
        return queries.under_way(me(), limit=MOST)
    return queries.on_board(me(), session.id if session else None, limit=MOST)


def option(one: CouncilSession, session: CouncilSession | None) -> dict[str, Any]:
    return {"label": one.name, "url": url_for(".board", session=one.id), "current": one is session}


def card(policy: Policy) -> dict[str, Any]:
    day = days.of(policy, rules.basis())
    return {
        "state": policy.state,
        "code": policy.code,
        "title": policy.title,
        "type": TYPES[policy.type],
        "agency": policy.drafting_agency.name if policy.drafting_agency else "",
        "session": policy.session.name if policy.session else "",
        "url": kit.url_of("policy", policy.id),
        "day": day,
        "what": days.label(day) if day else "",
        "way": way(policy, day),
    }


def way(policy: Policy, day: Day | None) -> Way | None:
    """How the day that it goes by was counted, or that on which it has been posted long enough."""
    computed = day.computed if day else due.posting(policy) if is_posted(policy) else None
    return Way(policy.code, computed.ends_on, computed) if computed else None


@pages.route("/pipeline")
def pipeline() -> Response:
    """R8: by session, how many stand in each phase; each number opens its list."""
    rows = rows_of_pipeline()
    return kit.show(
        "policies/pipeline.html",
        phases=[words for words, _states in PHASES.values()],
        rows=rows,
        on=clock.today(),
        keeps_sessions=service.keeps_sessions(me()),
    )


def rows_of_pipeline() -> list[dict[str, Any]]:
    if not is_council_side():
        raise Forbidden
    known = queries.sessions(me(), limit=SESSIONS)
    counted = queries.counts(me(), sessions=[one.id for one in known])
    sessions = [(one.name, one.opens_on, one.id, url_for("policy_board.board", session=one.id)) for one in known]
    none = (_("Chưa có kỳ họp"), None, None, url_for("policy_board.board", session=NO_SESSION))
    return [row(*session, counted) for session in [*sessions, none]]


def row(
    label: str, opens_on: Any, session: int | None, url: str, counted: dict[tuple[int | None, str], int]
) -> dict[str, Any]:
    asked = NO_SESSION if session is None else session
    counts = {phase: sum(counted.get((session, state), 0) for state in states_of(phase)) for phase in PHASES}
    numbers = [
        {"number": number, "url": url_for("policies.index", session=asked, phase=phase)}
        for phase, number in counts.items()
    ]
    total = {"number": sum(counts.values()), "url": url_for("policies.index", session=asked)}
    return {"label": label, "opens_on": opens_on, "url": url, "numbers": [*numbers, total]}


def is_council_side() -> bool:
    return bool(me().roles & set(COUNCIL_SIDE))
