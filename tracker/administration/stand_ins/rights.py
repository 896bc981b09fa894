"""The right itself: a leader's role for the days of the naming. It holds by date, so nothing is to be done on them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tracker.accounts.models import Membership, StandIn
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.extensions import db


def give(naming: StandIn) -> None:
    """Nobody is signed out by it: roles are asked for anew at each request."""
    db.session.add(
        Membership(
            user_id=naming.user_id,
            role=Role.AGENCY_LEADER.value,
            council_id=naming.council_id,
            agency_id=naming.agency_id,
            valid_from=naming.from_on,
            valid_to=naming.to_on,
            stand_in_id=naming.id,
        )
    )
    db.session.flush()


def take(naming: StandIn) -> None:
    """From now on it no longer holds; one that begins today or later is as if never given."""
    today = clock.today()
    membership = db.session.scalar(select(Membership).where(Membership.stand_in_id == naming.id))
    if membership is None:
        return
    if membership.valid_from is not None and membership.valid_from >= today:
        db.session.delete(membership)
    else:
        membership.valid_to = today - timedelta(days=1)
    db.session.flush()
