"""Writing the draft of the report: beginning it, saving a section, adding a source to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.audit import service as audit
from tracker.core import clock, sequences
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.core.i18n import _, in_vietnamese
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.oversight_reports import queries
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.indexing import index, index_section
from tracker.oversight_reports.marks import spelled
from tracker.oversight_reports.models import SECTIONS, OversightReport, ReportSection
from tracker.oversight_reports.reading import problems, respelled, snapshot, used
from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.watching import text_of
from tracker.workflow import engine

WRITERS = (Role.SECRETARY, Role.OFFICE, Role.HEAD, Role.DEPUTY_HEAD)
"""Office and secretary draft it, the heads who answer for it may write in it (domain.md 6.2)."""


def may_write(delegation: Delegation, actor: Actor) -> bool:
    try:
        require_writing(delegation, actor)
    except (Forbidden, Impossible, NotFound):
        return False
    return True


def require_writing(delegation: Delegation, actor: Actor) -> None:
    """NotFound for agencies, Forbidden to the rest of the Council's side; Impossible once the report has been signed."""
    roles = access.roles_on(actor, delegation)
    if not roles & set(COUNCIL_SIDE):
        raise NotFound
    if not roles & set(WRITERS):
        raise Forbidden
    if is_frozen(delegation):
        state = engine.state_of(delegation)
        raise Impossible(_("Đoàn ở trạng thái “%(state)s” nên dự thảo báo cáo không sửa được nữa.", state=state.label))


def is_frozen(delegation: Delegation) -> bool:
    """The draft stands open as long as the delegation's own facts do: until its report is signed."""
    return not engine.state_of(delegation).edit


def begin(delegation: Delegation, actor: Actor) -> OversightReport:
    """The delegation's draft with all its sections, none of them written yet; the one that is there, if it is."""
    require_writing(delegation, actor)
    sequences.take(
        db.session, f"BC-ĐGS/{delegation.id}"
    )  # two who begin at once: the second waits, and finds the first's
    known = queries.of_delegation(delegation.id, actor)
    if known is not None:
        return known
    shared = {"council_id": delegation.council_id, "created_by_id": actor.id, "delegation": delegation}
    report = OversightReport(**shared)
    with in_vietnamese():
        report.sections = [
            ReportSection(**shared, name=name, title=str(title), text=None, sources={})
            for name, title in SECTIONS.items()
        ]
    db.session.add(report)
    db.session.flush()
    record(report, "created", actor, after=audit.facts_of(report))
    index(report)
    return report


def save(section: ReportSection, answers: Mapping[str, Any], actor: Actor, dossier: Dossier) -> None:
    """Write title and text; what is absent stays. Its sources count as looked through, as they are now.

    Invalid beside `text` for a code that names nothing here, or something out of date.
    """
    require_writing(section.delegation, actor)
    before = {"title": section.title, "text": text_of(section, dossier)}
    text = respelled(answers["text"] or "" if "text" in answers else before["text"], dossier)
    wrong = problems(text, dossier)
    if wrong:
        raise Invalid({"text": wrong})
    sources = snapshot(text, dossier)
    reviewed = [code for code, words in sources.items() if section.sources.get(code, words) != words]
    was_written = section.is_written
    section.title = answers.get("title") or section.title
    section.text, section.sources = text, sources
    section.written_at = clock.now()
    after = {"title": section.title, "text": text}
    tell(section, before, after, reviewed, actor, again=was_written)
    index(section.report)
    index_section(section)


def tell(
    section: ReportSection,
    before: dict[str, str],
    after: dict[str, str],
    reviewed: list[str],
    actor: Actor,
    *,
    again: bool,
) -> None:
    """One event: what the section said, and says; or that it was looked through and stands."""
    changed = [name for name in after if after[name] != before[name] or (name == "text" and not again)]
    engine.touch(section, actor)
    db.session.flush()
    seen = {"reviewed": reviewed} if reviewed else {}
    record(
        section,
        "edited" if changed or seen else "looked_through",
        actor,
        before={name: before[name] for name in changed if again or name != "text"},
        after={name: after[name] for name in changed} | seen,
    )


def append(section: ReportSection, code: str, actor: Actor, dossier: Dossier) -> Source:
    """Add the source with this code to the end of the section, in the words in which the report would begin with it.

    Invalid when there is no such source, or when something else in the section cannot stand.
    """
    require_writing(section.delegation, actor)
    source = next((source for source in dossier.sources if source.code == code), None)
    if source is None:
        raise Invalid({"text": problems(spelled(code), dossier) or [_("Hãy chọn một nguồn.")]})
    text = text_of(section, dossier)
    if source not in used(text, dossier):
        save(section, {"text": f"{text}\n- {source.line}".strip("\n")}, actor, dossier)
    return source


def record(subject: Any, action: str, actor: Actor, **said: Any) -> None:
    """The draft is the Council's own paper, and so is its story."""
    held = access.roles_on(actor, subject)
    role = next(role for role in WRITERS if role in held)
    audit.record(subject, action, actor, role=role, audience="council", **said)
