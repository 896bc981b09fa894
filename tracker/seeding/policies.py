"""What proposals become: policies on their way through drafting, appraisal, scrutiny and vote to the resolution in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tracker.accounts.roles import Role
from tracker.policies.models import ruleset_on
from tracker.seeding import phrases
from tracker.seeding.cast import SYSTEM, Person
from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau
from tracker.seeding.sessions import link
from tracker.seeding.stage import Case, Stage, marks

PROCEDURES = (("normative", 0.65), ("individual", 0.35))
DEPUTIES = {True: 85, False: 25}
WITHDRAWN, SENT_BACK, VOTED_DOWN, REVIEWED = 0.06, 0.1, 0.08, 0.25
OUTCOMES = (("keep", 0.6), ("", 0.25), ("repeal", 0.15))
"""Of a review: kept, still looked at, repealed."""
SESSIONS = ((7, "giữa năm"), (12, "cuối năm"))
"""The months of the regular sessions, and what they are called."""


@dataclass
class Step:
    """One step of the course: taken on a day, by somebody in a role, leading to a state."""

    action: str
    target: str
    day: date
    by: Person
    role: Role
    facts: dict[str, Any] = field(default_factory=dict)
    """What the policy itself holds from then on."""
    paper: tuple[str, date] | None = None
    """The document that ended the step before."""
    result: str = ""
    note: str = ""
    vote: dict[str, int] = field(default_factory=dict)


class Course:
    """One policy, told to the day that is today."""

    def __init__(self, stage: Stage, case: Case, proposals: list[Subject], day: date) -> None:
        self.stage, self.case, self.proposals = stage, case, proposals
        chance = stage.chance
        self.id = stage.writer.take("policy")
        self.code = f"CS-{day.year}-{stage.number(f'CS/{case.seat.id}/{day.year}'):02}"
        self.subject = Subject(case.seat.id, "policy", self.id, self.code, "policy", self.id)
        self.procedure = chance.one_of(PROCEDURES)
        self.drafter: Bureau = chance.pick(case.supervised)
        self.committee = chance.pick(case.seat.committees)[0]
        self.day = self.opens_on = day
        self.at = chance.moment(day)
        self.rounds = 0
        self.row: dict[str, Any] = {
            "title": stage.say(chance.pick(phrases.POLICIES), case),
            "summary": stage.say(chance.pick(phrases.POLICY_SUMMARIES), case),
            "type": "normative" if self.procedure == "normative" else "individual",
            "procedure": self.procedure,
            "ruleset": ruleset_on(day),
            "sponsor": f"Đoàn giám sát {case.code}",
            "delegation_id": case.id,
        }

    def tell(self) -> None:
        """The first event, the sources, then every step that is past."""
        stage, case = self.stage, self.case
        names = [proposal.code for proposal in self.proposals]
        created = self.row | {"code": self.code, "state": "proposed", "rests_on": names}
        self.event(self.at, case.follower, Role.OFFICE, "created", after=created, audience="council")
        for proposal in self.proposals:
            link(stage, case, case.follower, self.day, ("proposal", proposal.id), ("policy", self.id))
        state, version = "proposed", 1
        entered, last = self.day, self.at
        for step in self.steps():
            if not stage.chance.is_past(step.day):
                break
            last = max(last, stage.chance.moment(step.day))
            self.leave(state, entered, step, last)
            self.take(state, step, last)
            state, entered, version = step.target, step.day, version + 1
        self.leave(state, entered, None, last)
        self.write(state, last, version)

    # --- the course ---------------------------------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        """What would be, were there no today."""
        chance, case, day = self.stage.chance, self.case, self.day
        office, standing = case.follower, case.seat.standing[0]
        whole = list(self.before_the_vote(office, standing))
        if chance.happens(WITHDRAWN):
            kept = whole[: chance.between(0, len(whole) - 1)]
            day = chance.after(kept[-1].day if kept else day, 5, 30)
            reason = chance.pick(phrases.WITHDRAWN_POLICIES)
            yield from kept
            yield Step(
                "withdraw", "withdrawn", day, standing, Role.STANDING, {"withdrawal_reason": reason}, note=reason
            )
            return
        yield from whole
        yield from self.from_the_vote_on(whole[-1], office, standing)

    def before_the_vote(self, office: Person, standing: Person) -> Iterator[Step]:
        chance, drafter = self.stage.chance, self.drafter
        day = chance.after(self.day, 2, 10)
        yield Step("consolidate", "consolidated", day, office, Role.OFFICE)
        registered = chance.after(day, 5, 20)
        prepared = list(self.preparing(chance.after(registered, 2, 7), office))
        session_id, opens_on = self.session(prepared[-1].day + timedelta(days=6))
        self.opens_on = opens_on
        facts = {"session_id": session_id, "drafting_agency_id": drafter.id}
        paper = (self.stage.paper(registered, "TB-HĐND"), registered)
        yield Step("register", "registered", registered, standing, Role.STANDING, facts, paper)
        yield from prepared

    def preparing(self, day: date, office: Person) -> Iterator[Step]:
        """From the acceptance of the drafting agency to the documents for the session."""
        chance, leader, told = self.stage.chance, self.drafter.leader, Role.AGENCY_LEADER
        yield Step("accept", "drafting", day, leader, told)
        day = chance.after(day, 10, 25)
        if self.procedure == "normative":
            yield Step("post", "consultation", day, leader, told, {"posted_on": day}, self.paper(day, "TTr"))
            day = chance.after(day, 31, 40)
            yield Step("send_to_appraisal", "appraisal", day, leader, told, {}, self.paper(day, "TTr"))
            if chance.happens(SENT_BACK):
                day = chance.after(day, 7, 14)
                yield Step(
                    "send_back", "drafting", day, office, Role.OFFICE, {}, self.paper(day, "BC-STP"), "not_eligible",
                    chance.pick(phrases.NOT_READY),
                )  # fmt: skip
                day = chance.after(day, 7, 20)
                yield Step("send_to_appraisal", "appraisal", day, leader, told, {}, self.paper(day, "TTr"))
            day = chance.after(day, 7, 14)
        verdict = ("eligible", self.paper(day, "BC-STP")) if self.procedure == "normative" else ("", None)
        yield Step("submit", "submitted_to_people_committee", day, office, Role.OFFICE, {}, verdict[1], verdict[0])
        day = chance.after(day, 3, 7)
        paper, facts = self.paper(day, "TTr-UBND"), {"body_id": self.committee}
        yield Step("assign_review", "committee_review", day, office, Role.OFFICE, facts, paper)
        yield self.tabled(chance.after(day, 5, 12), "asks_changes" if chance.happens(0.3) else "approves")

    def tabled(self, day: date, opinion: str) -> Step:
        leader, facts = self.case.seat.leaders[self.committee], {"documents_sent_on": day}
        return Step("table", "tabled", day, leader, Role.LEADER, facts, self.paper(day, "BC-BAN"), opinion)

    def from_the_vote_on(self, tabled: Step, office: Person, standing: Person) -> Iterator[Step]:
        chance = self.stage.chance
        day = max(chance.working(self.opens_on), tabled.day)
        if chance.happens(VOTED_DOWN):
            yield self.voted(day, office, passes=False)
            if chance.happens(0.3):
                return
            reason = chance.pick(phrases.NOT_READY)
            yield Step("table_again", "committee_review", day, standing, Role.STANDING, note=reason)
            yield self.tabled(day, "approves")
        yield self.voted(day, office, passes=True)
        signed = chance.after(day, 1, 5)
        effective, number = signed + timedelta(days=10), self.stage.paper(signed, "NQ-HĐND")
        facts = {"number": number, "signed_on": signed, "effective_on": effective, "signer": standing.name}
        yield Step("promulgate", "promulgated", signed, office, Role.OFFICE, facts, (number, signed))
        yield Step("come_into_force", "in_force", effective, SYSTEM, Role.SYSTEM)
        if not chance.happens(REVIEWED):
            return
        day = chance.after(effective, 300, 700)
        yield Step("start_review", "under_review", day, office, Role.OFFICE, note=chance.pick(phrases.POLICY_REVIEWS))
        outcome, day = chance.one_of(OUTCOMES), chance.after(day, 20, 60)
        if outcome == "keep":
            yield Step("keep", "in_force", day, office, Role.OFFICE, {}, self.paper(day, "BC-HĐND"))
        if outcome == "repeal":
            yield Step("repeal", "repealed", day, office, Role.OFFICE, {"repealed_on": day}, self.paper(day, "NQ-HĐND"))

    def voted(self, day: date, office: Person, *, passes: bool) -> Step:
        chance, total = self.stage.chance, DEPUTIES[self.case.seat.is_city]
        present = total - chance.between(0, total // 15)
        yes = chance.between(total // 2 + 1, present) if passes else chance.between(total // 3, total // 2)
        no = chance.between(0, present - yes)
        numbers = {"total": total, "present": present, "yes": yes, "no": no, "abstain": (present - yes - no) // 2}
        return Step("vote", "passed" if passes else "not_passed", day, office, Role.OFFICE, vote=numbers)

    def paper(self, day: date, sign: str) -> tuple[str, date]:
        return self.stage.paper(day, sign), day

    def session(self, first: date) -> tuple[int, date]:
        """The regular session that opens next: in the middle or at the end of a year."""
        seat = self.case.seat
        days = ((date(year, month, 8), words) for year in (first.year, first.year + 1) for month, words in SESSIONS)
        opens_on, words = next((day, words) for day, words in days if day >= first)
        key = (seat.id, opens_on)
        if key not in self.stage.council_sessions:
            at = self.stage.chance.moment(self.day)
            name, office = f"Kỳ họp thường lệ {words} {opens_on.year}", seat.office[0]
            facts = {"name": name, "opens_on": opens_on, "closes_on": opens_on + timedelta(days=2)}
            id = self.stage.writer.add("council_session", council_id=seat.id, **facts, **marks(at, office))
            subject = Subject(seat.id, "council_session", id, name, "council_session", id)
            self.stage.journal.tell(at, office, Role.OFFICE, subject, "created", after=plain(facts))
            self.stage.council_sessions[key] = id
        return self.stage.council_sessions[key], opens_on

    # --- telling ------------------------------------------------------------------------------------------------------

    def leave(self, state: str, entered: date, step: Step | None, at: datetime) -> None:
        """The row of the step that it stands at, or has now left."""
        number, issued_on = step.paper if step and step.paper else ("", None)
        self.stage.writer.add(
            "policy_step",
            council_id=self.case.seat.id,
            policy_id=self.id,
            name=state,
            entered_on=entered,
            done_on=step.day if step else None,
            number=number,
            issued_on=issued_on,
            result=step.result if step else "",
            note=step.note if step else "",
            **marks(self.stage.chance.moment(entered), self.case.follower, at if step else None),
        )

    def take(self, left: str, step: Step, at: datetime) -> None:
        self.row |= step.facts
        asked: dict[str, Any] = {"reason": step.note} if step.note else {}
        if step.paper:
            asked |= {"number": step.paper[0], "issued_on": step.paper[1].isoformat()}
        after = plain(step.facts) | {
            "state": step.target,
            **({"answers": asked | step.vote} if asked or step.vote else {}),
        }
        audience = "council" if step.target == "consolidated" else "all"
        before = {"state": left}
        self.event(at, step.by, step.role, step.action, before=before, after=after, audience=audience, reason=step.note)
        if step.vote:
            self.keep_vote(step, at)
        if step.target in ("passed", "not_passed", "promulgated", "in_force", "withdrawn") and step.action != "keep":
            self.tell_proposals(step, at)

    def keep_vote(self, step: Step, at: datetime) -> None:
        self.rounds += 1
        self.stage.writer.add(
            "policy_vote",
            council_id=self.case.seat.id,
            policy_id=self.id,
            round=self.rounds,
            voted_on=step.day,
            of_term=step.vote["total"],
            passed=step.target == "passed",
            recorded_by_id=step.by.id,
            recorded_at=at,
            **step.vote,
        )

    def tell_proposals(self, step: Step, at: datetime) -> None:
        """What became of it stands on each proposal, where the agency reads it (F36)."""
        told = {"policy": self.code, "title": self.row["title"], "outcome": step.target, "on": step.day.isoformat()}
        for proposal in self.proposals:
            self.stage.journal.tell(at, SYSTEM, Role.SYSTEM, proposal, "hear_of_policy", after={"answers": told})

    def event(self, at: datetime, who: Person, role: Role, action: str, **told: Any) -> None:
        self.stage.journal.tell(at, who, role, self.subject, action, **told)

    def write(self, state: str, last: datetime, version: int) -> None:
        seat, row = self.case.seat, self.row
        marked = marks(self.at, self.case.follower, last, version)
        self.stage.writer.add("policy", id=self.id, council_id=seat.id, code=self.code, state=state, **row, **marked)
        name = self.drafter.name if "drafting_agency_id" in row else ""
        texts = (row["summary"], row["sponsor"], row.get("number", ""), name)
        self.stage.index.add("policy", self.id, seat.id, self.day, self.code, row["title"], *texts)


def tell(stage: Stage, case: Case) -> None:
    """One policy of all the proposals that the council took up."""
    if case.taken_up:
        proposals = [subject for subject, _day in case.taken_up]
        Course(stage, case, proposals, max(day for _subject, day in case.taken_up)).tell()


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
