"""A policy on its way to the resolution in force, step by step, told so that tests may stop anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from tests.cast import Cast
from tests.story import finding
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.demo.sample_pdf import sample_pdf
from tracker.extensions import db
from tracker.links.origins import spelled
from tracker.organizations.models import CouncilTerm
from tracker.policies import service
from tracker.policies.models import CouncilSession, Policy
from tracker.policies.nightly import bring_into_force, let_lapse
from tracker.proposals import service as proposals
from tracker.proposals.models import AgencyProposal
from tracker.workflow import engine

TITLE = "Hỗ trợ hạ tầng ngoài hàng rào khu công nghiệp"
DEPUTIES = 85
PAPER = {"number": "15/TTr-UBND", "issued_on": date(2026, 6, 15)}
FAILED = {"voted_on": date(2026, 6, 15), "total": None, "present": 80, "yes": 42, "no": 30, "abstain": 5}
PASSED = FAILED | {"present": 83, "yes": 43}
RESOLUTION = {"number": "12/2026/NQ-HĐND", "signed_on": date(2026, 6, 15), "effective_on": date(2026, 6, 25)}
WHY = {"reason": "Cần làm rõ thêm nguồn kinh phí"}


def term(people: Cast) -> None:
    """85 deputies since 15/3/2026."""
    if db.session.scalar(select(CouncilTerm).where(CouncilTerm.council_id == people.council.id)) is None:
        facts = {"number": "XVII", "from_on": date(2026, 3, 15), "deputies_total": DEPUTIES}
        db.session.add(CouncilTerm(council_id=people.council.id, **facts))
        db.session.flush()


def council_session(people: Cast, name: str = "Kỳ họp thứ 3") -> CouncilSession:
    known = db.session.scalar(
        select(CouncilSession).where(CouncilSession.name == name, CouncilSession.council_id == people.council.id)
    )
    facts = {"name": name, "opens_on": date(2026, 7, 14), "closes_on": date(2026, 7, 16)}
    return known or service.add_session(facts, people.office, council_id=people.council.id)


def proposal(
    people: Cast, key: str = "b", text: str = "Đầu tư hạ tầng giao thông kết nối khu công nghiệp"
) -> AgencyProposal:
    """What agency `key` proposes, consolidated."""
    answers = {"text": text, "agency_ids": [people.agencies[key].id], "addressee_kind": "council"}
    made = proposals.create(answers, people.secretary, delegation=people.delegation)
    engine.perform(made, "consolidate", people.secretary)
    return made


def policy(people: Cast, *sources: Any, by: str = "office", **changes: Any) -> Policy:
    """A proposal for a policy; of a finding where no source is given."""
    found = sources or (finding(people),)
    answers = {
        "title": TITLE,
        "type": "normative",
        "procedure": "normative",
        "sponsor": "Đoàn giám sát",
        "delegation_id": people.delegation.id,
        "rests_on": [spelled(one) for one in found],
    } | changes
    return service.create(answers, people.actor(by), council_id=people.council.id)


def scan(people: Cast, by: str, name: str = "du-thao.pdf") -> list[Attachment]:
    return [attachments.store(io.BytesIO(sample_pdf(name)), name, people.users[by].id, people.council.id)]


NOT_READY = {"reason": "Dự toán chưa có nguồn bảo đảm"}


def sent_back(people: Cast, policy: Policy) -> Policy:
    """From the Department of Justice, which finds it not ready."""
    paper = {"appraisal_number": "77/BC-STP", "appraisal_on": date(2026, 6, 15)}
    engine.perform(policy, "send_back", people.office, paper | NOT_READY)
    return policy


Step = Callable[[Cast, Policy], dict[str, Any]]
ROAD: dict[str, tuple[str, str, Step]] = {
    "consolidated": ("consolidate", "secretary", lambda _people, _policy: {}),
    "registered": (
        "register",
        "standing",
        lambda people, _policy: {
            **PAPER,
            "session": str(council_session(people).id),
            "agency": str(people.agencies["a"].id),
        },
    ),
    "drafting": ("accept", "leader_a", lambda _people, _policy: {}),
    "consultation": (
        "post",
        "leader_a",
        lambda people, _policy: {
            "posted_on": date(2026, 5, 20),
            "posted_at": "Cổng thông tin điện tử thành phố",
            "number": "21/TTr-BQL",
            "files": scan(people, "leader_a"),
        },
    ),
    "appraisal": (
        "send_to_appraisal",
        "leader_a",
        lambda _people, _policy: {**PAPER, "opinions": "12 ý kiến, tiếp thu 9"},
    ),
    "submitted_to_people_committee": (
        "submit",
        "office",
        lambda _people, _policy: {
            "appraisal_number": "77/BC-STP",
            "appraisal_on": date(2026, 6, 15),
            "appraisal_verdict": "eligible",
        },
    ),
    "committee_review": (
        "assign_review",
        "office",
        lambda people, _policy: {
            "submission_number": "101/TTr-UBND",
            "submitted_on": date(2026, 6, 15),
            "committee": str(people.committee.id),
        },
    ),
    "tabled": (
        "table",
        "leader",
        lambda _people, _policy: {
            "review_number": "9/BC-KTNS",
            "review_on": date(2026, 6, 15),
            "review_opinion": "approves",
            "documents_sent_on": date(2026, 6, 15),
        },
    ),
    "passed": ("vote", "office", lambda _people, _policy: PASSED),
    "promulgated": (
        "promulgate",
        "office",
        lambda people, _policy: RESOLUTION | {"files": scan(people, "office", "nghi-quyet.pdf")},
    ),
}
"""State → the step that leads there, who takes it, what they answer."""


def go(people: Cast, policy: Policy, until: str) -> Policy:
    """Along the road of a normative resolution until that state."""
    term(people)
    states = list(ROAD)
    begun = states.index(policy.state) + 1 if policy.state in states else 0
    for state in states[begun : states.index(until) + 1]:
        if state == "passed":
            open_session(policy)
        name, by, answers = ROAD[state]
        engine.perform(policy, name, people.actor(by), answers(people, policy))
    if policy.state == "tabled":
        open_session(policy)
    return policy


def open_session(policy: Policy) -> None:
    """The council meets from 15/6 on."""
    assert policy.session is not None
    policy.session.opens_on = date(2026, 6, 15)
    db.session.flush()


def vote(people: Cast, policy: Policy, **numbers: Any) -> Policy:
    engine.perform(policy, "vote", people.office, FAILED | numbers)
    return policy


def run_night() -> None:
    """What a night does with policies, in its order."""
    for step in (bring_into_force, let_lapse):
        for _piece in step():
            db.session.flush()
