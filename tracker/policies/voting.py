"""The vote on a policy: of how many deputies, on which day, and the row that is kept of it (domain.md 6.4, SM6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.organizations import terms
from tracker.policies import majority
from tracker.policies.effects import leave
from tracker.policies.models import CouncilSession, Policy, VoteRecord
from tracker.workflow.definition import Answers

COUNTED = ("present", "yes", "no", "abstain")
BEFORE_REGISTRATION = "consolidated"
"""The step that the document of the registration ended."""


def of_term(policy: Policy, day: date) -> int | None:
    """How many deputies the council's term has that had begun last by that day."""
    term = terms.at(terms.of_council(policy.council_id), day)
    return term.deputies_total if term else None


def numbers_of(policy: Policy, answers: Answers) -> dict[str, int]:
    """The numbers of the vote; the total from the term of that day where nobody wrote it."""
    found = {name: answers.get(name) for name in majority.NUMBERS}
    if found["total"] is None:
        found["total"] = of_term(policy, answers["voted_on"])
    return {name: int(value) for name, value in found.items() if value is not None}


def wrong_vote(policy: Policy, answers: Answers) -> dict[str, Any]:
    """By field: the day, the total, and what does not add up."""
    day = answers.get("voted_on")
    if day is None:
        return {}
    wrong = {"voted_on": sentence} if (sentence := wrong_day(policy, day)) else {}
    numbers = numbers_of(policy, answers)
    if "total" not in numbers:
        return wrong | {"total": _("Chưa ghi số đại biểu của khóa. Hãy nhập tổng số đại biểu theo biên bản.")}
    if any(answers.get(name) is None for name in COUNTED):
        return wrong | wrong_total(policy, answers, numbers["total"])
    return wrong | (majority.wrong_numbers(numbers) or wrong_total(policy, answers, numbers["total"]))


def wrong_total(policy: Policy, answers: Answers, total: int) -> dict[str, Any]:
    """Other than the term's number only for a reason, and only a little lower: seats fall vacant, none are added."""
    elected = of_term(policy, answers["voted_on"])
    if elected is None or total == elected:
        return {}
    if total > elected:
        sentence = _(
            "Khóa có %(elected)s đại biểu, không thể có %(total)s. Nếu số của khóa ghi sai, hãy đề nghị quản trị viên sửa.",
            elected=elected,
            total=total,
        )
        return {"total": sentence}
    if total < (fewest := majority.fewest(elected)):
        sentence = _(
            "Khóa có %(elected)s đại biểu; tổng số không thể dưới hai phần ba (%(fewest)s). Hãy kiểm tra lại biên bản.",
            elected=elected,
            fewest=fewest,
        )
        return {"total": sentence}
    if (answers.get("reason") or "").strip():
        return {}
    sentence = _(
        "Khóa có %(elected)s đại biểu. Nếu tổng số nay là %(total)s, hãy ghi lý do và văn bản ở mục “Lý do tổng số khác "
        "số đại biểu của khóa”.",
        elected=elected,
        total=total,
    )
    return {"total": sentence}


def wrong_day(policy: Policy, day: date) -> str:
    """Not before it was registered or voted on before, and on a day of its session; empty when the day can be."""
    registered = registered_on(policy)
    if registered is not None and day < registered:
        return _("Chính sách được đăng ký ngày %(day)s; không thể biểu quyết trước ngày đó.", day=format_vi(registered))
    last = policy.votes[-1].voted_on if policy.votes else None
    if last is not None and day < last:
        return _("Lần biểu quyết trước là ngày %(day)s; lần này không thể trước đó.", day=format_vi(last))
    return outside(policy.session, day) if policy.session else ""


def registered_on(policy: Policy) -> date | None:
    """The day of the document that registered it; where none is known, nothing is judged by it."""
    days = [row.issued_on for row in policy.steps if row.name == BEFORE_REGISTRATION and row.issued_on]
    return days[-1] if days else None


def outside(session: CouncilSession, day: date) -> str:
    """What is wrong with a day on which the session does not meet."""
    if session.opens_on <= day and (session.closes_on is None or day <= session.closes_on):
        return ""
    about = {"name": session.name, "first": format_vi(session.opens_on)}
    if session.closes_on is None:
        return _(
            "%(name)s khai mạc ngày %(first)s; hãy nhập một ngày từ đó trở đi, hoặc chuyển sang kỳ họp khác.", **about
        )
    return _(
        "%(name)s họp từ %(first)s đến %(last)s; hãy nhập một ngày trong kỳ họp, hoặc chuyển sang kỳ họp khác.",
        last=format_vi(session.closes_on),
        **about,
    )


def outcome(policy: Policy, answers: Answers) -> str:
    numbers = numbers_of(policy, answers)
    return "passed" if majority.is_passed(numbers["yes"], numbers["total"]) else "not_passed"


def vote(policy: Policy, answers: Answers, actor: Actor) -> None:
    """Every vote is kept, the first as the second; the reason of another total stands with the step."""
    numbers = numbers_of(policy, answers)
    policy.votes.append(
        VoteRecord(
            council_id=policy.council_id,
            round=len(policy.votes) + 1,
            voted_on=answers["voted_on"],
            of_term=of_term(policy, answers["voted_on"]),
            number=answers.get("number") or "",
            passed=majority.is_passed(numbers["yes"], numbers["total"]),
            recorded_by_id=actor.id,
            **numbers,
        )
    )
    leave(policy, {**answers, "issued_on": answers["voted_on"]}, actor)
