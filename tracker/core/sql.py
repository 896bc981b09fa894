"""What the two databases say in different words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_until(FunctionElement[int]):  # noqa: N801 - written as a function of SQL is
    """`days_until(day, moment)`: days of the calendar from a day to the day of a moment in Viet Nam."""

    type = Integer()
    inherit_cache = True
    name = "days_until"


@compiles(days_until, "sqlite")
def in_sqlite(element: Any, compiler: Any, **about: Any) -> str:
    day, moment = (compiler.process(clause, **about) for clause in element.clauses)
    return f"CAST(julianday(date({moment}, '+7 hours')) - julianday({day}) AS INTEGER)"


@compiles(days_until, "postgresql")
def in_postgresql(element: Any, compiler: Any, **about: Any) -> str:
    day, moment = (compiler.process(clause, **about) for clause in element.clauses)
    return f"(({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - {day})"
