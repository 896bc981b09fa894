"""What the steps of a policy do: the row of each step kept, the facts of the resolution."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.attachments import queries as attached
from tracker.attachments import service as attachments
from tracker.core import clock
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.policies import queries
from tracker.policies.indexing import index
from tracker.policies.models import Policy, PolicyStep
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


# --- the resolution ---------------------------------------------------------------------------------------------------


def wrong_dates(policy: Policy, answers: Answers) -> dict[str, Any]:
    """A number of its own in the year; signed after the vote that passed it, in force not before it was signed."""
    signed, effective = answers.get("signed_on"), answers.get("effective_on")
    if signed is None:
        return {}
    return taken_number(policy, answers.get("number") or "", signed.year) or wrong_days(policy, signed, effective)


def taken_number(policy: Policy, number: str, year: int) -> dict[str, Any]:
    """domain.md 6.5: a number with its sign is given once a year by one council."""
    other = queries.numbered(policy.council_id, number, year, but=policy.id)
    if other is None:
        return {}
    about = {"number": other.number, "year": year, "code": other.code, "title": other.title}
    return {"number": _("Số %(number)s năm %(year)s đã là của %(code)s “%(title)s”. Hãy kiểm tra lại.", **about)}


def wrong_days(policy: Policy, signed: date, effective: date | None) -> dict[str, Any]:
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


def wrong_repeal(policy: Policy, answers: Answers) -> dict[str, Any]:
    """It ends when the repealing document exists at the earliest, and after it has begun."""
    ends_on, issued_on = answers.get("repealed_on"), answers.get("issued_on")
    if ends_on is None:
        return {}
    if policy.effective_on and ends_on < policy.effective_on:
        return {"repealed_on": _("Ngày hết hiệu lực trước ngày có hiệu lực. Hãy kiểm tra lại.")}
    if issued_on and ends_on < issued_on:
        return {"repealed_on": _("Ngày hết hiệu lực trước ngày của văn bản bãi bỏ. Hãy kiểm tra lại.")}
    return {}


def keep(policy: Policy, answers: Answers, actor: Actor) -> None:
    """What was to end by an earlier decision stays."""
    policy.repealed_on = None
    leave(policy, answers, actor)


def repeal(policy: Policy, answers: Answers, actor: Actor) -> None:
    policy.repealed_on = answers["repealed_on"]
    leave(policy, answers, actor)


def lapse(policy: Policy, _answers: Answers, _actor: Actor) -> None:
    """On the day that was decided, whenever somebody looks at the calendar."""
    if (row := policy.current) is not None:
        row.done_on = max(row.entered_on, policy.repealed_on or clock.today())


def withdraw(policy: Policy, answers: Answers, actor: Actor) -> None:
    policy.withdrawal_reason = answers["reason"]
    leave(policy, answers, actor)
