"""Findings of a delegation: recorded, sent to the agency, commented on, confirmed, rejected or corrected."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tracker.accounts.roles import Role
from tracker.seeding import phrases
from tracker.seeding.cast import Person
from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau
from tracker.seeding.sessions import link
from tracker.seeding.stage import Case, Stage, marks

FINDINGS = {True: (8, 16), False: (4, 8)}
KINDS = (("achievement", 0.3), ("limitation", 0.45), ("difficulty", 0.25))
STANCES = (("agree", 0.7), ("partly", 0.2), ("disagree", 0.1))
NAMES_AGENCY = 0.9
COMMENTED = 0.85
REJECTED = 0.07
CORRECTED = 0.05
FROM_STATEMENT = 0.6
DAYS_TO_COMMENT = 5


class FindingStory:
    """One finding, told step by step until today."""

    def __init__(self, stage: Stage, case: Case, day: date) -> None:
        chance = stage.chance
        self.stage, self.case, self.chance = stage, case, chance
        self.author: Person = chance.pick(case.members)
        self.bureau: Bureau | None = chance.pick(case.supervised) if chance.happens(NAMES_AGENCY) else None
        self.kind = chance.one_of(KINDS)
        self.text = stage.say(chance.pick(phrases.FINDINGS[self.kind]), case)
        self.id = stage.writer.take("finding")
        self.code = f"PH-{stage.number(f'PH/{case.id}'):02}"
        self.subject = Subject(case.seat.id, "finding", self.id, self.code, "finding", self.id)
        self.day = day
        self.began = chance.moment(day)
        self.last = self.began
        self.state = "draft"
        self.version = 1
        self.facts: dict[str, Any] = {}

    def tell(self) -> None:
        has_cause = self.kind != "achievement"
        row: dict[str, Any] = {
            "code": self.code,
            "kind": self.kind,
            "cause_kind": self.chance.pick(("objective", "subjective")) if has_cause else None,
            "cause": self.chance.pick(phrases.CAUSES) if has_cause else "",
            "agency_id": self.bureau.id if self.bureau else None,
            "evidence": self.chance.pick(phrases.EVIDENCE),
        }
        told = {name: value for name, value in row.items() if value} | {"text": self.text, "state": "draft"}
        self.stage.journal.tell(
            self.began, self.author, Role.MEMBER, self.subject, "created", after=told, audience="council"
        )
        self.rest()
        self.course()
        self.write(row)

    def rest(self) -> None:
        """What it rests on."""
        if self.case.statements and self.chance.happens(FROM_STATEMENT):
            source = ("statement", self.chance.pick(self.case.statements))
        elif self.case.figures:
            source = ("figure", self.chance.pick(self.case.figures))
        else:
            return
        link(self.stage, self.case, self.author, self.day, source, ("finding", self.id))

    def course(self) -> None:
        if not self.step(
            "submit", "submitted", self.author, Role.AUTHOR, (0, 2), moment="submitted_at", audience="council"
        ):
            return
        if self.bureau is not None:
            if not self.send_to_agency():
                return
            self.facts["comment_due_on"] = self.chance.working(self.day + timedelta(days=DAYS_TO_COMMENT))
            if self.chance.happens(COMMENTED):
                self.comment(self.bureau)
            else:
                self.day = self.facts["comment_due_on"]
        self.decide()

    def send_to_agency(self) -> bool:
        return self.step(
            "send_to_agency",
            "awaiting_agency",
            self.case.secretary,
            Role.SECRETARY,
            (1, 3),
            moment="sent_to_agency_at",
        )

    def comment(self, bureau: Bureau) -> None:
        """The officer drafts it, the leader sends it."""
        day = self.chance.after(self.day, 1, 4)
        if not self.chance.is_past(day):
            return
        stance = self.chance.one_of(STANCES)
        text = self.chance.pick(phrases.COMMENTS[stance])
        at = self.chance.moment(day)
        self.stage.writer.add(
            "finding_comment",
            finding_id=self.id,
            agency_id=bureau.id,
            stance=stance,
            text=text,
            drafted_by_id=bureau.officer.id,
            drafted_at=at,
            sent_by_id=bureau.leader.id,
            sent_at=at,
        )
        answers = {"answers": {"stance": stance} | ({"text": text} if text else {})}
        self.stage.journal.tell(at, bureau.leader, Role.AGENCY_LEADER, self.subject, "comment", after=answers)
        self.day, self.last, self.version = day, at, self.version + 1

    def decide(self) -> None:
        """A finding is settled before the delegation reports, so no later than that day."""
        self.day = min(self.day, self.case.days["reported"] - timedelta(days=5))
        if self.chance.happens(REJECTED):
            reason = self.chance.pick(phrases.REJECTED)
            self.step("reject", "rejected", self.case.head, Role.HEAD, (1, 3), moment="decided_at", reason=reason)
            return
        confirmed = self.step("confirm", "confirmed", self.case.head, Role.HEAD, (1, 3), moment="decided_at")
        if confirmed and self.chance.happens(CORRECTED):
            self.correct()

    def correct(self) -> None:
        old = self.text
        new = f"{old} Số liệu đã được cập nhật."
        if not self.step("correct", "corrected", self.case.head, Role.HEAD, (5, 40), reason=phrases.CORRECTED):
            return
        self.text = new
        self.stage.writer.add(
            "finding_text",
            finding_id=self.id,
            text=old,
            reason=phrases.CORRECTED,
            replaced_at=self.last,
            replaced_by_id=self.case.head.id,
        )

    def step(
        self,
        action: str,
        state: str,
        who: Person,
        role: str,
        wait: tuple[int, int],
        *,
        moment: str = "",
        reason: str = "",
        audience: str = "all",
    ) -> bool:
        """Take a step after some days; False, and nothing done, when those are not over yet."""
        day = self.chance.after(self.day, *wait)
        if not self.chance.is_past(day):
            return False
        at: datetime = max(self.chance.moment(day), self.last)
        if moment:
            self.facts[moment] = at
        if moment == "decided_at":
            self.facts["decision_reason"] = reason
        self.stage.journal.tell(
            at,
            who,
            role,
            self.subject,
            action,
            before={"state": self.state},
            after={"state": state},
            reason=reason,
            audience=audience,
        )
        self.day, self.last, self.state, self.version = day, at, state, self.version + 1
        return True

    def write(self, row: dict[str, Any]) -> None:
        name = self.bureau.name if self.bureau else ""
        self.stage.writer.add(
            "finding",
            id=self.id,
            council_id=self.case.seat.id,
            delegation_id=self.case.id,
            text=self.text,
            state=self.state,
            author_id=self.author.id,
            **row,
            **self.facts,
            **marks(self.began, self.author, self.last, self.version),
        )
        self.stage.index.add(
            "finding",
            self.id,
            self.case.seat.id,
            self.began.date(),
            self.code,
            self.text,
            row["cause"],
            row["evidence"],
            name,
        )
        if self.state in ("confirmed", "corrected"):
            self.case.findings.append(self.id)


def tell(stage: Stage, case: Case) -> None:
    """Recorded at the sessions that have been held."""
    held = [day for day in case.sessions if stage.chance.is_past(day)]
    if case.state in ("draft", "established", "cancelled") or not held:
        return
    for _ in range(stage.chance.between(*FINDINGS[case.seat.is_city])):
        FindingStory(stage, case, stage.chance.pick(held)).tell()
