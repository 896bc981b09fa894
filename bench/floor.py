"""The floor: bare Flask, SQLAlchemy Core and Jinja over the product's own tables, under the product's own server.

No sign-in, no rights, no CSRF, no history: what a page costs when nothing is done but reading its rows and writing
HTML. `python -m bench.floor` starts it with the settings that `tracker run` reads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask, abort, render_template, request
from jinja2 import DictLoader
from sqlalchemy import (
    Connection,
    Engine,
    case,
    create_engine,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.sql import column

from tracker import open_rooms, server
from tracker.audit.models import AuditEvent
from tracker.config import Settings, load
from tracker.core import database
from tracker.core.text import fold
from tracker.recommendations.models import (
    LEAD_OPEN_SQL,
    OPEN_SQL,
    Addressee,
    Assignment,
    ClosingCondition,
    EvidenceItem,
    Recommendation,
    Update,
)
from tracker.search.models import SearchEntry

SIZE = 25
PAGES = {
    "rows.html": """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Theo dõi</title></head><body>
<h1>Theo dõi</h1><form action="/list"><input name="agency"><input name="q"><button>Lọc</button></form>
<table><thead><tr><th>Mã</th><th>Nội dung</th><th>Cơ quan</th><th>Trạng thái</th><th>Hạn</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/record/{{ row.id }}">{{ row.code }}</a></td><td>{{ row.text }}</td>
<td>{{ row.agency_name }}</td><td>{{ row.state }}</td><td>{{ row.due_on }}</td></tr>
{% endfor %}</tbody></table></body></html>""",
    "summary.html": """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tổng hợp</title></head><body>
<h1>Tổng hợp</h1><table><thead><tr><th>Cơ quan</th><th>Đang mở</th><th>Quá hạn</th><th>Chờ</th></tr></thead><tbody>
{% for row in rows %}<tr><td>{{ row.agency_id }}</td><td>{{ row.open }}</td><td>{{ row.late }}</td>
<td>{{ row.waiting }}</td></tr>
{% endfor %}</tbody></table></body></html>""",
    "record.html": """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{{ record.code }}</title></head>
<body><h1>{{ record.code }}</h1><p>{{ record.text }}</p><p>{{ record.deliverable }} · {{ record.due_on }}</p>
<ul>{% for item in conditions %}<li>{{ item.text }}</li>{% endfor %}</ul>
{% for task in tasks %}<h2>{{ task.agency_name }}</h2><p>{{ task.state }} {{ task.due_on }} {{ task.claim }}</p>
{% for report in reports if report.assignment_id == task.id %}<p>{{ report.sent_at }} {{ report.text }}</p>
<ul>{% for item in evidence if item.update_id == report.id %}<li>{{ item.document_number }}</li>{% endfor %}</ul>
{% endfor %}{% endfor %}
<ol>{% for event in events %}<li>{{ event.at }} {{ event.actor_name }} {{ event.action }} {{ event.reason }}
{{ event.after }}</li>{% endfor %}</ol></body></html>""",
    "found.html": """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tìm</title></head><body>
<h1>Tìm</h1><form action="/search"><input name="q"><button>Tìm</button></form><ol>
{% for row in rows %}<li><a href="/{{ row.kind }}/{{ row.subject_id }}">{{ row.code }}</a> {{ row.title }}
<p>{{ row.body }}</p></li>{% endfor %}</ol></body></html>""",
}

A, R = Assignment.__table__, Recommendation.__table__
WAITING = "awaiting_verification"
WORDS = table("search_words", column("rowid"))


def make_floor(settings: Settings) -> Flask:
    open_rooms()  # so that the tables know each other
    engine = database.prepare(
        create_engine(settings.database_url, **database.engine_options(settings.database_url, connections=5))
    )
    floor = Flask(__name__)
    floor.jinja_loader = DictLoader(PAGES)
    for address, show in PATHS.items():
        method = "POST" if show is post_update else "GET"
        floor.add_url_rule(address, show.__name__, partial(show, engine), methods=[method])
    return floor


def show_list(engine: Engine) -> str:
    """One agency's open tasks by deadline: ids from the covering index, then the rows."""
    agency = request.args.get("agency", type=int)
    with database.read_only(), engine.connect() as connection:
        ids = select(A.c.recommendation_id).where(A.c.agency_id == agency, text(f"assignment.{OPEN_SQL}"))
        found = connection.scalars(page_of(ids.order_by(A.c.due_key, A.c.recommendation_id))).all()
        rows = select(R.c.id, R.c.code, R.c.text, A.c.agency_name, A.c.state, A.c.due_on)
        rows = rows.join(A, A.c.recommendation_id == R.c.id).where(R.c.id.in_(found), A.c.agency_id == agency)
        return shown(connection, rows, found)


def show_all(engine: Engine) -> str:
    """Everything of one council by deadline."""
    ids = select(R.c.id).where(R.c.council_id == request.args.get("council", type=int))
    return leading(engine, ids.order_by(R.c.due_key, R.c.id))


def show_followed(engine: Engine) -> str:
    """What one officer follows and is open, by deadline."""
    followed = R.c.followed_by_id == request.args.get("user", type=int)
    return leading(engine, select(R.c.id).where(followed, text(LEAD_OPEN_SQL)).order_by(R.c.due_key, R.c.id))


def show_summary(engine: Engine) -> str:
    """Open tasks of one council by agency: how many, how many late, how many waiting."""
    late, waiting = (func.count(case((how, 1))) for how in (A.c.due_key < func.current_date(), A.c.state == WAITING))
    rows = select(A.c.agency_id, func.count().label("open"), late.label("late"), waiting.label("waiting"))
    rows = rows.where(A.c.council_id == request.args.get("council", type=int), text(f"assignment.{OPEN_SQL}"))
    with database.read_only(), engine.connect() as connection:
        found = connection.execute(rows.group_by(A.c.agency_id).order_by(late.desc()).limit(SIZE)).all()
        return render_template("summary.html", rows=found)


def leading(engine: Engine, ids: Any) -> str:
    """The rows of these ids with the lead's task."""
    with database.read_only(), engine.connect() as connection:
        found = connection.scalars(page_of(ids)).all()
        rows = select(R.c.id, R.c.code, R.c.text, A.c.agency_name, A.c.state, A.c.due_on)
        rows = rows.outerjoin(A, (A.c.recommendation_id == R.c.id) & (A.c.role == "lead")).where(R.c.id.in_(found))
        return shown(connection, rows, found)


def page_of(ids: Any) -> Any:
    return ids.limit(SIZE).offset((request.args.get("page", 1, type=int) - 1) * SIZE)


def shown(connection: Connection, rows: Any, ids: Any) -> str:
    by_id = {row.id: row for row in connection.execute(rows)}
    return render_template("rows.html", rows=[by_id[id] for id in ids])


def show_record(engine: Engine, id: int) -> str:
    """One recommendation with its tasks, reports, evidence and history."""
    with database.read_only(), engine.connect() as connection:
        record = connection.execute(select(R).where(R.c.id == id)).first() or abort(404)
        tasks = connection.execute(select(A).where(A.c.recommendation_id == id).order_by(A.c.id)).all()
        reports = rows_of(connection, Update, Update.assignment_id.in_([task.id for task in tasks]))
        story = (AuditEvent.thread_kind == "recommendation", AuditEvent.thread_id == id)
        events = select(AuditEvent.__table__).where(*story).order_by(AuditEvent.id.desc()).limit(50)
        return render_template(
            "record.html",
            record=record,
            tasks=tasks,
            reports=reports,
            addressees=rows_of(connection, Addressee, Addressee.recommendation_id == id),
            conditions=rows_of(connection, ClosingCondition, ClosingCondition.recommendation_id == id),
            evidence=rows_of(connection, EvidenceItem, EvidenceItem.update_id.in_([report.id for report in reports])),
            events=connection.execute(events).all(),
        )


def rows_of(connection: Connection, model: Any, condition: Any) -> Any:
    return connection.execute(select(model.__table__).where(condition).order_by(model.id)).all()


def show_found(engine: Engine) -> str:
    """The newest entries that hold all the words, through the database's own index of words."""
    words = fold(request.args.get("q", "")).split()
    entries = SearchEntry.__table__
    with database.read_only(), engine.connect() as connection:
        rows = select(entries.c.kind, entries.c.subject_id, entries.c.code, entries.c.title, entries.c.body)
        if engine.dialect.name == "sqlite":
            asked = " ".join(f'"{word}"' for word in words)
            ids = select(WORDS.c.rowid).where(literal_column("search_words").op("MATCH")(asked))
            ids = ids.order_by(WORDS.c.rowid.desc()).limit(SIZE)
            found = connection.scalars(ids).all()
            rows = rows.where(entries.c.id.in_(found)).order_by(entries.c.id.desc())
        else:
            asked = " & ".join(f"'{word}'" for word in words)
            holds = text("search_entry.search_vector @@ CAST(:asked AS tsquery)").bindparams(asked=asked)
            rows = rows.where(holds).order_by(entries.c.day.desc(), entries.c.id.desc()).limit(SIZE)
        return render_template("found.html", rows=connection.execute(rows).all())


def post_update(engine: Engine) -> tuple[str, int, dict[str, str]]:
    """One INSERT and one UPDATE in one transaction."""
    now, id = datetime.now(UTC), int(request.form["assignment"])
    with engine.begin() as connection:
        task = connection.execute(select(A).where(A.c.id == id)).one()
        connection.execute(
            insert(Update.__table__).values(
                assignment_id=id,
                council_id=task.council_id,
                delegation_id=task.delegation_id,
                claim=request.form["claim"],
                text=request.form["text"],
                state="submitted",
                sent_at=now,
                created_at=now,
                updated_at=now,
                row_version=1,
            )
        )
        changed = {"claim": request.form["claim"], "claimed_at": now, "updated_at": now}
        connection.execute(update(A).where(A.c.id == id).values(**changed, row_version=A.c.row_version + 1))
    return "", 303, {"Location": f"/record/{task.recommendation_id}"}


PATHS: dict[str, Callable[..., Any]] = {
    "/list": show_list,
    "/all": show_all,
    "/followed": show_followed,
    "/summary": show_summary,
    "/record/<int:id>": show_record,
    "/search": show_found,
    "/update": post_update,
}


def __getattr__(name: str) -> Any:
    """`bench.floor:app`, as the server asks for it."""
    if name == "app":
        return make_floor(load(os.environ))
    raise AttributeError(name)


if __name__ == "__main__":
    server.serve(load(os.environ), "bench.floor:app")
