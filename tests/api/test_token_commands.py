"""`tracker token …`"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.accounts import tokens
from tracker.accounts.models import ApiToken
from tracker.api import commands
from tracker.audit.models import AuditEvent
from tracker.commands import main
from tracker.extensions import db


@pytest.fixture
def people(app: Flask, db_session: Session, now: object) -> Cast:
    made = cast.make()
    db.session.commit()
    return made


def call(command: object, *words: str) -> Result:
    """The command without the application around it, which the test has already."""
    bare = getattr(command, "callback").__wrapped__  # noqa: B009
    command.callback, kept = bare, command.callback  # type: ignore[attr-defined]
    try:
        return CliRunner().invoke(command, list(words))  # type: ignore[arg-type]
    finally:
        command.callback = kept  # type: ignore[attr-defined]


def test_the_token_stands_alone_on_the_last_line(people: Cast) -> None:
    told = call(commands.create, "secretary", "--name", "báo cáo tháng")
    assert told.exit_code == 0, told.output
    token = told.stdout.splitlines()[-1]
    row, user = tokens.current(token) or (None, None)
    assert row is not None
    assert user is people.users["secretary"]
    assert row.scopes == ["read", "write"]
    assert token not in json.dumps([row.token_hash, row.name])
    event = db.session.query(AuditEvent).filter_by(action="token_made").one()
    assert event.subject_id == people.users["secretary"].id
    assert token not in json.dumps(event.after)


def test_scopes_and_days_are_as_asked(people: Cast) -> None:
    call(commands.create, "secretary", "--scope", "read", "--days", "30")
    row = db.session.query(ApiToken).one()
    assert row.scopes == ["read"]
    assert row.expires_at is not None
    assert (row.expires_at - row.created_at).days == 30


def test_a_token_is_listed_and_revoked(people: Cast) -> None:
    token = call(commands.create, "secretary").stdout.splitlines()[-1]
    (row,) = json.loads(call(commands.listing, "--json").stdout)
    assert (row["user"], row["live"], row["used_at"]) == ("secretary", True, None)
    assert "secretary" in call(commands.listing, "secretary").stdout
    assert call(commands.listing, "office").stdout == ""
    assert call(commands.revoke, str(row["id"])).exit_code == 0
    assert tokens.current(token) is None
    assert call(commands.revoke, str(row["id"])).exit_code == 1, "already revoked"
    assert db.session.query(AuditEvent).filter_by(action="token_revoked").count() == 1


@pytest.mark.parametrize("words", [["nobody"], ["secretary", "--days", "0"], ["secretary", "--scope", "all"], []])
def test_a_wrong_call_makes_no_token(people: Cast, words: list[str]) -> None:
    assert call(commands.create, *words).exit_code in (1, 2)
    assert not db.session.query(ApiToken).count()


def test_a_disabled_person_gets_no_token(people: Cast) -> None:
    people.users["secretary"].disabled_at = db.session.query(AuditEvent).first().at  # type: ignore[union-attr]
    assert call(commands.create, "secretary").exit_code == 1


def test_an_unknown_number_is_said(people: Cast) -> None:
    assert call(commands.revoke, "77").exit_code == 1


def test_the_command_line_knows_them() -> None:
    told = CliRunner().invoke(main, ["token", "--help"]).output
    assert all(name in told for name in ("create", "revoke", "list"))
