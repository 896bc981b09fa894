"""Spans follow from the events, in their transaction and in a replay alike, and hold what the records hold."""

from __future__ import annotations

from flask import Flask

from tracker import demo
from tracker.extensions import db
from tracker.history import replaying


def test_the_example_record_is_told_whole_by_its_events(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        demo.load("mot mat khau de thu")
        assert replaying.differences(db.session.connection()) == []
