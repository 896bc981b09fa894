"""What every page needs: who is asking, forms that lose nothing, one commit, buttons, timelines, addresses."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from flask import abort, current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.wrappers import Response

from tracker.accounts import keeping
from tracker.accounts.access import KINDS, kind_of, roles_on
from tracker.accounts.actor import Actor
from tracker.accounts.models import OnceKey
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.attachments.refusals import AS_PDF, RefusedFile, advising
from tracker.audit import queries as audit
from tracker.audit.models import AuditEvent
from tracker.core import dates
from tracker.core.errors import Invalid
from tracker.core.forms import BaseForm, Versioned
from tracker.core.i18n import Words, _
from tracker.core.numbers import format_vi
from tracker.core.rows import row_number
from tracker.extensions import db
from tracker.web import telling
from tracker.workflow import engine

F = TypeVar("F", bound=BaseForm)
SECRETS = ("password", "old_password", "new_password", "password_again")
"""Never kept, neither in a draft nor in a held form."""
NOT_TYPED = ("csrf_token", "once", "version", "review", "lang", *SECRETS)
SHOWN = {"delegation": "delegations.show", "session": "sessions.show", "finding": "findings.show"}
PAGES = SHOWN | {
    "programme": "programmes.show",
    "topic": "topics.show",
    "proposal": "proposals.show",
    "recommendation": "recommendations.show",
    "oversight_report": "oversight_reports.by_number",
    "update": "updates.show",
    "progress_request": "progress_requests.show",
    "council_term": "terms.show",
    "term_handover": "term_handovers.show",
    "policy": "policies.show",
    "council_session": "council_sessions.show",
    "policy_route_step": "policy_route.edit",
    "extension": "extensions.show",
    "outline": "outlines.show",
    "report_request": "requests.show",
    "report": "requests.report",
    "amendment": "amendments.show",
    "agency": "organizations.show",
    "stand_in": "stand_ins.show",
    "delegation_template": "delegation_templates.show",
    "head_rule": "head_rules.edit",
    "ladder_step": "ladder.edit",
    "wording_term": "wording.edit",
    "user": "people.show",
    "job": "jobs.show",
    "import_run": "imports.show",
    "task_sheet": "task_sheets.show",
    "council": "councils.show",
    "calendar_year": "calendar.year",
    "day_rule": "rules.show",
    "saved_view": "saved_views.open_list",
    "control_setting": "control_room.settings",
}


def me() -> Actor:
    """The person asking; pages are closed to everybody else before a view is reached."""
    actor: Actor = current_user.actor
    return actor


# --- forms ----------------------------------------------------------------------------------------------------------


def form(
    kind: type[F],
    initial: Mapping[str, Any] | None = None,
    *,
    record: Any = None,
    follow: Any = None,
    **about: Any,
) -> F:
    """A form for this address. GET: what was held or drafted, else `initial`. POST: what was sent.

    `record` is the record being changed: its version travels with the form, and `initial` is what is saved now. A view may
    set `catch_up`: what to send instead of what was typed, by field, once somebody else has saved; and `starts_from`: the
    states from which what is asked can be done. `follow` brings what was typed before the questions changed to the questions
    of now; `beyond`, set by the view, is (label, words) of what has no place among them.
    """
    given = dict(initial or {})
    asked = request_data() if request.method == "POST" else kept_fields()
    if follow is not None and asked is not None:
        asked = follow(asked)
    make: Any = versioned
    made = make(kind)(asked, data=given, **about)
    made.record, made.initial, made.draft_place = record, given, place()
    made.draft_url, made.restored_at = url_for("drafts.save", place=made.draft_place), None
    made.catch_up, made.asked, made.beyond, made.starts_from = None, asked, [], None
    if request.method != "POST":
        made.once.data = secrets.token_urlsafe(16)
        made.version.data = record.row_version if record is not None else None
        made.restored_at = g.get("draft_saved_at")
    return made  # type: ignore[no-any-return]


@lru_cache
def versioned(kind: type[BaseForm]) -> type[BaseForm]:
    """The form with the two hidden fields that every page form carries."""
    return kind if issubclass(kind, Versioned) else type(kind.__name__, (Versioned, kind), {})


def request_data() -> MultiDict[str, Any]:
    data: MultiDict[str, Any] = MultiDict(request.form)
    data.update(request.files)
    return data


def place() -> str:
    """The address of this form, under which drafts and held forms are kept."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("held", "lang")]
    return request.path + "".join(f"{'&' if n else '?'}{name}={value}" for n, (name, value) in enumerate(kept))


def kept_fields() -> MultiDict[str, Any] | None:
    """What somebody typed here before: a form that was held while they signed in, or a draft."""
    if request.args.get("held") and (token := session.get("held")):
        held = keeping.held(token, request.path)
        if held is not None:
            names = ", ".join(held.file_names)
            flash(
                _("Chưa gửi được vì phiên làm việc đã hết. Nội dung đã gõ còn nguyên: hãy kiểm tra và gửi lại."),
                "warning",
            )
            if names:
                flash(_("Hãy chọn lại tệp: %(names)s", names=names), "warning")
            return MultiDict([(name, value) for name, value in held.fields if name not in NOT_TYPED])
    draft = keeping.draft(me().id or 0, place())
    if draft is None:
        return None
    g.draft_saved_at = draft.saved_at
    return MultiDict([(name, value) for name, value in draft.fields if name not in NOT_TYPED])


def sent(form: Any) -> bool:
    """Was the form sent, and is every field right?"""
    return request.method == "POST" and "review" not in request.form and bool(form.validate())


def answer_again() -> Response | None:
    """Before any view: the same sent again (a double click, a reload, the back button) goes where it went first.

    Where something else is sent from a form that was sent before, a change of a record is compared with what is saved;
    what made a new record is shown first, so that it neither is lost nor makes a second one unasked.
    """
    once = request.form.get("once") if request.method == "POST" else None
    if not once or not current_user.is_authenticated or request.endpoint == "drafts.save":
        return None
    person = me().id or 0
    known = keeping.done_before(once, fingerprint(), person)
    if known is not None:
        keeping.drop_draft(person, place())
        db.session.commit()
        return redirect(known.location, 303)
    earlier = None if request.form.get("version") else keeping.first_done(once, person)
    return None if earlier is None else sent_before(earlier)


def fingerprint() -> str:
    """What was sent, in 64 characters: every field, the version it was typed over, names and contents of files.

    Taken before any view, while files can still be read; then kept for the request.
    """
    if "fingerprint" not in g:
        g.fingerprint = fingerprint_of_request()
    return str(g.fingerprint)


def fingerprint_of_request() -> str:
    digest = hashlib.sha256()
    for name, value in sorted([*typed(), ("version", request.form.get("version", ""))]):
        digest.update(f"{name}\n{value}\n".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda sent: (sent[0], sent[1].filename or "")):
        content = hashlib.file_digest(file.stream, "sha256")  # type: ignore[arg-type]
        file.stream.seek(0)
        digest.update(f"{name}\n{file.filename}\n{content.hexdigest()}\n".encode())
    return digest.hexdigest()


def sent_before(earlier: OnceKey) -> Response:
    """This form has already made something: lead there, and offer what was typed now as one more."""
    page = render_template(
        "errors/sent_before.html",
        at=earlier.created_at,
        made_url=earlier.location,
        words=words_typed(),
        files=[file.filename for _name, file in request.files.items(multi=True) if file.filename],
        resend=[*typed(), ("once", secrets.token_urlsafe(16))],
        url=place(),
    )
    return make_response(page, 409)


@contextmanager
def trying(form: Any) -> Iterator[None]:
    """What the rooms refuse goes beside its field, and nothing has been written; somebody else's save is shown."""
    require_same_version(form)
    try:
        yield
    except Invalid as wrong:
        db.session.rollback()
        form.add_problems(wrong.errors)
    except StaleDataError:
        db.session.rollback()
        if form.record is None:
            raise
        db.session.refresh(form.record)
        compare(form)


def require_same_version(form: Any) -> None:
    """Ends the request with both versions where somebody else has saved since the form was opened."""
    if form.record is not None and form.version.data not in ("", str(form.record.row_version)):
        compare(form)


def compare(form: Any) -> None:
    """The page with both versions; ends the request. What cannot be done any more is not offered again: what was done
    instead stands beside what was typed."""
    record = form.record
    if form.starts_from is not None and record.state not in form.starts_from:
        abort(make_response(overtaken(form), 409))
    resend = dict(form.catch_up()) if form.catch_up is not None else {}
    resend |= {"version": record.row_version, "once": secrets.token_urlsafe(16)}
    fields = [field for field in form if field.short_name in form.answers]
    page = render_template(
        "errors/stale.html",
        mine=[{"label": field.label.text, "value": readable(field.data, field)} for field in fields]
        + [{"label": label, "value": words} for label, words in form.beyond],
        theirs=[
            {"label": field.label.text, "value": readable(form.initial.get(field.short_name), field)}
            for field in fields
        ]
        + [{"label": label, "value": ""} for label, _words in form.beyond],
        who=telling.person(record.updated_by_id),
        did=latest_did(record),
        at=record.updated_at,
        resend=[*(pair for pair in typed(form.asked) if pair[0] not in resend), *resend.items()],
        follows=form.catch_up is not None,
        url=place(),
        record_url=g.get("onward") or url_of(*page_of(record)),
    )
    abort(make_response(page, 409))


def overtaken(form: Any) -> str:
    """Somebody else has taken the record on: their step in words, and what was typed here, to be copied."""
    record, event = form.record, latest_change(form.record)
    told = telling.told([event], me())[0] if event is not None else None
    typed_here = [
        {"label": field.label.text, "value": readable(field.data, field)}
        for field in form
        if field.short_name in form.answers and field.data != form.initial.get(field.short_name)
    ]
    return render_template(
        "errors/overtaken.html",
        mine=[pair for pair in typed_here if pair["value"]],
        theirs=decided(told) if told else [],
        who=telling.person(record.updated_by_id),
        by_me=record.updated_by_id == me().id,
        did=told["what"] if told else "",
        at=record.updated_at,
        state=engine.state_of(record),
        record_url=g.get("onward") or url_of(*page_of(record)),
    )


def decided(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a step was given; of a change without a step, what it changed."""
    reason = [{"label": _("Lý do"), "value": told["reason"]}] if told["reason"] else []
    changed = [{"label": change["label"], "value": change["new"]} for change in told["changes"] if change["new"]]
    return [*reason, *told["answers"]] or changed


def latest_did(record: Any) -> str:
    """What the last change of the record was, in the past tense of its step, as far as the reader may know it."""
    event = latest_change(record)
    return telling.words(event) if event is not None else ""


def latest_change(record: Any) -> AuditEvent | None:
    """The event of the last change of the record, as far as the reader may know it."""
    kind = kind_of(record)
    thread_kind, thread_id = kind.thread(record) if kind.thread else (kind.name, record.id)
    council_side = bool(roles_on(me(), record) & set(COUNCIL_SIDE)) or me().is_admin
    events = audit.of_thread(thread_kind, thread_id, me(), council_side=council_side, limit=20)
    since = [event for event in events if event.actor_id == record.updated_by_id and event.at >= record.updated_at]
    first = min((event.at for event in since), default=None)
    at_once = [event for event in since if event.at == first]
    own = [event for event in at_once if (event.subject_kind, event.subject_id) == (kind.name, record.id)]
    return next(iter([*own, *at_once]), None)


def typed(sent: MultiDict[str, Any] | None = None) -> list[tuple[str, str]]:
    """The words of a form as it was sent, or of `sent`."""
    pairs = (request.form if sent is None else sent).items(multi=True)
    return [(name, value) for name, value in pairs if name not in NOT_TYPED and isinstance(value, str)]


def words_typed() -> list[str]:
    """The texts of a form that was sent, without what was chosen or counted: for pages that have no such form."""
    return [value.strip() for _name, value in typed() if " " in value.strip()]


def readable(value: Any, field: Any = None) -> str:
    """A value as a person reads it."""
    choices = {item["value"]: item["label"] for item in field.options()} if hasattr(field, "options") else {}
    if isinstance(value, list | tuple | set):
        return ", ".join(readable(item, field) for item in value)
    if isinstance(value, FileStorage):
        return value.filename or ""
    if str(value) in choices:
        return str(choices[str(value)])
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return dates.format_moment(value)
    if isinstance(value, date):
        return dates.format_vi(value)
    if hasattr(value, "as_tuple"):
        return format_vi(value)
    return "" if value is None else str(value)


def uploads(
    files: Any, field: str = "files", *, are_photographs: bool = False, advice: Words = AS_PDF
) -> list[Attachment]:
    """Store what was uploaded; Invalid beside the field, naming every file that is refused, with advice for this place."""
    stored, problems = [], []
    for file in files or []:
        if not isinstance(file, FileStorage) or not file.filename:
            continue
        try:
            taken = (file.stream, file.filename, me().id, sole_council())
            with advising(advice):
                stored.append(attachments.store(*taken, is_photograph=are_photographs))
        except RefusedFile as refused:
            problems.append(str(refused.sentence))
    if problems:
        raise Invalid({field: problems})
    return stored


def sole_council() -> int:
    """The council of somebody who belongs to one."""
    return min(me().council_ids, default=0)


def done(location: str, message: str | None = None) -> Response:
    """The end of a view that wrote: remember what this sending did, drop the draft, commit once, go on."""
    person = me().id or 0
    once, body = request.form.get("once", ""), fingerprint()
    if once:
        keeping.remember_done(once, body, person, location)
    keeping.drop_draft(person, place())
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        known = keeping.done_before(once, body, person)
        if known is None:
            raise
        return redirect(known.location, 303)
    session.pop("held", None)
    if message:
        flash(message, "success")
    return redirect(location, 303)


def show(template: str, **context: Any) -> Response:
    """The page; 400 when its form came back with mistakes."""
    wrong = context.get("form") is not None and bool(context["form"].errors)
    response: Response = make_response(render_template(template, **context), 400 if wrong else 200)
    return response


# --- records --------------------------------------------------------------------------------------------------------


def url_of(kind: str, id: int, *, as_of: str | None = None) -> str:
    """The address of a record's page; `as_of`: as it stood then."""
    return url_for(PAGES[kind], id=id, as_of=as_of)


def page_of(record: Any) -> tuple[str, int]:
    """The record on whose page this one is read."""
    kind = kind_of(record)
    if kind.name in PAGES:
        return kind.name, record.id
    return kind.thread(record) if kind.thread else (kind.name, record.id)


def actions(record: Any) -> list[dict[str, Any]]:
    """A button for each step the workflow offers this person now, and only those. `first` is the first thing it asks."""
    kind = kind_of(record)
    return [
        {
            "name": step.name,
            "label": step.label,
            "tone": step.tone,
            "url": url_for("steps.take", kind=kind.name, id=record.id, step=step.name, next=g.get("onward")),
            "first": step.asks[0].name if step.asks else "",
        }
        for step in engine.available(record, me())
    ]


def timeline(kind: str, record: Any, *, limit: int = 50, also: Sequence[tuple[int, int]] = ()) -> list[dict[str, Any]]:
    """The story of a record, newest first, as far as this person may know it; `also` as `audit.of_thread`."""
    before = request.args.get("before", type=row_number)
    side = is_council_side(record)
    events = audit.of_thread(kind, record.id, me(), council_side=side, limit=limit, before=before, also=also)
    return telling.told(events, me())


def is_council_side(record: Any) -> bool:
    """Does this person read the record's story as the Council's side does?"""
    return bool(roles_on(me(), record) & set(COUNCIL_SIDE)) or me().is_admin


def state_tag(kind: str, state: str | None) -> Any:
    """The label, icon and tone of a state, for the tag macro."""
    workflow = KINDS[kind].workflow
    return workflow.state(state) if workflow and state else None


def page_number() -> int:
    return max(1, request.args.get("page", 1, type=row_number))


def settings() -> Any:
    return current_app.extensions["settings"]
