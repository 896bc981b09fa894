"""Signing somebody in without the form, where a test is about something else."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from tests.client import Client
from tracker.accounts import signing_in
from tracker.extensions import db


def sign_in(client: Client, people: Cast, name: str) -> Client:
    """From now on this client is that person."""
    token = signing_in.begin(people.users[name], address="127.0.0.1", agent="test", absolute=timedelta(hours=12))
    db.session.commit()
    with client.http.session_transaction() as kept:
        kept.clear()
        kept["_user_id"] = token
        kept["_fresh"] = True
    return client
