"""What the steps of a policy do: the row of each step kept, the facts of the resolution, every vote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.attachments import queries as attached
from tracker.attachments import service as attachments
from tracker.core import clock
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import terms
from tracker.policies import majority
from tracker.policies.indexing import index
from tracker.policies.models import Policy, PolicyStep, VoteRecord
from tracker.workflow.definition import Answers

NUMBERS = ("number", "appraisal_number", "submission_number", "review_number")
DAYS = ("issued_on", "appraisal_on", "submitted_on", "review_on")
RESULTS = ("appraisal_verdict", "review_opinion")
NOTES = ("opinions", "reason", "note", "posted_at")
NOT_ELIGIBLE = "not_eligible"


def first_of(answers: Answers, names: Iterable[str]) -> Any:
    """Of these answers the first that was given."""
    return next((answers[name] for name in names if answers.get(name) not in (None, "")), None)


def leave(policy: Policy, answers: Answers, _actor: Actor) -> None:
    """The step it stands at is done, with the document that ended it; its files belong to the step.

    It was done on the day of that document, or today where there is none: writing it down late makes nothing late.
    """
    row = policy.current
    if row is None:
        return
    row.number, row.issued_on = first_of(answers, NUMBERS) or "", first_of(answers, DAYS)
    row.result, row.note = first_of(answers, RESULTS) or "", first_of(answers, NOTES) or ""
    row.done_on = max(row.entered_on, row.issued_on or answers.get("posted_on") or clock.today())
    for file in answers.get("files") or []:
        attachments.bind(file, "policy_step", row.id, "files")


def enter(policy: Policy, _answers: Answers, actor: Actor) -> None:
    """A row for the step that it has come to."""
    add_row(policy, clock.today(), actor)


def enter_posting(policy: Policy, _answers: Answers, actor: Actor) -> None:
    """The step began on the day of posting, which may lie before today."""
    add_row(policy, policy.posted_on or clock.today(), actor)


def add_row(policy: Policy, day: date, actor: Actor) -> None:
    row = PolicyStep(council_id=policy.council_id, name=policy.state, entered_on=day, created_by_id=actor.id)
    policy.steps.append(row)
    db.session.flush()


def register(policy: Policy, answers: Answers, actor: Actor) -> None:
    policy.session_id = int(answers["session"])
    policy.drafting_agency_id = int(answers["agency"])
    leave(policy, answers, actor)
    db.session.flush()
    db.session.refresh(policy, ["session", "drafting_agency"])
    index(policy)


def add_draft(policy: Policy, answers: Answers, _actor: Actor) -> None:
    """One more version of the draft, on the step that it stands at."""
    row = policy.current
    if row is not None:
        for file in answers.get("files") or []:
            attachments.bind(file, "policy_step", row.id, "draft")


def has_draft(policy: Policy) -> bool:
    """Has anybody handed in a draft of the resolution, since it was last to be drafted?"""
    begun = max((n for n, row in enumerate(policy.steps) if row.name == "drafting"), default=0)
    found = attached.of_many("policy_step", [row.id for row in policy.steps[begun:]])
    return any(file.purpose == "draft" for files in found.values() for file in files)


def post(policy: Policy, answers: Answers, actor: Actor) -> None:
    """The draft with its submission has been posted for everybody to say what they think."""
    add_draft(policy, answers, actor)
    policy.posted_on = answers["posted_on"]
    leave(policy, {name: value for name, value in answers.items() if name != "files"}, actor)


def assign_committee(policy: Policy, answers: Answers, actor: Actor) -> None:
    policy.body_id = int(answers["committee"])
    leave(policy, answers, actor)


def send_back(policy: Policy, answers: Answers, actor: Actor) -> None:
    """What it was found to lack stands on the step that found it; it is drafted anew."""
    found = {"appraisal_verdict": NOT_ELIGIBLE} if policy.state == "appraisal" else {}
    leave(policy, {**answers, **found}, actor)


def table(policy: Policy, answers: Answers, actor: Actor) -> None:
    policy.documents_sent_on = answers["documents_sent_on"]
    leave(policy, answers, actor)


# --- the vote ---------------------------------------------------------------------------------------------------------


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
    if any(answers.get(name) is None for name in ("voted_on", "present", "yes", "no", "abstain")):
        return {}
    numbers = numbers_of(policy, answers)
    if "total" not in numbers:
        return {"total": _("Chưa ghi số đại biểu của khóa. Hãy nhập tổng số đại biểu theo biên bản.")}
    return majority.wrong_numbers(numbers)


def outcome(policy: Policy, answers: Answers) -> str:
    numbers = numbers_of(policy, answers)
    return "passed" if majority.is_passed(numbers["yes"], numbers["total"]) else "not_passed"


def vote(policy: Policy, answers: Answers, actor: Actor) -> None:
    """Every vote is kept, the first as the second."""
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


# --- the resolution ---------------------------------------------------------------------------------------------------


def wrong_dates(policy: Policy, answers: Answers) -> dict[str, Any]:
    """Signed after the vote that passed it, in force not before it was signed."""
    signed, effective = answers.get("signed_on"), answers.get("effective_on")
    if signed is None:
        return {}
    passed = [vote.voted_on for vote in policy.votes if vote.passed]
    if passed and signed < passed[-1]:
        return {"signed_on": _("Ngày ký trước ngày biểu quyết thông qua. Hãy kiểm tra lại.")}
    if effective is not None and effective < signed:
        return {"effective_on": _("Ngày có hiệu lực phải từ ngày ký trở đi.")}
    return {}


def promulgate(policy: Policy, answers: Answers, actor: Actor) -> None:
    """The resolution's own file stays with the policy itself: it is public."""
    for name in ("number", "signed_on", "effective_on"):
        setattr(policy, name, answers[name])
    policy.signer = answers.get("signer") or ""
    leave(policy, {"number": answers["number"], "issued_on": answers["signed_on"]}, actor)
    index(policy)


def come_into_force(policy: Policy, _answers: Answers, _actor: Actor) -> None:
    """On its day, whenever somebody looks at the calendar."""
    row = policy.current
    if row is not None:
        row.done_on = max(row.entered_on, policy.effective_on or clock.today())


def enter_force(policy: Policy, _answers: Answers, actor: Actor) -> None:
    add_row(policy, policy.effective_on or clock.today(), actor)


def repeal(policy: Policy, answers: Answers, actor: Actor) -> None:
    if answers["repealed_on"] < (policy.effective_on or answers["repealed_on"]):
        raise Invalid({"repealed_on": [_("Ngày hết hiệu lực trước ngày có hiệu lực. Hãy kiểm tra lại.")]})
    policy.repealed_on = answers["repealed_on"]
    leave(policy, answers, actor)


def withdraw(policy: Policy, answers: Answers, actor: Actor) -> None:
    policy.withdrawal_reason = answers["reason"]
    leave(policy, answers, actor)
