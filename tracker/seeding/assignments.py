"""What one agency does about one recommendation: takes it on, reports, is urged, is verified, until it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.recommendations.models import FAR
from tracker.seeding import phrases
from tracker.seeding.cast import Person
from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau
from tracker.seeding.plea import Plea
from tracker.seeding.stage import Case, Stage, marks

FINAL = ("implemented", "not_implemented", "waived")
FATES = (
    ("done", 0.86),
    ("not_implemented", 0.04),
    ("waived", 0.02),
    ("multi_year", 0.02),
    ("reconsidered", 0.01),
    ("stalled", 0.04),
    ("untouched", 0.01),
)
"""How it goes in the long run; most have only got so far by today."""
VERDICTS = {
    "done": (("accept", 0.76), ("return", 0.16), ("accept_partly", 0.08)),
    "partly": (("accept_partly", 0.8), ("return", 0.2)),
}
REACHES = {"accept": "implemented", "accept_partly": "partly_implemented", "return": "not_satisfactory"}
JUDGED = {"accept": ("accept", "accepted"), "return": ("reject", "rejected")}
REVIEWED = {"accept": "accepted", "accept_partly": "partly_accepted", "return": "returned"}
NOTES = ((0, 0.35), (1, 0.4), (2, 0.25))
"""Reports of progress before the first that asks for verification."""
MOST_REPORTS = 4
DRAFTED = 0.06
URGED_WHEN_LATE = 0.6


@dataclass(frozen=True)
class Ending:
    """When a task ended, and by whose act."""

    at: datetime
    who: Person

    @property
    def day(self) -> date:
        return self.at.date()


class Course:
    """One assignment, told step by step; each step returns whether it has happened yet."""

    def __init__(
        self, stage: Stage, case: Case, plea: Plea, bureau: Bureau, role: str, issued: datetime, until: date
    ) -> None:
        self.stage, self.chance, self.case, self.plea = stage, stage.chance, case, plea
        self.bureau, self.role, self.until = bureau, role, until
        self.id = stage.writer.take("assignment")
        self.subject = Subject(case.seat.id, "assignment", self.id, plea.code, "recommendation", plea.id, bureau.id)
        self.issued, self.last, self.day = issued, issued, issued.date()
        self.due_on = plea.due_on
        self.due_ends_on = stage.chance.working(plea.due_on) if plea.due_on else None
        self.state, self.version = "assigned", 1
        self.ending: Ending | None = None
        self.row: dict[str, Any] = {}

    def tell(self) -> Ending | None:
        """From the day it was handed out until today; when withdrawn later, `write` is left to the caller."""
        handed_out = {
            "state": "assigned",
            "role": self.role,
            "agency_id": self.bureau.id,
            "agency_name": self.bureau.name,
        }
        if self.due_on and self.due_ends_on:
            dates = {"original_due_on": self.due_on, "due_on": self.due_on, "due_ends_on": self.due_ends_on}
            handed_out |= {name: day.isoformat() for name, day in dates.items()}
        self.stage.journal.tell(self.issued, self.case.follower, Role.OFFICE, self.subject, "created", after=handed_out)
        fate = self.chance.one_of(FATES)
        if fate == "untouched" or not self.start():
            self.urge_if_late()
        else:
            getattr(self, f"go_{fate}")()
        if self.until == self.chance.today:
            self.write()
        return self.ending

    # How it goes.

    def go_done(self) -> None:
        for _ in range(self.chance.one_of(NOTES)):
            if not self.report("in_progress", (15, 45)):
                return self.pause()
        is_late = not self.wait_for_result()
        claim = "done" if self.chance.happens(0.75) else "partly"
        for attempt in range(1, MOST_REPORTS + 1):
            if not self.report(claim, (0, 3) if attempt == 1 else (12, 45)):
                return self.pause()
            last_chance = attempt == MOST_REPORTS
            verdict = "accept" if last_chance and claim == "done" else self.chance.one_of(VERDICTS[claim])
            if not self.verdict(verdict, completed=self.day):
                return None
            if verdict == "accept":
                return None
            claim = "done"
        return self.pause() if is_late else None

    def go_reconsidered(self) -> None:
        """Asked for before the deadline; kept as it was, and done."""
        leader, standing = self.bureau.leader, self.case.seat.standing[0]
        reason = self.chance.pick(phrases.RECONSIDER)
        if not self.step(
            "ask_reconsideration", "under_reconsideration", leader, Role.AGENCY_LEADER, (2, 9), reason=reason
        ):
            return
        self.row["state_before"] = "in_progress"
        if self.step(
            "refuse_reconsideration",
            "in_progress",
            standing,
            Role.STANDING,
            (7, 40),
            reason="Giữ nguyên nội dung, thời hạn của kiến nghị.",
        ):
            self.go_done()

    def go_multi_year(self) -> None:
        if self.report("in_progress", (15, 45)):
            standing = self.case.seat.standing[0]
            if self.step("set_roadmap", "multi_year", standing, Role.STANDING, (10, 60)):
                for position, (text, done_when) in enumerate(phrases.ROADMAP):
                    day = date(self.day.year + 1 + position, 12, 15)
                    facts = {"position": position, "due_on": day, "text": text, "done_when": done_when}
                    self.stage.writer.add("milestone", assignment_id=self.id, **facts)

    def go_waived(self) -> None:
        standing, reason = self.case.seat.standing[0], self.chance.pick(phrases.WAIVED)
        if self.step("waive", "waived", standing, Role.STANDING, (30, 120), reason=reason):
            self.row["verdict_note"] = reason
            self.ending = Ending(self.last, standing)

    def go_stalled(self) -> None:
        self.report("in_progress", (15, 45))
        self.pause()

    def go_not_implemented(self) -> None:
        """Urged, asked to explain, and found not to have done it."""
        self.report("in_progress", (15, 45))
        if self.due_ends_on is None:
            return
        self.day = max(self.day, self.due_ends_on)
        standing, reason = self.case.seat.standing[0], self.chance.pick(phrases.NOT_DONE)
        urged = self.measure("urge", (8, 30)) and self.measure("explanation", (20, 60))
        if urged and self.step(
            "find_not_implemented", "not_implemented", standing, Role.STANDING, (30, 90), reason=reason
        ):
            self.row["verdict_note"] = reason
            self.ending = Ending(self.last, standing)

    def pause(self) -> None:
        """Today it stands still: perhaps the next report is being written, perhaps the office has urged."""
        if self.state in ("in_progress", "partly_implemented", "not_satisfactory") and self.chance.happens(DRAFTED):
            self.draft()
        self.urge_if_late()

    def urge_if_late(self) -> None:
        if self.due_ends_on is not None and self.due_ends_on < self.until:
            self.day = max(self.day, self.due_ends_on)
            while self.chance.happens(URGED_WHEN_LATE) and self.measure("urge", (10, 60)):
                pass

    def wait_for_result(self) -> bool:
        """The work takes its time: most are ready before the deadline, some after; urged when late."""
        due = self.due_ends_on or self.day + timedelta(days=200)
        length = max((due - self.issued.date()).days, 10)
        ready = self.issued.date() + timedelta(days=int(length * (0.45 + 0.8 * self.chance.lot.random())))
        if ready > due and self.chance.happens(URGED_WHEN_LATE) and self.due_ends_on is not None:
            self.day = max(self.day, due)
            self.measure("urge", (5, 15))
        self.day = max(self.day, ready)
        return ready <= due

    # What happens.

    def start(self) -> bool:
        plan, person = self.chance.pick(phrases.PLANS), self.bureau.officer
        answers = {"person_in_charge": person.name, "plan": plan}
        if not self.step("start", "in_progress", person, Role.AGENCY_OFFICER, (2, 15), answers=answers):
            return False
        self.row |= answers
        return True

    def report(self, claim: str, wait: tuple[int, int]) -> bool:
        """The officer drafts, the leader sends; unless it is a mere note, it waits to be verified."""
        day = self.chance.after(self.day, *wait)
        if not self.is_past(day):
            return False
        self.write_update(day, claim)
        if claim != "in_progress":
            self.row["sent_on"] = day
            facts = {"sent_on": day.isoformat()}
            self.become("send_report", "awaiting_verification", self.bureau.leader, Role.SYSTEM, facts=facts)
        return True

    def write_update(self, day: date, claim: str) -> None:
        sent = self.later(day)
        began = max(sent - timedelta(days=self.chance.between(1, 4)), self.issued)
        leader = self.bureau.leader
        self.new_update(claim, began)
        self.update |= {"state": "submitted", "sent_by_id": leader.id, "sent_at": sent, "updated_at": sent}
        self.update |= {"completed_on": day} if claim == "done" else {}
        subject = self.subject_of("update", self.update["id"])
        self.stage.journal.tell(
            sent, leader, Role.AGENCY_LEADER, subject, "send", before={"state": "draft"}, after={"state": "submitted"}
        )
        self.row |= {
            "claim": claim,
            "percent": self.update["percent"],
            "claimed_at": sent,
            "reported_by_id": leader.id,
        }
        self.day, self.last = day, sent

    def new_update(self, claim: str, began: datetime) -> None:
        """A draft with its evidence; its row is kept at hand, to be finished before the batch is sent."""
        chance = self.chance
        percent = {"in_progress": chance.between(1, 7) * 10, "partly": chance.between(5, 9) * 10, "done": 100}[claim]
        words = {"in_progress": phrases.PROGRESS, "partly": phrases.PARTLY, "done": phrases.DONE}[claim]
        text = self.stage.say(chance.pick(words), self.case, percent=percent)
        row: dict[str, Any] = {
            "council_id": self.case.seat.id,
            "delegation_id": self.case.id,
            "assignment_id": self.id,
            "claim": claim,
            "percent": percent,
            "text": text,
            "difficulties": chance.pick(phrases.DIFFICULTIES),
            "state": "draft",
            "drafted_by_id": self.bureau.officer.id,
            **marks(began, self.bureau.officer),
        }
        kept = self.update = self.stage.writer.hold("progress_update", row)
        self.evidence = self.hand_in(began) if claim != "in_progress" else []
        numbers = [item["document_number"] for item in self.evidence]
        after = {"assignment_id": self.id, "claim": claim, "percent": percent, "text": text, "state": "draft"}
        after |= {"evidence": numbers} if numbers else {}
        subject = self.subject_of("update", kept["id"])
        self.stage.index.add(
            "update",
            kept["id"],
            self.case.seat.id,
            began.date(),
            self.plea.code,
            text,
            row["difficulties"],
            self.bureau.name,
            *numbers,
        )
        self.stage.journal.tell(
            began, self.bureau.officer, Role.AGENCY_OFFICER, subject, "created", after=after, audience="agency"
        )

    def draft(self) -> None:
        self.new_update("done", self.chance.moment(self.stage.yesterday))

    def hand_in(self, at: datetime) -> list[dict[str, Any]]:
        """One document for each closing condition; a co-operating agency hands in one."""
        conditions: list[int | None] = [*self.plea.conditions] if self.role == "lead" else [None]
        sign = self.bureau.code if not self.bureau.code.startswith("UBND") else "UBND"
        return [
            self.stage.writer.hold(
                "evidence_item",
                {
                    "council_id": self.case.seat.id,
                    "delegation_id": self.case.id,
                    "assignment_id": self.id,
                    "update_id": self.update["id"],
                    "condition_id": condition,
                    "document_number": self.stage.paper(at.date(), f"BC-{sign}"),
                    "state": "pending",
                    **marks(at, self.bureau.officer),
                },
            )
            for condition in conditions
        ]

    def verdict(self, verdict: str, *, completed: date) -> bool:
        """The Council's side accepts, accepts partly, or returns with reason; False while it is waiting."""
        day = self.chance.after(self.day, 2, 14)
        if not self.is_past(day):
            return False
        who, role = self.verifier()
        at = self.later(day)
        words = {"accept": phrases.ACCEPTED, "accept_partly": phrases.REMAINING, "return": phrases.RETURNED}[verdict]
        note = self.chance.pick(words)
        facts: dict[str, Any] = {"reviewed_by_id": who.id, "reviewed_at": at, "updated_at": at}
        facts |= {"remaining": note} if verdict == "accept_partly" else {"review_note": note}
        if verdict == "return":
            facts["answer_due_on"] = self.row["answer_due_on"] = self.chance.after(day, 15, 30)
        self.update |= facts | {"state": REVIEWED[verdict]}
        self.judge_evidence(verdict, who, role, at, note)
        self.stage.journal.tell(
            at,
            who,
            role,
            self.subject_of("update", self.update["id"]),
            verdict,
            before={"state": "submitted"},
            after={
                "state": REVIEWED[verdict],
                "answers": {"remaining" if verdict == "accept_partly" else "note": note},
            },
            reason=note if verdict == "return" else "",
        )
        self.row |= {"reviewed_at": at, "verdict_note": note}
        self.day, self.last = day, at
        if verdict == "accept":
            self.row |= {"verified_at": at, "verified_by_id": who.id, "completed_on": completed, "answer_due_on": None}
            self.ending = Ending(at, who)
        self.become(verdict, REACHES[verdict], who, Role.SYSTEM, facts=self.reviewed())
        return True

    def judge_evidence(self, verdict: str, who: Person, role: str, at: datetime, note: str) -> None:
        """Each item of the report, with the report: accepted with it, or refused for the same reason."""
        if verdict not in JUDGED:
            return
        step, state = JUDGED[verdict]
        reason = note if step == "reject" else ""
        for item in self.evidence:
            item |= {"state": state, "reason": reason, "judged_by_id": who.id, "judged_at": at, "updated_at": at}
            subject = self.subject_of("evidence", item["id"])
            after = {"state": state}
            self.stage.journal.tell(
                at, who, role, subject, step, before={"state": "pending"}, after=after, reason=reason
            )

    def reviewed(self) -> dict[str, Any]:
        """What a verdict leaves on the task."""
        names = ("reviewed_at", "verdict_note", "answer_due_on", "verified_at", "verified_by_id", "completed_on")
        return {name: audit.plain(self.row[name]) for name in names if name in self.row}

    def verifier(self) -> tuple[Person, str]:
        leaders = list(self.case.seat.leaders.values())
        if leaders and self.chance.happens(0.2):
            return self.chance.pick(leaders), Role.LEADER
        if self.chance.happens(0.15):
            return self.case.seat.standing[0], Role.STANDING
        return self.case.follower, Role.OFFICE

    def measure(self, kind: str, wait: tuple[int, int]) -> bool:
        day = self.chance.after(self.day, *wait)
        if not self.is_past(day):
            return False
        at, who = self.later(day), self.case.follower
        facts = {
            "kind": kind,
            "state": "taken",
            "document_number": self.stage.paper(day, "VP-ĐĐBQH&HĐND"),
            "note": self.chance.pick(phrases.URGE_NOTES),
        }
        if kind == "explanation":
            facts["skip_reason"] = phrases.SKIPPED
        id = self.stage.writer.add(
            "measure",
            council_id=self.case.seat.id,
            delegation_id=self.case.id,
            assignment_id=self.id,
            taken_on=day,
            answer_due_on=self.chance.after(day, 10, 15),
            **facts,
            **marks(at, who),
        )
        told = facts | {"assignment_id": self.id, "taken_on": day.isoformat()}
        self.stage.journal.tell(at, who, Role.OFFICE, self.subject_of("measure", id), "created", after=told)
        self.day, self.last = day, at
        return True

    def step(
        self,
        action: str,
        state: str,
        who: Person,
        role: str,
        wait: tuple[int, int],
        *,
        reason: str = "",
        answers: dict[str, str] | None = None,
    ) -> bool:
        """Take a step after some days; False, and nothing done, when those are not over yet."""
        day = self.chance.after(self.day, *wait)
        if not self.is_past(day):
            return False
        self.day, self.last = day, self.later(day)
        self.become(action, state, who, role, reason=reason, answers=answers)
        return True

    def become(
        self,
        action: str,
        state: str,
        who: Person,
        role: str,
        *,
        reason: str = "",
        answers: dict[str, str] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> None:
        after: dict[str, Any] = {"state": state, **(facts or {})}
        if answers:
            after |= {**answers, "answers": answers}
        self.stage.journal.tell(
            self.last, who, role, self.subject, action, before={"state": self.state}, after=after, reason=reason
        )
        self.state, self.version = state, self.version + 1

    def drop(self, who: Person, at: datetime) -> None:
        """The recommendation has been withdrawn."""
        if self.state not in FINAL:
            self.last = max(self.last, at)
            self.become("drop", "waived", who, Role.SYSTEM)

    def write(self) -> None:
        self.stage.writer.add(
            "assignment",
            id=self.id,
            council_id=self.case.seat.id,
            delegation_id=self.case.id,
            recommendation_id=self.plea.id,
            agency_id=self.bureau.id,
            agency_name=self.bureau.name,
            role=self.role,
            state=self.state,
            original_due_on=self.due_on,
            due_on=self.due_on,
            due_ends_on=self.due_ends_on,
            due_key=self.due_on or FAR,
            **self.row,
            **marks(self.issued, self.case.follower, self.last, self.version),
        )

    def is_past(self, day: date) -> bool:
        return day < self.until

    def later(self, day: date) -> datetime:
        """A moment of that day, never before what happened last."""
        return max(self.chance.moment(day), self.last)

    def subject_of(self, kind: str, id: int) -> Subject:
        return self.subject._replace(kind=kind, id=id)
