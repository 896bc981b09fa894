"""A finding that begins from a flag about figures: what it rests on, its first words, the one that was made already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.comparing import looking, queries, service, sources, telling
from tracker.comparing.flags import Flag
from tracker.comparing.queries import Seen
from tracker.core.i18n import _, in_vietnamese
from tracker.delegations.models import Delegation
from tracker.findings.models import Finding
from tracker.findings.service import create
from tracker.findings.workflow import FINDING
from tracker.workflow import engine


def figures_of(flag: Flag, delegation: Delegation) -> list[int]:
    """The figures of this delegation that a flag rests on."""
    elsewhere = {item.id for item in flag.readings if item.delegation_id != delegation.id}
    return [id for id in queries.figures_of(flag) if id not in elsewhere]


def grounds_of(flag: Flag, delegation: Delegation) -> list[str]:
    return [f"figure:{id}" for id in figures_of(flag, delegation)]


def first_answers(flag: Flag, delegation: Delegation, actor: Actor) -> dict[str, Any]:
    """The finding in the flag's words and with its numbers."""
    with in_vietnamese():  # what is recorded is Vietnamese, whatever language the reader uses
        names, known = looking.names_of(delegation, flag.readings), sources.of((), actor, [flag])
        text, evidence = telling.finding(flag, names, known), telling.evidence(flag, known)
    return {
        "delegation_id": delegation.id,
        "kind": "limitation",
        "agency_id": flag.agencies[0] if len(flag.agencies) == 1 else None,
        "text": text,
        "evidence": evidence,
        "rests_on": grounds_of(flag, delegation),
    }


def made_of(flag: Flag, delegation: Delegation, actor: Actor) -> Sequence[Finding]:
    """The findings that were made of the flag, with its numbers of now, as far as this person may read them."""
    [seen] = queries.seen([flag], delegation.id, actor)
    return [end.record for end in seen.findings]


def may_begin(item: Seen, delegation: Delegation, actor: Actor) -> bool:
    """May this person write a finding from the flag, and was none made of it yet?"""
    if item.flag.is_soft or item.findings or engine.state_of(delegation).final:
        return False
    return bool(access.roles_on(actor, delegation) & set(FINDING.create))


def already(known: Finding) -> str:
    """Why a second finding is not made of the same flag."""
    return _(
        "Điểm này vừa được ghi thành phát hiện %(code)s, nên chưa ghi thêm. Hãy bổ sung vào phát hiện ấy; "
        "muốn ghi phát hiện khác thì ghi từ trang của Đoàn.",
        code=known.code,
    )


def create_from(
    flag: Flag, answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation, submit: bool = False
) -> Finding:
    """The finding, and beside the flag that it was made of it."""
    finding = create(answers, actor, delegation=delegation, submit=submit)
    service.record_as(finding, flag, actor)
    return finding
