"""Preparing a session through JSON as at one press: the usual ones are invited, those who will come are put on the list."""

from __future__ import annotations

import pytest

from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db

pytestmark = pytest.mark.api


def test_the_usual_ones_are_invited_and_then_stand_on_the_list(people: Cast, as_: As) -> None:
    made = records.session(people)
    db.session.commit()
    path, secretary = f"/sessions/{made.id}", as_("secretary")
    secretary.post(f"{path}/invitations/proposed", {}, 428)
    secretary.post(f"{path}/invitations/proposed", {"all": True}, 422, if_match=secretary.get(path).etag)
    secretary.post(f"{path}/invitations/proposed", {}, 200, if_match=secretary.get(path).etag)
    invited = secretary.get(f"{path}/invitations")["items"]
    assert people.agencies["a"].id in {row["agency_id"] for row in invited}
    secretary.post(f"{path}/invitations/proposed", {}, 200, if_match=secretary.get(path).etag)
    assert len(secretary.get(f"{path}/invitations")["items"]) == len(invited)
    secretary.post(f"{path}/attendance/filled", {}, 200, if_match=secretary.get(path).etag)
    assert len(secretary.get(f"{path}/attendance")["items"]) == len(invited)
    etag = secretary.get(path).etag
    for who, status in (("member", 403), ("foreigner", 404)):
        as_(who).post(f"{path}/invitations/proposed", {}, status, if_match=etag)
        as_(who).post(f"{path}/attendance/filled", {}, status, if_match=etag)
