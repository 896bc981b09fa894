"""SM5 under random steps, legal and illegal (domain.md 6.4): no state outside the table, no refusal that writes.

The walks are seeded. A walk that finds something tells its seed and its last steps; with SM5_SEED in the environment this
file takes that walk alone again. It runs on SQLite only: what it looks for is in the product's own rules, which know no
database, and so many steps take minutes on PostgreSQL; the constraints behind the rules are tried on both elsewhere.
"""

from __future__ import annotations

import os

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, databases
from tests.cast import Cast
from tests.sm5.checks import stores_no_overdue
from tests.sm5.walk import Tally, Walk, World
from tracker.accounts.roles import Role
from tracker.extensions import db
from tracker.organizations.models import CouncilBody

STEPS = 20_000
STEPS_A_WALK = 500
MOST_WALKS = 60
"""A few more than make up the steps, where an arrow of the table is still untaken."""
MORNING = "2026-06-15T09:00:00+07:00"
SEED = int(os.environ.get("SM5_SEED", "0"))

pytestmark = pytest.mark.skipif(databases.KIND != "sqlite", reason="the rules of SM5 know no database")


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    """Besides the cast: people of agency C, a leader of another committee, somebody on both sides."""
    people = cast.make("concluded")
    cast.add_accounts(people, "officer_c", "leader_c", "other_leader", "both_sides")
    of_c = people.agencies["c"].id
    cast.give(people, "officer_c", Role.AGENCY_OFFICER, agency_id=of_c)
    cast.give(people, "leader_c", Role.AGENCY_LEADER, agency_id=of_c)
    other = CouncilBody(council_id=people.council.id, code="VHXH", name="Ban Văn hóa - Xã hội", kind="committee")
    db.session.add(other)
    db.session.flush()
    cast.give(people, "other_leader", Role.LEADER, body_id=other.id)
    cast.give(people, "both_sides", Role.OFFICE)
    cast.give(people, "both_sides", Role.AGENCY_LEADER, agency_id=people.agencies["b"].id)
    db.session.commit()
    return people


def walk(people: Cast, now: time_machine.Coordinates, seed: int, tally: Tally, world: World) -> None:
    """One walk, thrown away at its end."""
    now.move_to(MORNING)
    whole = db.session.begin_nested()
    walker = Walk(people, now, seed, tally, world)
    try:
        walker.go(STEPS_A_WALK)
    except Exception as problem:
        last = "\n  ".join(walker.said)
        raise AssertionError(f"SM5_SEED={seed} takes this walk again.\n  {last}\n{problem}") from problem
    finally:
        whole.rollback()
        db.session.expunge_all()
        db.session.add_all([people.delegation, people.council, *people.agencies.values(), *people.users.values()])


def test_twenty_thousand_steps_leave_sm5_where_the_table_says(
    people: Cast, now: time_machine.Coordinates, db_session: Session
) -> None:
    tally, world = Tally(), World(people, db_session)
    for seed in [SEED] if SEED else range(1, MOST_WALKS + 1):
        walk(people, now, seed, tally, world)
        if tally.attempts >= STEPS and not tally.untaken() and not tally.unrefused():
            break
    world.stop()
    print(f"\n{tally.attempts:,} steps: {dict(tally.outcomes)}")
    if SEED:
        return
    assert tally.attempts >= STEPS
    assert not tally.untaken(), f"arrows of the table that nobody took: {tally.untaken()}"
    assert not tally.unrefused(), f"roles that nobody tried: {tally.unrefused()}"
    assert min(tally.outcomes[name] for name in ("done", "Forbidden", "Stale", "Impossible", "Invalid")) > STEPS // 100


def test_overdue_is_never_stored(app: object, db_session: Session) -> None:
    assert stores_no_overdue()
