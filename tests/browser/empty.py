"""A product that holds accounts and nothing else: no council, no agency, no example record."""

from __future__ import annotations

from collections.abc import Mapping

from tests.browser.server import PASSWORD
from tracker import config, create_app, schema
from tracker.accounts.actor import SYSTEM
from tracker.accounts.roles import Role
from tracker.administration import service
from tracker.extensions import db


def with_accounts(people: Mapping[str, str], told: Mapping[str, str]) -> None:
    """People by user name, each with PASSWORD; the first of them is the administrator, nobody else has a role."""
    with create_app(config.load(told)).app_context():
        schema.upgrade()
        for place, (username, name) in enumerate(people.items()):
            user = service.create({"username": username, "full_name": name}, SYSTEM)
            service.set_password(user, PASSWORD, SYSTEM, must_change=False)
            if place == 0:
                service.give_role(user, Role.ADMIN, SYSTEM)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
