"""What the fictional delegation leads to: one policy on its way, one resolution that failed the first vote (SM6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.demo.accounts import committee
from tracker.demo.stage import Stage, on
from tracker.findings.models import Finding
from tracker.links.origins import spelled
from tracker.policies import service
from tracker.policies.models import CouncilSession, Policy
from tracker.proposals import service as proposals
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import Recommendation
from tracker.workflow import engine


def load(stage: Stage, found: Sequence[Finding], drafts: Sequence[Recommendation]) -> None:
    mid_year, special = sessions(stage)
    on_its_way(stage, mid_year, [found[0], drafts[2]])
    voted_twice(stage, special, drafts[1])


def sessions(stage: Stage) -> list[CouncilSession]:
    """Names and days are invented."""
    with on("2026-04-24"):
        told = [
            {
                "name": "Kỳ họp thường lệ giữa năm 2026 (ví dụ)",
                "opens_on": date(2026, 7, 14),
                "closes_on": date(2026, 7, 16),
            },
            {
                "name": "Kỳ họp chuyên đề tháng 6/2026 (ví dụ)",
                "opens_on": date(2026, 6, 9),
                "closes_on": date(2026, 6, 11),
            },
        ]
        office = stage.who("vanphong")
        return [service.add_session(facts, office, council_id=stage.cast.city.id) for facts in told]


def begin(stage: Stage, title: str, procedure: str, sources: Sequence[Any], summary: str) -> Policy:
    answers = {
        "title": title,
        "summary": summary,
        "type": "normative" if procedure == "normative" else "individual",
        "procedure": procedure,
        "sponsor": "Đoàn giám sát (ví dụ)",
        "delegation_id": stage.delegation.id,
        "rests_on": [spelled(source) for source in sources],
    }
    return service.create(answers, stage.who("vanphong"), council_id=stage.cast.city.id)


def register(stage: Stage, policy: Policy, session: CouncilSession, agency: str, day: date) -> None:
    asked = {"session": str(session.id), "agency": str(stage.agency(agency).id)}
    stage.step(policy, "register", "thuongtruc", **asked, number="60/TB-HĐND", issued_on=day)


def on_its_way(stage: Stage, session: CouncilSession, sources: Sequence[Any]) -> None:
    """Posted for its days, now with the Department of Justice."""
    with on("2026-04-27"):
        title = "Hỗ trợ hạ tầng thiết yếu cho khu nhà ở công nhân (ví dụ minh họa)"
        summary = "Mức hỗ trợ, đối tượng và nguồn kinh phí để xây dựng hạ tầng thiết yếu của khu nhà ở công nhân."
        policy = begin(stage, title, "normative", sources, summary)
        stage.step(policy, "consolidate", "thuky")
    with on("2026-05-05"):
        register(stage, policy, session, "BQLKKT", date(2026, 5, 5))
    with on("2026-05-07"):
        stage.step(policy, "accept", "bql-lanhdao", note="Giao Phòng Kế hoạch soạn thảo")
    with on("2026-05-13"):
        posted = {"posted_on": date(2026, 5, 13), "posted_at": "Cổng thông tin điện tử thành phố"}
        paper = stage.paper("Dự thảo nghị quyết và tờ trình.pdf", "bql-lanhdao")
        stage.step(policy, "post", "bql-lanhdao", **posted, number="21/TTr-BQL", files=paper)
    with on("2026-06-08"):
        told = {"opinions": "12 ý kiến góp ý, tiếp thu 9, giải trình 3.", "number": "25/TTr-BQL"}
        stage.step(policy, "send_to_appraisal", "bql-lanhdao", **told, issued_on=date(2026, 6, 8))


def voted_twice(stage: Stage, session: CouncilSession, recommendation: Recommendation) -> None:
    """42 of 85 the first time, 43 the second; promulgated, in force from 1/7/2026 on."""
    with on("2026-05-04"):
        proposal = propose(stage)
        title = "Chỉ tiêu cấp điện cho các khu nhà ở công nhân năm 2026 (ví dụ minh họa)"
        policy = begin(stage, title, "individual", [recommendation], "Chỉ tiêu và tiến độ cấp điện theo từng khu.")
        joined = {"policy": str(policy.id), "answer": "Tiếp thu; đưa vào nghị quyết về cấp điện."}
        stage.step(proposal, "move_to_policy", "vanphong", **joined)
        stage.step(policy, "consolidate", "vanphong")
    with on("2026-05-08"):
        register(stage, policy, session, "SCT", date(2026, 5, 8))
    with on("2026-05-11"):
        stage.step(policy, "accept", "sct-lanhdao", note="")
    with on("2026-05-18"):
        stage.step(policy, "add_draft", "sct-canbo", files=stage.paper("Dự thảo nghị quyết.pdf", "sct-canbo"), note="")
        stage.step(policy, "submit", "vanphong")
    with on("2026-05-22"):
        submitted = {"submission_number": "101/TTr-UBND", "submitted_on": date(2026, 5, 22)}
        stage.step(policy, "assign_review", "vanphong", **submitted, committee=str(committee(stage.cast.city).id))
    review(stage, policy, "2026-05-29", "9/BC-KTNS", "asks_changes")
    vote(stage, policy, "2026-06-09", present=80, yes=42, no=30, abstain=5)
    with on("2026-06-09", 15):
        stage.step(policy, "table_again", "thuongtruc", reason="Chỉnh lý tiến độ theo ý kiến đại biểu rồi trình lại.")
    review(stage, policy, "2026-06-10", "11/BC-KTNS", "approves")
    vote(stage, policy, "2026-06-11", present=83, yes=43, no=33, abstain=4)
    with on("2026-06-12"):
        facts = {"number": "12/NQ-HĐND", "signed_on": date(2026, 6, 12), "effective_on": date(2026, 7, 1)}
        paper = stage.paper("Nghị quyết 12.pdf", "vanphong")
        stage.step(policy, "promulgate", "vanphong", **facts, signer="Chủ tọa kỳ họp (ví dụ)", files=paper)


def propose(stage: Stage) -> AgencyProposal:
    """What the department asks of the Council."""
    answers = {
        "text": "Giao chỉ tiêu cấp điện cho từng khu nhà ở công nhân để các đơn vị có căn cứ bố trí vốn",
        "agency_ids": [stage.agency("SCT").id],
        "addressee_kind": "council",
        "rests_on": [spelled(stage.session.statements[1])],
    }
    made = proposals.create(answers, stage.who("thuky"), delegation=stage.delegation)
    engine.perform(made, "consolidate", stage.who("thuky"))
    return made


def review(stage: Stage, policy: Policy, day: str, number: str, opinion: str) -> None:
    with on(day):
        written = {"review_number": number, "review_on": date.fromisoformat(day), "review_opinion": opinion}
        stage.step(policy, "table", "truongban", **written, documents_sent_on=date.fromisoformat(day))


def vote(stage: Stage, policy: Policy, day: str, **numbers: int) -> None:
    with on(day, 11):
        stage.step(policy, "vote", "vanphong", voted_on=date.fromisoformat(day), total=85, **numbers, number="")
