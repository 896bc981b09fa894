"""`tracker import`: a register from the command line, as a person of the office brings it in on the page."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app

from tracker.accounts import people
from tracker.accounts.actor import Actor
from tracker.attachments.refusals import RefusedFile
from tracker.core.database import read_only
from tracker.core.errors import DomainError, Invalid
from tracker.extensions import db
from tracker.importing import queries, service, telling
from tracker.importing.checking.findings import sentence
from tracker.importing.models import MODES, REGISTERS, ImportRun
from tracker.jobs import worker
from tracker.workflow import engine

PAUSE = 0.5
"""Seconds between looks at what somebody else is doing."""


def bring_in(
    file: str, register: str, username: str, delegation: str, mode: str, errors: str, *, as_json: bool, is_dry: bool
) -> None:
    """Upload, check and take in one file at once; 1 when a row is faulty and nothing was taken in."""
    actor = actor_named(username)
    council_id = min(actor.council_ids, default=0)
    try:
        answers = {"register": register, "delegation_id": delegation_named(council_id, delegation), "with_hidden": True}
        with Path(file).open("rb") as stream:
            run = service.upload(stream, Path(file).name, answers, actor, council_id=council_id)
        if not engine.may_follow(run, "tell"):
            stop(
                "Có cột hoặc trang tính chưa nhận ra: hãy nhập trên trang /import."
                " / Columns or sheets are not clear: use /import."
            )
        run = finished(run.id)
        if not is_dry and run.good > run.unchanged and (mode == "good" or not run.bad):
            engine.perform(run, "confirm", actor, {"mode": mode})
            run = finished(run.id)
    except RefusedFile as refused:
        stop(str(refused.sentence))
    except Invalid as wrong:
        stop("; ".join(text for texts in wrong.errors.values() for text in texts))
    except DomainError as error:
        stop(str(error.sentence))
    keep_errors(run, errors)
    tell(run, as_json=as_json)
    is_in = engine.state_of(run).final
    if is_dry:
        engine.perform(run, "cancel", actor)
        db.session.commit()
    sys.exit(0 if is_in or (is_dry and not run.bad) or (not run.bad and run.good == run.unchanged) else 1)


def actor_named(username: str) -> Actor:
    user = people.by_username(username)
    if user is None:
        stop(f"Không có tài khoản “{username}” · There is no account “{username}”")
    return people.actor_of(user)


def delegation_named(council_id: int, words: str) -> int | None:
    from tracker.importing.checking.known import Delegations

    if not words:
        return None
    found = Delegations.of(council_id).find(words)
    if len(found) != 1:
        stop(f"Không tìm thấy đoàn giám sát “{words}” · There is no delegation “{words}”")
    return found[0].id


def finished(id: int) -> ImportRun:
    """Do what the import waits for, or let a worker that has it already finish; then the import as it stands."""
    db.session.commit()
    app: Any = current_app
    owner = worker.name_of_worker()
    while is_at_work(id):
        if not worker.run_one(app._get_current_object(), owner):
            time.sleep(PAUSE)
    return db.session.get_one(ImportRun, id, populate_existing=True)


def is_at_work(id: int) -> bool:
    """Asked without taking the write lock, which the worker needs."""
    with read_only():
        run = db.session.get_one(ImportRun, id, populate_existing=True)
        found = queries.is_at_work(run) and not queries.failure(run)
        db.session.rollback()
    return found


def keep_errors(run: ImportRun, target: str) -> None:
    """The error workbook, where somebody wants it."""
    from tracker.attachments import storage

    if target and run.errors is not None:
        with storage.current().open(run.errors.sha256) as file:
            Path(target).write_bytes(file.read())


def tell(run: ImportRun, *, as_json: bool) -> None:
    counts = {name: getattr(run, name) for name in ("rows", "good", "bad", "made", "changed", "unchanged")}
    if as_json:
        faults = run.found.get("problems", [])
        click.echo(json.dumps({"import": run.id, "state": run.state, **counts, "problems": faults}, ensure_ascii=False))
        return
    click.echo(f"{engine.state_of(run).label}: {counts}")
    for words in telling.remarks(run):
        click.echo(f"- {words}")
    for row in run.found.get("problems", []):
        for problem in row["problems"]:
            click.echo(f"{row['row']}: {sentence(problem['name'], problem['values'])}")


def stop(words: str) -> NoReturn:
    db.session.rollback()
    click.echo(words, err=True)
    sys.exit(1)


ARGUMENTS = [
    click.argument("file", type=click.Path(exists=True, dir_okay=False)),
    click.option("--register", type=click.Choice(list(REGISTERS)), default="recommendations", show_default=True),
    click.option("--user", "username", metavar="USER", required=True, help="In whose name, with whose rights."),
    click.option("--delegation", default="", metavar="CODE", help="Of rows that name none."),
    click.option(
        "--mode", type=click.Choice(list(MODES)), default="all", show_default=True, help="good: only the good rows."
    ),
    click.option("--errors", default="", metavar="FILE", help="Write the error workbook here."),
    click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON."),
    click.option("--dry-run", "is_dry", is_flag=True, help="Only check; the import then stands as discarded."),
]
COMMAND: Any = bring_in
for _argument in reversed(ARGUMENTS):
    COMMAND = _argument(COMMAND)
COMMAND = click.command("import")(COMMAND)
