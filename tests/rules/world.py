"""One record of every kind in its useful states: of the cast's own delegation, of another one, of another council.

Every record carries a word of its own, a canary: whoever is shown it has been shown that record.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter

from tests import cast
from tests.cast import Cast
from tracker.accounts import tokens
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, StandIn
from tracker.accounts.roles import Role
from tracker.accounts.signing_in import fingerprint
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.audit import service as audit
from tracker.calendar import queries as calendar
from tracker.calendar.models import CalendarDay, CalendarYear
from tracker.comparing import flags
from tracker.comparing import queries as comparing
from tracker.comparing.service import write as write_note
from tracker.core import clock
from tracker.core.text import sort_key
from tracker.delegations import head_rules
from tracker.delegations.models import Delegation, DelegationAgency, DelegationDocument, DelegationMember
from tracker.delegations.service.finding import index as index_delegation
from tracker.documents import making
from tracker.documents import service as documents
from tracker.documents.kinds import KINDS
from tracker.extensions import db
from tracker.findings.indexing import index as index_finding
from tracker.findings.models import Finding, FindingComment
from tracker.importing import registers
from tracker.importing.models import ImportHeading, ImportRun
from tracker.jobs.models import Job
from tracker.links import service as links
from tracker.organizations import service as organizations
from tracker.organizations import terms
from tracker.organizations.models import (
    Agency,
    AgencyChange,
    AgencyChangePart,
    AgencyName,
    AgencySuccession,
    CouncilBody,
    CouncilTerm,
    Handover,
)
from tracker.outlines.models import Outline, OutlineFigure, OutlineItem
from tracker.outlines.service import index as index_outline
from tracker.oversight_reports.models import SECTIONS, OversightReport, ReportSection
from tracker.planning.indexing import index as index_programme
from tracker.planning.indexing import index_topic
from tracker.planning.models import Programme, Topic
from tracker.plans.models import (
    DelegationTemplate,
    ExpectedDocument,
    PlannedStep,
    TemplateDocument,
    TemplateStep,
)
from tracker.policies import effects, route
from tracker.policies.indexing import index as index_policy
from tracker.policies.models import CouncilSession, Policy
from tracker.progress_requests.models import ProgressRequest
from tracker.progress_requests.service import kept_schedule
from tracker.proposals.indexing import index as index_proposal
from tracker.proposals.models import AgencyProposal, ProposalAgency
from tracker.recommendations.control.models import ControlSetting
from tracker.recommendations.indexing import index as index_recommendation
from tracker.recommendations.indexing import index_update
from tracker.recommendations.measures import ladder
from tracker.recommendations.models import (
    Addressee,
    Assignment,
    ClosingCondition,
    EvidenceItem,
    Extension,
    Measure,
    Recommendation,
    Update,
)
from tracker.recommendations.wording import keeping
from tracker.reporting import wording
from tracker.reporting.models import Figure, FigureAgency
from tracker.reporting.service import index as index_figure
from tracker.requests import content
from tracker.requests.indexing import index_report
from tracker.requests.models import AgencyReport, Answer, ReportRequest
from tracker.schedule.models import CalendarFeed
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import (
    Attendance,
    Invitation,
    Photograph,
    ProgrammeItem,
    SessionAgency,
    Statement,
    WorkingSession,
)
from tracker.sessions.service import index as index_session
from tracker.sessions.service import index_statement
from tracker.task_sheets.models import TaskSheet, TaskSheetRow
from tracker.terms import report
from tracker.terms.facts import of as facts_of_item
from tracker.terms.models import HandoverItem, HandoverReport, TermHandover
from tracker.views.models import SavedView
from tracker.workflow import engine

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
YESTERDAY = timedelta(days=1)
FEED_TOKEN = "secret-of-the-deputy"


@dataclass(frozen=True)
class Standing:
    """Where a record stands for the matrix: which relation to the cast, whose it is, who must not judge it."""

    relation: str
    """own, other (same council) or foreign (another council)."""
    agencies: tuple[str, ...] = ()
    author: str = ""
    reporters: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    """Agencies that have handed it over."""
    sources: tuple[str, ...] = ()
    """Agencies whose own proposals it was made of."""


@dataclass
class World:
    people: Cast
    records: dict[tuple[str, str], Any] = field(default_factory=dict)
    """(kind, variant) → record; the same pairs as `records` of permissions.yaml."""
    standings: dict[tuple[str, str], Standing] = field(default_factory=dict)
    canaries: dict[tuple[str, str], str] = field(default_factory=dict)
    parts: dict[tuple[str, str, str], int | str] = field(default_factory=dict)
    """(kind, variant, part) → id of something that hangs on the record, or its name in an address."""

    def put(self, kind: str, variant: str, record: Any, **standing: Any) -> Any:
        """Make a record known; its relation is the first word of the variant's name unless told."""
        standing.setdefault("relation", variant.partition("_")[0])
        self.records[kind, variant] = record
        self.standings[kind, variant] = Standing(**standing)
        self.canaries[kind, variant] = canary(kind, variant)
        db.session.flush()
        return record

    def id(self, kind: str, variant: str) -> int:
        return int(self.records[kind, variant].id)

    def part(self, kind: str, variant: str, name: str) -> int | str:
        return self.id(kind, variant) if name == "id" else self.parts[kind, variant, name]


def canary(kind: str, variant: str) -> str:
    """A word that nothing else contains."""
    return f"zq{kind}{variant}".replace("_", "") + "qz"


def words(kind: str, variant: str) -> str:
    return f"Nội dung ví dụ đủ dài để thử {canary(kind, variant)}"


def make() -> World:
    """The whole world, flushed."""
    people = cast.make()
    world = World(people)
    add_people(world)
    add_delegations(world)
    add_templates(world)
    for relation in ("own", "other", "foreign"):
        add_records(world, relation)
    add_states(world)
    add_programmes(world)
    add_feeds(world)
    add_stand_ins(world)
    add_accounts(world)
    add_calendar(world)
    add_jobs(world)
    add_imports(world)
    add_task_sheets(world)
    add_progress_requests(world)
    add_views(world)
    add_terms(world)
    add_policies(world)
    add_document_templates(world)
    db.session.flush()
    return world


# --- people -----------------------------------------------------------------------------------------------------------


def add_people(world: World) -> None:
    """Besides the cast: somebody who was disabled, and an agency, a committee and an officer of the other council."""
    people = world.people
    cast.add_accounts(people, "disabled", "other_leader", "officer_c", "foreign_officer")
    cast.give(people, "disabled", Role.OFFICE)
    people.users["disabled"].disabled_at = clock.now()
    other_committee = CouncilBody(
        council_id=people.council.id, code="VHXH", name="Ban Văn hóa - Xã hội", kind="committee"
    )
    foreign_committee = CouncilBody(
        council_id=people.other_council.id, code="KT", name=f"Ban {canary('name', 'foreign_body')}", kind="committee"
    )
    db.session.add_all([other_committee, foreign_committee])
    world.put("name", "foreign_body", foreign_committee)
    cast.give(people, "other_leader", Role.LEADER, body_id=other_committee.id)
    facts = {"code": "CQ-F", "name": f"Sở {canary('name', 'foreign_agency')}", "short_name": "", "kind": "department"}
    foreign = organizations.add(people.other_council.id, facts, people.foreigner)
    people.agencies["foreign"] = foreign
    place = {"council_id": people.other_council.id, "agency_id": foreign.id}
    cast.give(people, "officer_c", Role.AGENCY_OFFICER, agency_id=people.agencies["c"].id)
    cast.give(people, "foreign_officer", Role.AGENCY_OFFICER, **place)
    for variant, council, body in (
        ("own", people.council, other_committee),
        ("foreign", people.other_council, foreign_committee),
    ):
        world.put("council", variant, council)
        world.parts["council", variant, "body"] = body.id
        del world.canaries["council", variant]
    world.put("agency", "own", people.agencies["a"], agencies=("a",))
    world.put("agency", "foreign", foreign, agencies=("foreign",))
    world.put("name", "foreign_agency", foreign)
    ended = Agency(
        council_id=people.council.id,
        code="CQ-CU",
        name=words("agency", "own_ended"),
        sort_key=sort_key("Sở cũ"),
        kind="department",
        valid_to=date(2025, 2, 28),
    )
    ended.names = [AgencyName(name=ended.name, short_name="", valid_to=ended.valid_to)]
    db.session.add(ended)
    world.put("agency", "own_ended", ended)
    db.session.add(
        AgencySuccession(
            predecessor_id=ended.id, successor_id=people.agencies["c"].id, on=date(2025, 3, 1), kind="merge"
        )
    )
    for kind in ("rename", "merge", "split", "end"):
        change = AgencyChange(
            council_id=people.council.id, kind=kind, from_day=date(2025, 3, 1), document_number="45/NQ-HĐND"
        )
        change.parts = [AgencyChangePart(agency=ended, part="old")]
        db.session.add(change)
        db.session.flush()
        world.parts["agency", "own_ended", kind] = change.id
    for variant in ("own", "foreign"):
        del world.canaries["agency", variant]


def add_accounts(world: World) -> None:
    """Accounts and roles, as the administrator's pages show them."""
    user = cast_person(world, "account", "own")
    given = Membership(
        user_id=user.id, role=Role.DEPUTY.value, council_id=world.people.council.id, valid_to=date(2020, 1, 1)
    )
    db.session.add(given)
    world.put("user", "own", user)
    member = (
        db.session.query(Membership)
        .filter_by(user_id=world.people.users["member"].id, delegation_id=world.people.delegation.id)
        .one()
    )
    world.put("user", "own_member", world.people.users["member"])
    del world.canaries["user", "own_member"]
    world.parts["user", "own_member", "role_id"] = member.id
    world.parts["delegation", "own", "grant"] = member.id
    locked = cast_person(world, "locked", "own_disabled")
    locked.disabled_at = clock.now()
    world.put("user", "own_disabled", locked)


def cast_person(world: World, name: str, variant: str) -> Any:
    cast.add_accounts(world.people, name)
    user = world.people.users[name]
    user.full_name = words("user", variant)
    return user


def add_progress_requests(world: World) -> None:
    """One that the office has to sign, one that was sent, and the schedules of both councils."""
    for variant, of, state in (
        ("own", "own", "draft"),
        ("own_issued", "own", "issued"),
        ("foreign", "foreign", "issued"),
    ):
        task = world.records["assignment", of]
        request = ProgressRequest(
            council_id=task.council_id,
            code=f"YCBC-2026-{len(world.records):03}",
            recommendation_id=task.recommendation_id,
            assignment=task,
            delegation_id=task.delegation_id,
            round_on=date(2026, 1, 1) + len(variant) * YESTERDAY,
            state=state,
            number="9/HĐND-VP" if state == "issued" else None,
            issued_on=date(2026, 6, 1) if state == "issued" else None,
            signer=f"Ông {canary('progress_request', variant)}",
        )
        db.session.add(request)
        agencies = world.standings["assignment", of].agencies if state == "issued" else ()
        world.put("progress_request", variant, request, agencies=agencies)
        engine.created(request, keeper(world, variant))
    for variant, council in (("own", world.people.council), ("foreign", world.people.other_council)):
        schedule = kept_schedule(council.id)
        world.put("progress_schedule", variant, schedule)
        del world.canaries["progress_schedule", variant]


def add_views(world: World) -> None:
    """Views of lists, private and shared with the office, and by which numbers both councils count."""
    people = world.people
    for variant, owner, shared in (
        ("own", "deputy", False),
        ("own_shared", "office", True),
        ("foreign", "foreigner", False),
        ("foreign_shared", "foreigner", True),
    ):
        of_foreigner = owner == "foreigner"
        view = SavedView(
            council_id=people.other_council.id if of_foreigner else people.council.id,
            place="recommendations",
            name=f"Quá hạn {canary('saved_view', variant)}",
            query="due=overdue",
            shared=shared,
            created_by_id=people.users[owner].id,
        )
        db.session.add(view)
        world.put("saved_view", variant, view, author=owner)
        engine.created(view, people.actor(owner))
    for variant, council in (("own", people.council), ("foreign", people.other_council)):
        setting = ControlSetting(council_id=council.id)
        db.session.add(setting)
        world.put("control_setting", variant, setting)
        del world.canaries["control_setting", variant]


def add_terms(world: World) -> None:
    """Terms of both councils; a handover being prepared, one decided about another delegation, one of the other council."""
    people, known = world.people, {}
    for relation, council in (("own", people.council), ("foreign", people.other_council)):
        for number, first, last in TERMS:
            facts = {"number": number, "from_on": date(first, 7, 1), "to_on": date(last, 6, 30), "deputies_total": 50}
            known[relation, number] = terms.add(council, facts, people.admin)
        world.put("council_term", relation, known[relation, "XVI"])
        world.parts["council", relation, "term"] = known[relation, "XVI"].id
        del world.canaries["council_term", relation]
    for variant, relation, state, first, last in (
        ("own", "own", "draft", "XVI", "XVII"),
        ("other", "own", "decided", "XV", "XVI"),
        ("foreign", "foreign", "draft", "XVI", "XVII"),
    ):
        about = world.records["recommendation", variant]
        add_handover(world, variant, state, about, (known[relation, first], known[relation, last]))


TERMS = (("XV", 2021, 2026), ("XVI", 2026, 2031), ("XVII", 2031, 2036))


def add_handover(
    world: World, variant: str, state: str, about: Recommendation, between: tuple[CouncilTerm, CouncilTerm]
) -> None:
    handover = TermHandover(
        council_id=about.council_id,
        code=f"BGNK-2026-{len(world.records):02}",
        from_term=between[0],
        to_term=between[1],
        state=state,
        note=words("term_handover", variant),
        listed=1,
    )
    if state == "decided":
        handover.number, handover.issued_on, handover.decided_at = "45/TB-HĐND", date(2026, 6, 1), clock.now()
    db.session.add(handover)
    world.put("term_handover", variant, handover)
    item = HandoverItem(
        council_id=about.council_id,
        handover=handover,
        recommendation_id=about.id,
        delegation_id=about.delegation_id,
        decision="carry",
        note=words("handover_item", variant),
    )
    db.session.add(item)
    world.put("handover_item", variant, item)
    if state == "decided":
        item.facts = facts_of_item([about.id], clock.today())[about.id]
        facts = report.compose(handover, keeper(world, variant), clock.today(), by_delegation=True)
        db.session.add(HandoverReport(handover_id=handover.id, on=clock.today(), facts=facts))
    engine.created(handover, keeper(world, variant))
    engine.created(item, keeper(world, variant))


POLICIES = (
    ("own", "proposed", {"body": True}),
    ("own_drafting", "drafting", {"body": True, "registered": True, "from": "own"}),
    ("own_review", "committee_review", {"body": True, "registered": True}),
    ("own_tabled", "tabled", {"body": True, "registered": True}),
    ("own_in_force", "in_force", {"body": True, "registered": True}),
    ("other", "consolidated", {}),
    ("foreign", "proposed", {}),
)
RESOLUTION = {"number": "12/NQ-HĐND", "signed_on": date(2026, 6, 1), "effective_on": date(2026, 6, 10)}


def add_policies(world: World) -> None:
    """Policies in several states, drafted by agency B, one of them made of what agency A proposed; sessions; one rule."""
    people, sessions = world.people, {}
    for variant, council in (("own", people.council), ("foreign", people.other_council)):
        name = f"Kỳ họp {canary('council_session', variant)}"
        sessions[variant] = CouncilSession(council_id=council.id, name=name, opens_on=date(2026, 7, 14))
        db.session.add(sessions[variant])
        world.put("council_session", variant, sessions[variant])
    for variant, state, about in POLICIES:
        add_policy(world, variant, state, about, sessions["foreign" if variant == "foreign" else "own"])
    row = route.steps()[0]
    row.legal_basis = words("policy_route_step", "own")
    world.put("policy_route_step", "own", row)


def add_policy(world: World, variant: str, state: str, about: dict[str, Any], session: CouncilSession) -> None:
    people, is_own = world.people, variant.startswith("own")
    policy = Policy(
        council_id=session.council_id,
        delegation_id=people.delegation.id
        if is_own
        else world.id("delegation", "foreign")
        if variant == "foreign"
        else None,
        code=f"CS-2026-{len(world.records):02}",
        title=words("policy", variant),
        type="normative",
        procedure="normative",
        ruleset="B2025",
        state=state,
        body_id=people.committee.id if "body" in about else None,
        **(RESOLUTION if state == "in_force" else {}),
    )
    if "registered" in about:
        policy.session, policy.drafting_agency = session, people.agencies["b"]
    db.session.add(policy)
    drafting = ("b",) if "registered" in about else ()
    world.put("policy", variant, policy, agencies=drafting, sources=("a",) if "from" in about else ())
    effects.enter(policy, {}, keeper(world, variant))
    engine.created(policy, keeper(world, variant))
    index_policy(policy)
    if "from" in about:
        links.tie(world.records["proposal", about["from"]], policy, keeper(world, variant))


def add_jobs(world: World) -> None:
    """One that failed and one that waits, as the administrator sees them."""
    for variant, state in (("own", "failed"), ("own_waiting", "waiting")):
        job = Job(kind="nightly", key=f"nightly {canary('job', variant)}", payload={}, state=state)
        db.session.add(job)
        world.put("job", variant, job)


def add_task_sheets(world: World) -> None:
    """Workbooks that came back: of agency A, of C, which the delegation has nothing to do with, of another council's."""
    for variant, key, task in (("own", "a", "own"), ("other", "c", "other"), ("foreign", "foreign", "foreign")):
        agency, assignment = world.people.agencies[key], world.records["assignment", task]
        writer = world.people.users[f"officer_{key}" if key != "foreign" else "foreign_officer"]
        content = io.BytesIO(register_of("recommendations", canary("task_sheet", variant)))
        kept = attachments.store(content, "viec.xlsx", writer.id, agency.council_id)
        sheet = TaskSheet(
            council_id=agency.council_id,
            agency_id=agency.id,
            file_name=f"{words('task_sheet', variant)}.xlsx",
            sha256=kept.sha256,
            attachment_id=kept.id,
            state="waiting",
            rows=1,
            created_by_id=writer.id,
        )
        db.session.add(sheet)
        world.put("task_sheet", variant, sheet, agencies=(key,))
        attachments.bind(kept, "task_sheet", sheet.id, "task_sheet")
        engine.created(sheet, world.people.actor(writer.username))
        said = {"plan": words("task_sheet", variant)}
        db.session.add(
            TaskSheetRow(sheet=sheet, number=6, assignment_id=assignment.id, said=said, cells=1, base={"plan": ""})
        )


def add_imports(world: World) -> None:
    """Registers that have been looked at: of the office, of the administrator, of another council; and a heading."""
    for variant, register in (
        ("own", "recommendations"),
        ("own_of_accounts", "people"),
        ("foreign", "recommendations"),
    ):
        council = world.people.other_council if variant == "foreign" else world.people.council
        file = io.BytesIO(register_of(register, canary("import_run", variant)))
        kept = attachments.store(file, "so.xlsx", keeper(world, variant).id, council.id)
        run = ImportRun(
            council_id=council.id,
            register=register,
            file_name=f"{words('import_run', variant)}.xlsx",
            sha256=kept.sha256,
            attachment_id=kept.id,
            sheet="Sheet1",
            head_row=1,
            columns={"0": "ignored", "1": "note" if register == "recommendations" else "full_name"},
            state="checked",
            rows=1,
            made=1,
            checked_at=clock.now(),
        )
        db.session.add(run)
        world.put("import_run", variant, run)
        attachments.bind(kept, "import_run", run.id, "register")
        engine.created(run, keeper(world, variant))
    for variant in ("own", "foreign"):
        council = world.people.other_council if variant == "foreign" else world.people.council
        heading = ImportHeading(
            council_id=council.id,
            register="recommendations",
            heading=words("import_heading", variant),
            folded=canary("import_heading", variant),
            column="text",
        )
        db.session.add(heading)
        world.put("import_heading", variant, heading)


def register_of(register: str, word: str) -> bytes:
    """A workbook of one row."""
    known = registers.KNOWN[register]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        for place, column in enumerate(known.columns):
            page.write_string(0, place, str(column.label))
            page.write_string(1, place, word)
    return target.getvalue()


def add_calendar(world: World) -> None:
    """A day, a confirmed year and a rule; whoever is signed in reads them."""
    day = CalendarDay(day=date(2026, 12, 30), kind="holiday", name=words("calendar_day", "own"))
    year = CalendarYear(id=2026, announcement=words("calendar_year", "own"), confirmed_at=clock.now())
    rule = calendar.newest_rule("supplement", "L2025")
    assert rule is not None
    rule.legal_basis = words("day_rule", "own")
    db.session.add_all([day, year])
    step = ladder.steps()[0]
    step.legal_basis = words("ladder_step", "own")
    term = keeping.listing()["vague"][0]
    term.example = words("wording_term", "own")
    for kind, record in (
        ("calendar_day", day),
        ("calendar_year", year),
        ("day_rule", rule),
        ("ladder_step", step),
        ("wording_term", term),
    ):
        world.put(kind, "own", record)


# --- delegations ------------------------------------------------------------------------------------------------------


def add_delegations(world: World) -> None:
    people = world.people
    own = people.delegation
    draft = cast.add_delegation(people, "ĐGS-2026-03", "draft", "committee")
    for name in ("head", "deputy_head", "secretary", "member"):
        cast.give(people, name, Role(name), delegation_id=draft.id)
    foreign = Delegation(
        council_id=people.other_council.id,
        code="ĐGS-2026-77",
        title="",
        owner_kind="council",
        ruleset="L2025",
        scope="Trên địa bàn phường",
        content="Việc chấp hành quy định",
        period_from=date(2021, 1, 1),
        period_to=date(2025, 12, 31),
        report_due_on=date(2026, 4, 30),
        state="active",
        established_on=date(2026, 3, 10),
        notified_on=date(2026, 3, 20),
        ended_on=date(2026, 5, 20),
        inferred=[],
        waived_facts=[],
    )
    foreign.members = [DelegationMember(name="Người phường khác", office="Chủ tịch HĐND phường", role="head")]
    agency = people.agencies["foreign"]
    foreign.agencies = [DelegationAgency(agency_id=agency.id, role="supervised", name_then=agency.name)]
    db.session.add(foreign)
    own.report_due_on = date(2026, 7, 20)  # still to come, so that requests can be moved to it
    facts = {"code": "CQ-CHUA-HOI", "name": "Cơ quan chưa được hỏi", "short_name": "", "kind": "department"}
    unasked = organizations.add(people.council.id, facts, people.office)
    own.agencies.insert(0, DelegationAgency(agency_id=unasked.id, role="participating", name_then=unasked.name))
    for variant, delegation, agencies in (
        ("own", own, ("a", "b")),
        ("own_draft", draft, ()),
        ("other", people.other_delegation, ("c",)),
        ("foreign", foreign, ("foreign",)),
    ):
        delegation.title = words("delegation", variant)
        delegation.code = f"ĐGS-{canary('code', variant)}"
        world.put("delegation", variant, delegation, agencies=agencies)
        world.put("code", variant, delegation, agencies=agencies)
        engine.created(delegation, keeper(world, variant))
        index_delegation(delegation)
        world.parts["delegation", variant, "member"] = delegation.members[-1].id
        world.parts["delegation", variant, "agency"] = delegation.agencies[-1].id
        for kind, number in (("plan", "01/KH-ĐGS"), ("report", "02/BC-ĐGS")):
            add_document(world, variant, delegation, kind, number)
        world.parts["delegation", variant, "document"] = world.id("document", variant)


def add_templates(world: World) -> None:
    """A template of each council, a plan on each delegation, and the administrator's table."""
    for variant, council in (("own", world.people.council), ("foreign", world.people.other_council)):
        template = DelegationTemplate(
            council_id=council.id, code=f"M-{variant}", name=words("delegation_template", variant), owner_kind="council"
        )
        template.outline = "I. Kết quả\nVốn | tỷ đồng | 2021 - 2023"
        template.steps = [
            TemplateStep(position=1, key="establish", label="Thành lập đoàn"),
            TemplateStep(position=2, key="other", label="Họp Đoàn", anchor="establish", days=3),
        ]
        template.documents = [TemplateDocument(position=1, kind="plan", title="Kế hoạch", step="other")]
        db.session.add(template)
        world.put("delegation_template", variant, template)
        world.parts["delegation_template", variant, "step"] = template.steps[-1].id
        world.parts["delegation_template", variant, "document"] = template.documents[-1].id
        engine.created(template, keeper(world, variant))
    for variant in ("own", "own_draft", "other", "foreign"):
        add_plan(world, variant)
    world.put("head_rule", "own", head_rules.listing()[0])


def add_document_templates(world: World) -> None:
    """A template of the office's own, of each council."""
    for variant, council in (("own", world.people.council), ("foreign", world.people.other_council)):
        actor = keeper(world, variant)
        content = making.shipped(KINDS["minutes"])
        file = attachments.store(io.BytesIO(content), "mau.docx", actor.id, council.id)
        template = documents.add(council.id, "minutes", file, words("document_template", variant), actor)
        world.put("document_template", variant, template)


def add_plan(world: World, variant: str) -> None:
    id = world.id("delegation", variant)
    step = PlannedStep(delegation_id=id, position=1, key="other", label="Họp Đoàn", planned_on=date(2026, 4, 1))
    entry = ExpectedDocument(delegation_id=id, position=1, kind="plan", title="Kế hoạch giám sát", step="other")
    db.session.add_all([step, entry])
    db.session.flush()
    world.parts["delegation", variant, "planned_step"] = step.id
    world.parts["delegation", variant, "expected_document"] = entry.id


def add_document(world: World, variant: str, delegation: Delegation, kind: str, number: str) -> None:
    """The plan goes out to the agencies, the report stays with the Council."""
    name = variant if kind == "plan" else f"{variant}_report"
    document = DelegationDocument(
        council_id=delegation.council_id,
        delegation=delegation,
        kind=kind,
        number=number,
        issued_on=date(2026, 3, 20),
        title=words("document", name),
    )
    db.session.add(document)
    db.session.flush()
    file = stored(world, variant, f"van-ban-{name}.pdf")
    document.attachment_id = file.id
    attachments.bind(file, "document", document.id)
    standing = world.standings["delegation", variant]
    agencies = standing.agencies if kind == "plan" else ()
    world.put("document", name, document, agencies=agencies)
    world.parts["document", name, "delegation"] = delegation.id
    engine.created(document, keeper(world, variant))
    put_file(world, f"{variant}_of_{kind}", file, agencies=agencies)


def keeper(world: World, variant: str) -> Actor:
    """Somebody who may have entered it."""
    actor: Actor = world.people.foreigner if variant.startswith("foreign") else world.people.office
    return actor


def stored(world: World, variant: str, name: str, uploader: str = "") -> Attachment:
    """A file of its own; the name is the canary."""
    actor = world.people.actor(uploader) if uploader else keeper(world, variant)
    people = world.people
    council = people.other_council if variant.startswith("foreign") else people.council
    return attachments.store(io.BytesIO(PDF + name.encode()), name, actor.id, council.id)


def put_file(world: World, variant: str, file: Attachment, **standing: Any) -> None:
    file.name = f"tep {canary('attachment', variant)}.pdf"
    world.put("attachment", variant, file, **standing)


# --- programmes and feeds ---------------------------------------------------------------------------------------------


def add_programmes(world: World) -> None:
    """Of the leader's committee (adopted, and next year's draft), of the council, and of the other council."""
    people, year = world.people, clock.today().year
    own = add_programme(world, "own", year, "adopted", people.committee)
    draft = add_programme(world, "own_draft", year + 1, "draft", people.committee)
    add_programme(world, "own_council", year, "draft", None)
    foreign = add_programme(world, "foreign", year, "adopted", world.records["name", "foreign_body"])
    for variant, programme in (("own", own), ("own_draft", draft), ("foreign", foreign)):
        add_topic(world, variant, programme)


def add_programme(world: World, variant: str, year: int, state: str, body: CouncilBody | None) -> Programme:
    people, adopted = world.people, state != "draft"
    programme = Programme(
        council_id=(people.other_council if variant == "foreign" else people.council).id,
        code=f"CTGS-{year}-{variant}",
        year=year,
        owner_kind="committee" if body else "council",
        body=body,
        state=state,
        adopted_number="01/CTr-HĐND" if adopted else None,
        adopted_on=clock.today() if adopted else None,
        signer=words("programme", variant) if adopted else "",
    )
    db.session.add(programme)
    world.put("programme", variant, programme)
    if not adopted:
        del world.canaries["programme", variant]
    engine.created(programme, keeper(world, variant))
    index_programme(programme)
    return programme


def add_topic(world: World, variant: str, programme: Programme) -> None:
    topic = Topic(
        council_id=programme.council_id,
        programme=programme,
        code=f"CĐ-{len(world.records):03}",
        title=words("topic", variant),
        reason="Nhiều cử tri kiến nghị",
        scope="Trên địa bàn thành phố",
        object="Các sở, ngành",
        proposed_by_kind="voters",
        state="proposed" if programme.adopted_on is None else "adopted",
    )
    db.session.add(topic)
    world.put("topic", variant, topic)
    engine.created(topic, keeper(world, variant))
    index_topic(topic)


def add_feeds(world: World) -> None:
    people = world.people
    for variant, owner, council in (
        ("own", "deputy", None),
        ("own_council", "office", people.council),
        ("foreign", "foreigner", None),
        ("foreign_council", "foreigner", people.other_council),
    ):
        feed = CalendarFeed(
            user_id=None if council else people.users[owner].id,
            council_id=council.id if council else None,
            token_hash=fingerprint(FEED_TOKEN if variant == "own" else f"another secret: {variant}"),
            created_by_id=people.users[owner].id,
        )
        db.session.add(feed)
        world.put("feed", variant, feed, author="" if council else owner)
        del world.canaries["feed", variant]


def add_stand_ins(world: World) -> None:
    """Somebody of each council's agency is named for days to come."""
    people = world.people
    for variant, key, user, leader in (
        ("own", "a", "officer_a", "leader_a"),
        ("foreign", "foreign", "foreign_officer", "foreigner"),
    ):
        agency = people.agencies[key]
        naming = StandIn(
            council_id=agency.council_id,
            agency_id=agency.id,
            user_id=people.users[user].id,
            principal_id=people.users[leader].id,
            from_on=date(2026, 12, 1),
            to_on=date(2026, 12, 31),
            reason=words("stand_in", variant),
            document_number="12/GUQ",
            document_date=date(2026, 6, 1),
            state="named",
        )
        db.session.add(naming)
        world.put("stand_in", variant, naming, agencies=(key,))
        audit.record(naming, "created", keeper(world, variant), agency_id=agency.id)


# --- what hangs on a delegation ---------------------------------------------------------------------------------------


def base(world: World, relation: str) -> tuple[Delegation, dict[str, Any], tuple[str, ...]]:
    """The delegation of that relation, the columns every record on it shares, and whose it mainly is."""
    delegation = world.records["delegation", relation]
    agencies = {"own": ("a",), "other": ("c",), "foreign": ("foreign",)}[relation]
    shared = {
        "council_id": delegation.council_id,
        "delegation": delegation,
        "created_by_id": keeper(world, relation).id,
    }
    return delegation, shared, agencies


def add_records(world: World, relation: str) -> None:
    """The same records for every relation."""
    add_outline(world, relation, relation, 1, "frozen")
    add_request(world, relation, relation, "submitted")
    session = add_session(world, relation, relation, "held")
    add_statement(world, relation, relation, session)
    add_amendment(world, relation, relation, "proposed", agency=base(world, relation)[2][0])
    add_figure(world, relation, relation, session)
    add_flag(world, relation, session)
    add_finding(world, relation, relation, "submitted")
    add_proposal(world, relation)
    recommendation = add_recommendation(world, relation, relation, "issued")
    add_assignment(world, relation, relation, recommendation, "lead", "in_progress")
    assignment = world.records["assignment", relation]
    add_update(world, relation, relation, assignment, "submitted")
    add_measure(world, relation, relation, assignment)
    add_extension(world, relation, relation, assignment, "requested")
    add_draft_report(world, relation)
    links.tie(world.records["statement", relation], world.records["finding", relation], keeper(world, relation))
    links.tie(world.records["finding", relation], recommendation, keeper(world, relation))


def add_outline(world: World, relation: str, variant: str, number: int, state: str) -> Outline:
    """One item that asks for one figure."""
    _delegation, shared, agencies = base(world, relation)
    outline = Outline(
        **shared,
        number=number,
        code=f"ĐC-{number:02}",
        title=words("outline", variant),
        state=state,
        frozen_at=clock.now() if state != "draft" else None,
    )
    line = OutlineFigure(position=1, indicator="Số dự án", unit="dự án", period_kind="year", period_from=2025)
    outline.items = [OutlineItem(position=1, text="Kết quả thực hiện", figures=[line])]
    db.session.add(outline)
    asked = ("a", "b") if relation == "own" else agencies
    world.put("outline", variant, outline, agencies=asked if state != "draft" else ())
    world.parts["outline", variant, "item"] = outline.items[0].id
    engine.created(outline, keeper(world, variant))
    index_outline(outline)
    return outline


def add_request(
    world: World, relation: str, variant: str, state: str, *, round: int = 1, agency: str = "", on_paper: bool = False
) -> ReportRequest:
    """One agency, asked by the outline that was sent; with an answer, and with a report where it was handed in."""
    _delegation, shared, agencies = base(world, relation)
    key = agency or agencies[0]
    asked = world.people.agencies[key]
    request = ReportRequest(
        **shared,
        code=f"YC-{len(world.records):02}",
        agency=asked,
        agency_name=asked.name,
        round=round,
        outline=world.records["outline", relation],
        due_on=clock.today() + timedelta(days=10),
        state=state,
        letter_number="31/ĐGS-VP",
        sent_on=clock.today() - YESTERDAY,
        received_at=clock.now() - YESTERDAY,
        supplement_due_on=clock.today() + timedelta(days=10),
        supplement_items=[],
        closing_reason=words("report_request", variant),
    )
    db.session.add(request)
    writer = "office" if on_paper else {"own": "leader_a", "other": "officer_c", "foreign": "foreign_officer"}[relation]
    world.put("report_request", variant, request, agencies=() if state == "draft" else (key,), reporters=(writer,))
    engine.created(request, keeper(world, variant))
    if not on_paper and state != "draft":
        add_answer(world, variant, request, key)
    if state == "submitted":
        add_report(world, variant, request, writer, key, on_paper=on_paper)
    return request


def add_answer(world: World, variant: str, request: ReportRequest, key: str) -> None:
    answer = Answer(
        council_id=request.council_id,
        request=request,
        item=request.outline.items[0],
        text=words("answer", variant),
        created_by_id=keeper(world, variant).id,
    )
    db.session.add(answer)
    world.put("answer", variant, answer, agencies=(key,))
    world.parts["answer", variant, "request"] = request.id
    world.parts["answer", variant, "item"] = answer.item_id
    file = stored(world, variant, f"tra-loi-{variant}.pdf")
    attachments.bind(file, "answer", answer.id)
    put_file(world, f"{variant}_of_answer", file, agencies=(key,))


def add_report(
    world: World, variant: str, request: ReportRequest, writer: str, key: str, *, on_paper: bool = False
) -> None:
    report = AgencyReport(
        council_id=request.council_id,
        request=request,
        delegation=request.delegation,
        agency=request.agency,
        code=f"BC-{len(world.records):02}",
        version=1,
        number="45/BC-BQL",
        issued_on=clock.today() - YESTERDAY,
        signer="Người ký thử" if on_paper else words("report", variant),
        received_on=clock.today() - YESTERDAY,
        was_due_on=request.due_on,
        on_paper=on_paper,
        created_by_id=world.people.users[writer].id,
    )
    db.session.add(report)
    db.session.flush()
    report.content = content.snapshot(request)
    if on_paper:
        return
    world.put("report", variant, report, agencies=(key,))
    engine.created(report, world.people.actor(writer), agency_id=report.agency_id)
    index_report(report)
    file = stored(world, variant, f"bao-cao-{variant}-da-ky.pdf")
    attachments.bind(file, "report", report.id)
    put_file(world, f"{variant}_of_agency_report", file, agencies=(key,))


def add_session(world: World, relation: str, variant: str, state: str) -> WorkingSession:
    delegation, shared, _agencies = base(world, relation)
    session = WorkingSession(
        **shared,
        code=f"CLV-{len(world.records):02}",
        title=words("session", variant),
        held_on=clock.today() - timedelta(days=20),
        part="morning",
        place="Trụ sở",
        chair=delegation.members[0].name,
        state=state,
        notice_sent_on=clock.today() - timedelta(days=40),
        head_attended=True,
        minutes_text="Biên bản đã ghi",
        secretary_name="Thư ký thử" if state == "minutes_signed" else None,
        signed_on=clock.today() if state == "minutes_signed" else None,
        inferred=[],
        waived_facts=[],
    )
    session.agencies = [
        SessionAgency(agency_id=entry.agency_id, name_then=entry.name_then) for entry in delegation.agencies
    ]
    session.attendance = [Attendance(name="Người dự họp", role="attendee")]
    session.programme = [ProgrammeItem(text="Báo cáo của cơ quan")]
    session.invitations = [Invitation(name="Người được mời")]
    session.photographs = [Photograph(caption="Quang cảnh cuộc làm việc")]
    db.session.add(session)
    agencies = () if state == "planned" else world.standings["delegation", relation].agencies
    world.put("session", variant, session, agencies=agencies)
    file = stored(world, variant, f"anh-{variant}.pdf")
    session.photographs[0].attachment_id = file.id
    attachments.bind(file, "session", session.id)
    put_file(world, f"{variant}_of_session", file, agencies=agencies)
    world.parts["session", variant, "attendance"] = session.attendance[0].id
    world.parts["session", variant, "item"] = session.programme[0].id
    world.parts["session", variant, "invitation"] = session.invitations[0].id
    world.parts["session", variant, "photograph"] = session.photographs[0].id
    engine.created(session, keeper(world, variant))
    index_session(session)
    return session


def add_statement(world: World, relation: str, variant: str, session: WorkingSession) -> None:
    _delegation, shared, _agencies = base(world, relation)
    statement = Statement(
        **shared,
        session=session,
        code=f"PB-{len(world.records):02}",
        kind="request",
        speaker="Người phát biểu",
        text=words("statement", variant),
    )
    db.session.add(statement)
    standing = next(
        world.standings["session", name]
        for (kind, name), record in world.records.items()
        if kind == "session" and record is session
    )
    with_minutes = session.state in ("minutes_for_comment", "minutes_signed")
    world.put("statement", variant, statement, agencies=standing.agencies if with_minutes else ())
    engine.created(statement, keeper(world, variant))
    index_statement(statement)


def add_amendment(world: World, relation: str, variant: str, state: str, *, author: str = "", agency: str = "") -> None:
    """By an agency, or by a member of the delegation; a draft is theirs alone."""
    _delegation, shared, _agencies = base(world, relation)
    delegation = shared.pop("delegation")
    writer = author or {"own": "officer_a", "other": "officer_c", "foreign": "foreign_officer"}[relation]
    amendment = Amendment(
        **(shared | {"created_by_id": world.people.users[writer].id}),
        delegation_id=delegation.id,
        session=world.records["session", relation],
        code=f"ĐS-{len(world.records):02}",
        place="Đoạn 2",
        text=words("amendment", variant),
        agency_id=world.people.agencies[agency].id if agency else None,
        author_id=world.people.users[writer].id,
        state=state,
        proposed_at=clock.now() if state == "proposed" else None,
    )
    db.session.add(amendment)
    world.put("amendment", variant, amendment, agencies=(agency,) if agency else (), author=writer)
    engine.created(amendment, world.people.actor(writer))


def add_figure(world: World, relation: str, variant: str, session: WorkingSession) -> None:
    _delegation, shared, _agencies = base(world, relation)
    figure = Figure(
        **shared,
        code=f"SL-{len(world.records):02}",
        indicator=words("figure", variant),
        qualifier="exactly",
        value=Decimal("18.09"),
        unit="tỷ USD",
        period_kind="year",
        period_from=2025,
        period_to=2025,
        source_kind="session",
        source_id=session.id,
        inferred=[],
    )
    figure.agencies = [FigureAgency(agency_id=entry.agency_id) for entry in session.agencies]
    db.session.add(figure)
    world.put("figure", variant, figure, agencies=world.standings["session", relation].agencies)
    audit.record(figure, "created", keeper(world, variant), role="office", after=audit.facts_of(figure))
    index_figure(figure)


def add_flag(world: World, relation: str, session: WorkingSession) -> None:
    """The same agencies give another number for the same thing, and somebody has explained why."""
    twin, first = f"{relation}_twice", world.records["figure", relation]
    add_figure(world, relation, twin, session)
    second = world.records["figure", twin]
    second.indicator, second.value, second.source_kind, second.source_id = first.indicator, Decimal(20), "report", None
    for figure in (first, second):
        figure.series_key = wording.series_key(figure.indicator, figure.unit)
    second.verbatim = words("figure", twin)
    db.session.flush()
    delegation, actor = first.delegation, keeper(world, relation)
    [[flag, *_others]] = comparing.of_delegations([delegation], actor, limit=50, keys=[first.series_key]).values()
    note = write_note(flag, delegation, actor, text=words("flag_note", relation))
    audit.record(note, "explained", actor, role="office", after={"text": note.text}, audience="council")
    world.put("flag_note", relation, note)
    world.parts |= {
        ("flag_note", relation, "delegation"): delegation.id,
        ("flag_note", relation, "series"): flags.slug(flag.series),
        ("flag_note", relation, "flag"): flag.ref,
        ("flag_note", relation, "session"): session.id,
    }


def add_finding(
    world: World, relation: str, variant: str, state: str, *, author: str = "", kind: str = "limitation"
) -> Finding:
    """By the cast's member on the own delegation; sent to agency A where the state says so."""
    _delegation, shared, agencies = base(world, relation)
    writer = author or ("member" if relation == "own" else "foreigner" if relation == "foreign" else "other_office")
    sent = state in ("awaiting_agency", "confirmed")
    finding = Finding(
        **(shared | {"created_by_id": world.people.users[writer].id}),
        code=f"PH-{len(world.records):02}",
        kind=kind,
        text=words("finding", variant),
        evidence="Biên bản làm việc",
        agency_id=world.people.agencies[agencies[0]].id,
        state=state,
        author_id=world.people.users[writer].id,
        submitted_at=None if state == "draft" else clock.now() - YESTERDAY,
        sent_to_agency_at=clock.now() - YESTERDAY if sent else None,
        comment_due_on=clock.today() + timedelta(days=4) if sent else None,
    )
    db.session.add(finding)
    world.put("finding", variant, finding, agencies=agencies if sent else (), author=writer)
    engine.created(finding, world.people.actor(writer))
    index_finding(finding)
    file = stored(world, variant, f"minh-chung-{variant}.pdf")
    attachments.bind(file, "finding", finding.id)
    put_file(world, f"{variant}_of_finding", file, agencies=agencies if sent else (), author=writer)
    return finding


def add_comment(world: World, variant: str, finding: Finding, *, sent: bool) -> None:
    """What the agency drafts is its own until its leader sends it."""
    people = world.people
    comment = FindingComment(
        finding=finding,
        agency_id=finding.agency_id,
        stance="partly",
        text=words("comment", variant),
        drafted_by_id=people.users["officer_a"].id,
        drafted_at=clock.now(),
        ready_at=None if sent else clock.now(),
        sent_by_id=people.users["leader_a"].id if sent else None,
        sent_at=clock.now() if sent else None,
    )
    db.session.add(comment)
    world.put("comment", variant, comment, agencies=("a",))


def add_proposal(world: World, relation: str) -> None:
    _delegation, shared, agencies = base(world, relation)
    proposal = AgencyProposal(
        **shared,
        code=f"ĐX-{len(world.records):02}",
        text=words("proposal", relation),
        addressee_kind="council",
        state="recorded",
    )
    proposal.agencies = [ProposalAgency(agency_id=world.people.agencies[key].id) for key in agencies]
    db.session.add(proposal)
    world.put("proposal", relation, proposal, agencies=agencies)
    engine.created(proposal, keeper(world, relation))
    index_proposal(proposal)
    links.tie(world.records["statement", relation], proposal, keeper(world, relation))


def add_draft_report(world: World, relation: str) -> None:
    """The draft of the delegation's report; somebody has written one of its sections."""
    delegation, shared, _agencies = base(world, relation)
    report = OversightReport(**shared)
    report.sections = [
        ReportSection(**shared, name=name, title=f"Mục {name}", text=None, sources={}) for name in SECTIONS
    ]
    db.session.add(report)
    section = next(section for section in report.sections if section.name == "assessment")
    section.text, section.written_at = words("report_section", relation), clock.now()
    world.put("oversight_report", relation, report)
    del world.canaries["oversight_report", relation]
    world.put("report_section", relation, section)
    for kind in ("oversight_report", "report_section"):
        world.parts[kind, relation, "delegation"] = delegation.id


def add_recommendation(world: World, relation: str, variant: str, state: str) -> Recommendation:
    """To agency A alone unless more are added; in the delegation's own document."""
    _delegation, shared, agencies = base(world, relation)
    lead = world.people.agencies[agencies[0]]
    issued = state != "draft"
    recommendation = Recommendation(
        **shared,
        code=f"KN-2026-{len(world.records):03}",
        text=words("recommendation", variant),
        deliverable="Quyết định phê duyệt",
        due_on=clock.today() + timedelta(days=30),
        due_key=clock.today() + timedelta(days=30),
        state=state,
        document_id=world.id("document", f"{relation}_report") if issued else None,
        issued_on=date(2026, 4, 20) if issued else None,
        lead_agency_id=lead.id if issued else None,
        lead_state="in_progress" if issued else None,
        approved_at=clock.now() if issued else None,
        approved_by_id=keeper(world, variant).id if issued else None,
    )
    recommendation.addressees = [Addressee(agency_id=lead.id, role="lead")]
    recommendation.conditions = [ClosingCondition(text="Danh mục đã ban hành")]
    db.session.add(recommendation)
    world.put("recommendation", variant, recommendation, agencies=agencies if issued else ())
    engine.created(recommendation, keeper(world, variant))
    index_recommendation(recommendation)
    return recommendation


def add_assignment(
    world: World, relation: str, variant: str, recommendation: Recommendation, role: str, state: str, agency: str = ""
) -> Assignment:
    """What it plans is between that agency and the Council's side."""
    _delegation, shared, agencies = base(world, relation)
    key = agency or agencies[0]
    assignment = Assignment(
        **shared,
        recommendation=recommendation,
        agency_id=world.people.agencies[key].id,
        agency_name=world.people.agencies[key].name,
        role=role,
        state=state,
        person_in_charge=f"Người {canary('assignment', variant)}",
        plan=words("assignment", variant),
        verdict_note=words("assignment", variant),
        due_on=recommendation.due_on,
        original_due_on=recommendation.due_on,
        due_ends_on=recommendation.due_on,
        due_key=recommendation.due_key,
    )
    db.session.add(assignment)
    world.put("assignment", variant, assignment, agencies=(key,))
    engine.created(assignment, keeper(world, variant))
    return assignment


def add_update(
    world: World,
    relation: str,
    variant: str,
    assignment: Assignment,
    state: str,
    *,
    writer: str = "",
    sender: str = "",
    on_paper: bool = False,
) -> Update:
    """A report with one piece of evidence that is a file and one that is a number."""
    _delegation, shared, agencies = base(world, relation)
    default = {"own": "officer_a", "other": "officer_c", "foreign": "foreign_officer"}[relation]
    author = writer or default
    by = world.people.users[author].id
    sent_by = world.people.users[sender or ("leader_a" if relation == "own" else author)].id
    sent = state != "draft"
    reviewed = state in ("accepted", "partly_accepted", "returned")
    update = Update(
        **(shared | {"created_by_id": by}),
        assignment=assignment,
        claim="done",
        percent=100,
        text=words("summary" if state == "partly_accepted" else "update", variant),
        completed_on=clock.today(),
        state=state,
        drafted_by_id=by,
        sent_by_id=sent_by if sent else None,
        sent_at=clock.now() - YESTERDAY if sent else None,
        on_paper=on_paper,
        paper_number="15/BC-SCT" if on_paper else "",
        paper_date=clock.today() if on_paper else None,
        reviewed_by_id=keeper(world, variant).id if reviewed else None,
        reviewed_at=clock.now() if reviewed else None,
    )
    db.session.add(update)
    db.session.flush()
    file = stored(world, variant, f"bao-cao-{variant}.pdf", author)
    attachments.bind(file, "update", update.id)
    update.evidence = [
        EvidenceItem(
            council_id=update.council_id,
            assignment_id=assignment.id,
            delegation_id=update.delegation.id,
            attachment_id=attachment,
            document_number=number,
            state="pending",
            created_by_id=by,
        )
        for attachment, number in ((file.id, ""), (None, f"QĐ {canary('evidence', variant)}"))
    ]
    reporters = (author, *([sender] if sender else ["leader_a"] if relation == "own" and not on_paper else []))
    standing = {"agencies": agencies if not on_paper or sent else (), "reporters": reporters}
    author_of = {"author": author} if on_paper else {}
    world.put("update", variant, update, **standing, **author_of)
    world.put("evidence", variant, update.evidence[1], **standing)
    put_file(world, f"{variant}_of_update", file, **standing)
    engine.created(update, world.people.actor(author))
    index_update(update)
    return update


def add_measure(world: World, relation: str, variant: str, assignment: Assignment) -> None:
    _delegation, shared, agencies = base(world, relation)
    delegation = shared.pop("delegation")
    measure = Measure(
        **shared,
        delegation_id=delegation.id,
        assignment=assignment,
        kind="urge",
        taken_on=clock.today() - YESTERDAY,
        document_number=f"12/{canary('measure', variant)}",
    )
    db.session.add(measure)
    world.put("measure", variant, measure, agencies=agencies)
    audit.record(
        measure,
        "created",
        keeper(world, variant),
        role="office",
        after=audit.facts_of(measure),
        agency_id=measure.event_agency_id,
    )


# --- further states of the own delegation -----------------------------------------------------------------------------


def add_extension(world: World, relation: str, variant: str, assignment: Assignment, state: str) -> None:
    _delegation, shared, agencies = base(world, relation)
    extension = Extension(
        **shared,
        assignment=assignment,
        state=state,
        old_due_on=clock.today(),
        proposed_due_on=clock.today() + timedelta(days=60),
        reason=words("extension", variant),
        requested_at=clock.now() - YESTERDAY if state != "draft" else None,
    )
    db.session.add(extension)
    world.put("extension", variant, extension, agencies=agencies)
    file = stored(world, variant, f"gia-han-{variant}.pdf")
    attachments.bind(file, "extension", extension.id, "request")
    put_file(world, f"{variant}_of_extension", file, agencies=agencies)
    engine.created(extension, keeper(world, variant))


def add_states(world: World) -> None:
    own = "own"
    add_outline(world, own, "own_draft", 2, "draft")
    beginning = world.records["delegation", "own_draft"]
    first = Outline(
        council_id=beginning.council_id,
        delegation=beginning,
        number=1,
        code="ĐC-01",
        title="Đề cương",
        state="frozen",
        frozen_at=clock.now(),
    )
    first.items = [OutlineItem(position=1, text="Kết quả thực hiện")]
    db.session.add(first)
    add_request(world, own, "own_received", "received", round=2)
    add_request(world, own, "own_draft", "draft", round=3)
    add_request(world, own, "own_paper", "submitted", agency="b", on_paper=True)
    planned = add_session(world, own, "own_planned", "planned")
    add_statement(world, own, "own_planned", planned)
    for variant, state in (("own_signed", "minutes_signed"), ("own_for_comment", "minutes_for_comment")):
        add_statement(world, own, variant, add_session(world, own, variant, state))
    add_amendment(world, own, "own_draft", "draft", agency="a")
    add_amendment(world, own, "own_member", "proposed", author="member")
    add_amendment(world, own, "own_member_draft", "draft", author="member")
    add_finding(world, own, "own_draft", "draft")
    asked = add_finding(world, own, "own_asked", "awaiting_agency")
    add_comment(world, "own_asked", asked, sent=False)
    heard = add_finding(world, own, "own_confirmed", "confirmed")
    add_comment(world, "own_confirmed", heard, sent=True)
    add_finding(world, own, "own_violation", "submitted", kind="violation")
    for relation in ("own", "other", "foreign"):
        add_recommendation(world, relation, f"{relation}_draft", "draft")
    ended = world.id("agency", "own_ended")
    world.records["recommendation", "own_draft"].addressees.append(Addressee(agency_id=ended, role="support"))
    add_shared_recommendation(world)
    add_handed_over(world)
    assignment = world.records["assignment", own]
    add_update(world, own, "own_draft", assignment, "draft")
    add_update(world, own, "own_paper", assignment, "submitted", writer="office", sender="office", on_paper=True)
    for uploader, variant in (("member", "own_unbound"), ("officer_a", "own_unbound_of_agency")):
        file = stored(world, variant, f"chua-gan-{variant}.pdf", uploader)
        put_file(world, variant, file, author=uploader)


def add_shared_recommendation(world: World) -> None:
    """Agency A leads, agency B co-operates: each reads the recommendation and its own part of it."""
    recommendation = add_recommendation(world, "own", "own_shared", "issued")
    recommendation.addressees.append(Addressee(agency_id=world.people.agencies["b"].id, role="support"))
    world.put("recommendation", "own_shared", recommendation, agencies=("a", "b"))
    lead = add_assignment(world, "own", "own_lead", recommendation, "lead", "partly_implemented")
    update = add_update(world, "own", "own_accepted", lead, "partly_accepted")
    world.put("summary", "own_accepted", update, agencies=("a", "b"))
    del world.canaries["update", "own_accepted"]
    add_assignment(world, "own", "own_support", recommendation, "support", "assigned", agency="b")
    add_extension(world, "own", "own_draft", lead, "draft")


def add_handed_over(world: World) -> None:
    """Agency A had the task and reported on it; agency B has taken it over."""
    recommendation = add_recommendation(world, "own", "own_handed", "issued")
    assignment = add_assignment(world, "own", "own_handed", recommendation, "lead", "in_progress")
    add_update(world, "own", "own_handed", assignment, "submitted")
    heir = world.people.agencies["b"]
    event = audit.record(assignment, "handed_over", world.people.office, agency_id=assignment.agency_id)
    handover = Handover(
        council_id=assignment.council_id,
        subject_kind="assignment",
        subject_id=assignment.id,
        from_agency_id=assignment.agency_id,
        from_name=assignment.agency_name,
        to_agency_id=heir.id,
        to_name=heir.name,
        since=clock.today(),
        event_id=event.id,
    )
    db.session.add(handover)
    assignment.agency, recommendation.lead_agency_id = heir, heir.id
    assignment.taken_over_by, assignment.taken_over_on = heir.name, clock.today()
    db.session.flush()
    world.parts["agency", "own", "handover"] = handover.id
    for kind in ("recommendation", "assignment", "update", "evidence"):
        held(world, kind, "own_handed")
    held(world, "attachment", "own_handed_of_update")


def held(world: World, kind: str, variant: str) -> None:
    standing = world.standings[kind, variant]
    world.standings[kind, variant] = replace(standing, agencies=("b",), former=("a",))


def token(world: World, name: str, *scopes: str) -> str:
    """A bearer token of that person."""
    _row, secret = tokens.make(world.people.users[name], scopes=scopes)
    return secret
