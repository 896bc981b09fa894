"""The migrations make what the models say, on both databases, and can be taken back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import inspect

from tracker import schema
from tracker.extensions import db


def test_migrations_and_models_agree(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        assert schema.differences() == []


def test_migrations_go_down_and_up_again(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        schema.downgrade("base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        assert not schema.is_current()
        assert "tracker migrate" in schema.differences()[0]
        schema.upgrade()
        assert schema.is_current()
        assert schema.differences() == []


def test_a_database_of_a_newer_version_is_left_alone(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(schema.TooNew, match="9999"):
            schema.upgrade()
