"""A clearly fictional delegation that shows follow-up at work: one recommendation for each state of an assignment.

Everything is done by the steps that people take, on the days they are said to have been taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.demo import policies, reports
from tracker.demo.accounts import committee, commune_clerk
from tracker.demo.cast import Cast
from tracker.demo.real_session import grant_access
from tracker.demo.stage import Stage, on
from tracker.findings import service as findings
from tracker.findings.models import Finding
from tracker.links.origins import spelled
from tracker.planning import service as planning
from tracker.planning.models import Topic
from tracker.recommendations import service as recommendations
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.recommendations.wording import reading as wording
from tracker.reporting import service as reporting
from tracker.sessions import service as sessions

FILE = Path(__file__).parent / "data" / "example.json"


def load(cast: Cast) -> Delegation:
    """Set up, hold a session, find, conclude, issue, and let each assignment go its way."""
    stage = Stage(cast, json.loads(FILE.read_text(encoding="utf-8")))
    set_up(stage, plan(stage))
    reports.load(stage)
    hold_session(stage)
    found = record_findings(stage)
    drafts = draft_recommendations(stage, found)
    conclude(stage, drafts)
    for entry, recommendation in zip(stage.told["recommendations"], drafts, strict=True):
        ROADS[entry["becomes"]](stage, recommendation.assignments, entry)
    policies.load(stage, found, drafts)
    return stage.delegation


def plan(stage: Stage) -> Topic:
    """The committee's programme of the year with two topics; the first is the delegation's."""
    about, body = stage.told["programme"], committee(stage.cast.city)
    with on("2026-01-12"):
        office = stage.who("vanphong")
        answers = {"year": 2026, "owner_kind": "committee", "body_id": body.id}
        programme = planning.create(answers, office, council_id=stage.cast.city.id)
        shared = {"proposed_by_kind": "committee", "proposed_by": body.name, "lead_body_id": body.id}
        topics = [planning.add_topic(programme, told | shared, office) for told in about["topics"]]
    with on("2026-01-15"):
        stage.step(
            programme,
            "adopt",
            "truongban",
            number=about["number"],
            issued_on=date(2026, 1, 15),
            signer=about["signer"],
            files=stage.paper("Chương trình giám sát 2026.pdf", "truongban"),
        )
    return topics[0]


def set_up(stage: Stage, topic: Topic) -> None:
    about = stage.told["delegation"]
    with on("2026-03-02"):
        answers = {name: about[name] for name in ("title", "scope", "content")} | {
            "owner_kind": "committee",
            "body_id": committee(stage.cast.city).id,
            "topic_id": topic.id,
            "period_from": date(2021, 1, 1),
            "period_to": date(2025, 12, 31),
            "report_due_on": date(2026, 3, 20),
            "followed_by_id": stage.cast.users["vanphong"].id,
        }
        office = stage.who("vanphong")
        stage.delegation = delegations.create(answers, office, council_id=stage.cast.city.id)
        for member in about["members"]:
            delegations.add_member(stage.delegation, member, office)
        for code, role in about["agencies"].items():
            delegations.add_agency(stage.delegation, stage.agency(code), role, office)
        grant_access(stage.delegation, stage.cast)
    with on("2026-03-05"):
        stage.step(
            stage.delegation,
            "establish",
            "vanphong",
            kind="decision",
            number="05/QĐ-HĐND",
            issued_on=date(2026, 3, 5),
            signer=about["members"][0]["name"],
            files=stage.paper("Quyết định 05.pdf", "vanphong"),
        )
    with on("2026-03-09"):
        stage.step(
            stage.delegation,
            "notify",
            "thuky",
            number="02/KH-ĐGS",
            sent_on=date(2026, 3, 9),
            files=stage.paper("Kế hoạch và đề cương.pdf", "thuky"),
        )


def hold_session(stage: Stage) -> None:
    about = stage.told["session"]
    with on("2026-03-12"):
        answers = {
            "kind": "working",
            "held_on": date(2026, 3, 26),
            "part": "morning",
            "starts_at": time(8, 30),
            "place": about["place"],
            "chair": stage.told["delegation"]["members"][0]["name"],
            "agency_ids": [entry.agency_id for entry in stage.delegation.agencies if entry.role == "supervised"],
        }
        stage.session = sessions.create(answers, stage.who("thuky"), delegation=stage.delegation)
        for person in about["attendance"]:
            sessions.add_attendance(stage.session, person, stage.who("thuky"))
        stage.step(stage.session, "notify", "thuky", notice_sent_on=date(2026, 3, 12))
    with on("2026-03-26", 15):
        stage.step(stage.session, "hold", "thuky", head_attended="yes")
        for figure in about["figures"]:
            answers = figure | {
                "value": Decimal(figure["value"]),
                "source_kind": "session",
                "source_id": stage.session.id,
                "agency_ids": [stage.agency("BQLKKT").id],
            }
            reporting.create(answers, stage.who("thuky"), delegation=stage.delegation)
        for said in about["statements"]:
            agency_id = stage.agency(said["agency"]).id if said.get("agency") else None
            answers = {name: value for name, value in said.items() if name != "agency"} | {"agency_id": agency_id}
            sessions.add_statement(stage.session, answers, stage.who("thuky"))


def record_findings(stage: Stage) -> list[Finding]:
    """A member writes, the secretary asks the agency, its leader answers, the head confirms."""
    found = []
    for about in stage.told["findings"]:
        with on("2026-03-27"):
            statement = stage.session.statements[about["statement"]]
            answers = {name: about[name] for name in ("kind", "text", "cause")} | {
                "agency_id": stage.agency(about["agency"]).id,
                "rests_on": [spelled(statement)],
            }
            finding = findings.create(answers, stage.who("thanhvien"), delegation=stage.delegation, submit=True)
        with on("2026-03-30"):
            stage.step(finding, "send_to_agency", "thuky")
        with on("2026-04-02"):
            comment = about["comment"]
            stage.step(finding, "comment", leader_of(about["agency"]), stance=comment["stance"], text=comment["text"])
        with on("2026-04-07"):
            stage.step(finding, "confirm", "truongdoan")
        found.append(finding)
    return found


def draft_recommendations(stage: Stage, found: list[Finding]) -> list[Recommendation]:
    drafts = []
    for entry in stage.told["recommendations"]:
        with on("2026-04-08"):
            answers = {name: entry[name] for name in ("text", "deliverable", "conditions")} | {
                "addressee_kind": "department",
                "lead_agency_id": stage.agency(entry["lead"]).id,
                "support_agency_ids": [stage.agency(code).id for code in entry.get("support", ())],
                "due_on": date.fromisoformat(entry["due_on"]),
                "rests_on": [spelled(found[entry["finding"]])],
            }
            draft = recommendations.create(answers, stage.who("thuky"), delegation=stage.delegation)
        with on("2026-04-09"):
            stage.step(draft, "approve", "truongdoan")
        drafts.append(draft)
    return drafts


def conclude(stage: Stage, drafts: list[Recommendation]) -> None:
    with on("2026-04-10"):
        stage.step(stage.delegation, "compile", "truongdoan", ended_on=date(2026, 4, 10))
    with on("2026-04-15"):
        stage.step(
            stage.delegation,
            "report",
            "truongdoan",
            number="03/BC-ĐGS",
            issued_on=date(2026, 4, 15),
            files=stage.paper("Báo cáo kết quả giám sát.pdf", "truongdoan"),
        )
    with on("2026-04-22"):
        stage.step(
            stage.delegation,
            "conclude",
            "vanphong",
            kind="conclusion",
            number="15/TB-HĐND",
            issued_on=date(2026, 4, 22),
            signer="Thường trực HĐND (ví dụ)",
            files=stage.paper("Thông báo kết luận 15.pdf", "vanphong"),
        )
        document = next(entry for entry in stage.delegation.documents if entry.kind == "conclusion")
        for draft in drafts:
            reason = {"wording_reason": stage.told["issued_as_worded"]} if wording.of_draft(draft) else {}
            stage.step(draft, "issue", "vanphong", document=str(document.id), **reason)


def leader_of(code: str) -> str:
    return {"BQLKKT": "bql-lanhdao", "SCT": "sct-lanhdao"}[code]


def officer_of(code: str) -> str:
    return {"BQLKKT": "bql-canbo", "SCT": "sct-canbo"}[code]


# --- what becomes of each ---------------------------------------------------------------------------------------------

Road = Callable[[Stage, list[Assignment], dict[str, Any]], None]


def stay_assigned(_stage: Stage, _assignments: list[Assignment], _entry: dict[str, Any]) -> None:
    """Nobody has taken it up."""


def take_up(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    with on("2026-04-27"):
        stage.step(
            lead(assignments),
            "start",
            officer_of(entry["lead"]),
            person_in_charge=entry["person_in_charge"],
            plan=entry["plan"],
        )


def be_in_progress(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    take_up(stage, assignments, entry)
    send_report(stage, assignments, entry, "2026-05-18", claim="in_progress", percent=40)


def await_verification(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    take_up(stage, assignments, entry)
    send_report(stage, assignments, entry, "2026-06-05", claim="done", percent=100, completed_on=date(2026, 6, 4))


def be_partly_implemented(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    take_up(stage, assignments, entry)
    update = send_report(stage, assignments, entry, "2026-05-22", claim="partly", percent=60)
    with on("2026-05-27"):
        stage.step(update, "accept_partly", "vanphong", remaining=entry["verdict"], note="")
    extend(stage, lead(assignments), entry)


def be_returned(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    take_up(stage, assignments, entry)
    update = send_report(stage, assignments, entry, "2026-05-28", claim="done", completed_on=date(2026, 5, 27))
    with on("2026-06-02"):
        verdicts = of_each_item(update, "reject", entry["verdict"])
        stage.step(update, "return", "vanphong", reason=entry["verdict"], answer_due_on=date(2026, 6, 19), **verdicts)
    with on("2026-06-11"):
        urge(stage, lead(assignments), "urge", "121/HĐND-VP", date(2026, 6, 11))


def be_reconsidered(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    with on("2026-05-06"):
        stage.step(lead(assignments), "ask_reconsideration", leader_of(entry["lead"]), reason=entry["plan"])


def be_multi_year(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    take_up(stage, assignments, entry)
    with on("2026-05-12"):
        stage.step(
            lead(assignments),
            "set_roadmap",
            "thuongtruc",
            milestones=entry["milestones"],
            number="88/TB-HĐND",
            issued_on=date(2026, 5, 12),
            files=stage.paper("Lộ trình nhiều năm.pdf", "thuongtruc"),
        )


def be_implemented(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    take_up(stage, assignments, entry)
    update = send_report(stage, assignments, entry, "2026-05-20", claim="done", completed_on=date(2026, 5, 18))
    with on("2026-05-26"):
        answers = {"note": entry["verdict"], "completed_on": date(2026, 5, 18), **of_each_item(update, "accept")}
        stage.step(update, "accept", "thuongtruc", **answers)


def not_be_implemented(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    with on("2026-05-18"):
        urge(stage, lead(assignments), "urge", "97/HĐND-VP", date(2026, 5, 18))
    with on("2026-05-25"):
        why = "Yêu cầu giải trình ngay vì đã đôn đốc mà không có trả lời."
        urge(stage, lead(assignments), "explanation", "104/HĐND-VP", date(2026, 5, 25), why)
    with on("2026-06-10"):
        stage.step(
            lead(assignments),
            "find_not_implemented",
            "thuongtruc",
            reason=entry["verdict"],
            number="118/TB-HĐND",
            issued_on=date(2026, 6, 10),
            files=stage.paper("Kết luận không thực hiện.pdf", "thuongtruc"),
        )


def be_waived(stage: Stage, assignments: list[Assignment], entry: dict[str, Any]) -> None:
    with on("2026-05-14"):
        stage.step(
            lead(assignments),
            "waive",
            "thuongtruc",
            reason=entry["verdict"],
            number="90/TB-HĐND",
            issued_on=date(2026, 5, 14),
            files=stage.paper("Văn bản miễn thực hiện.pdf", "thuongtruc"),
        )


ROADS: dict[str, Road] = {
    "assigned": stay_assigned,
    "in_progress": be_in_progress,
    "awaiting_verification": await_verification,
    "partly_implemented": be_partly_implemented,
    "not_satisfactory": be_returned,
    "under_reconsideration": be_reconsidered,
    "multi_year": be_multi_year,
    "implemented": be_implemented,
    "not_implemented": not_be_implemented,
    "waived": be_waived,
}


def lead(assignments: list[Assignment]) -> Assignment:
    return next(assignment for assignment in assignments if assignment.role == "lead")


def send_report(stage: Stage, assignments: list[Assignment], entry: dict[str, Any], day: str, **claimed: Any) -> Update:
    """The officer drafts with evidence for each closing condition, the leader sends."""
    assignment = lead(assignments)
    conditions = assignment.recommendation.conditions
    proofs = [recommendations.Proof(number=entry["evidence"], condition_id=condition.id) for condition in conditions]
    with on(day, 10):
        officer = officer_of(entry["lead"])
        paper = stage.paper("Báo cáo kết quả thực hiện.pdf", officer)
        answers = {"text": entry["report"], **claimed, "proofs": [*proofs, *map(recommendations.Proof, paper)]}
        update = recommendations.create_update(answers, stage.who(officer), assignment=assignment)
    with on(day, 16):
        stage.step(update, "send", leader_of(entry["lead"]))
    return update


def of_each_item(update: Update, verdict: str, reason: str = "") -> dict[str, str]:
    """The same verdict on all evidence of the report, to be given with the report's."""
    ids = [item.id for item in update.evidence]
    return {f"verdict_{id}": verdict for id in ids} | ({f"reason_{id}": reason for id in ids} if reason else {})


def extend(stage: Stage, assignment: Assignment, entry: dict[str, Any]) -> None:
    """The officer drafts, the leader asks, the Standing Committee gives a later date in writing."""
    about = entry["extension"]
    with on("2026-06-02"):
        officer = officer_of(entry["lead"])
        asked = recommendations.create_extension(
            {"proposed_due_on": date.fromisoformat(about["until"]), "reason": about["reason"]},
            stage.who(officer),
            assignment=assignment,
        )
    with on("2026-06-03"):
        stage.step(asked, "request", leader_of(entry["lead"]))
    with on("2026-06-09"):
        stage.step(
            asked,
            "grant",
            "thuongtruc",
            new_due_on=date.fromisoformat(about["until"]),
            number=about["number"],
            issued_on=date(2026, 6, 9),
            files=stage.paper("Văn bản đồng ý gia hạn.pdf", "thuongtruc"),
        )


def urge(stage: Stage, assignment: Assignment, kind: str, number: str, day: date, skip_reason: str = "") -> None:
    answers = {
        "kind": kind,
        "document_number": number,
        "taken_on": day,
        "answer_due_on": None,
        "skip_reason": skip_reason,
        "note": "",
        "files": [],
    }
    recommendations.record_measure(answers, stage.who("vanphong"), assignment=assignment)


# --- the second council -----------------------------------------------------------------------------------------------


def load_second_council(cast: Cast) -> Delegation:
    """One record of another council; nobody of the city may learn that it exists."""
    with on("2026-02-02"):
        answers = {
            "title": "Hồ sơ riêng của HĐND phường Ví Dụ về trật tự vỉa hè (ví dụ minh họa)",
            "owner_kind": "council",
            "scope": "Phường Ví Dụ",
            "content": "Trật tự vỉa hè",
            "period_from": date(2025, 1, 1),
            "period_to": date(2025, 12, 31),
        }
        return delegations.create(answers, commune_clerk(cast.commune), council_id=cast.commune.id)
