"""Database CHECK constraints made from a workflow: `state IN (…)`, "this state needs that fact"."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Table

from tracker.workflow.definition import Workflow


def attach(table: Table, workflow: Workflow) -> None:
    """Add the workflow's constraints to the table's metadata, once."""
    known = {constraint.name for constraint in table.constraints}
    for constraint in constraints(workflow):
        if f"ck_{table.name}_{constraint.name}" not in {str(name) for name in known}:
            table.append_constraint(constraint)


def constraints(workflow: Workflow) -> list[CheckConstraint]:
    names = ", ".join(f"'{state.name}'" for state in workflow.states)
    found = [CheckConstraint(f"state IN ({names})", name="state")]
    waived = "old_record OR " if workflow.old_records else ""
    for fact, states in needed_facts(workflow).items():
        listed = ", ".join(f"'{name}'" for name in states)
        found.append(CheckConstraint(f"{waived}state NOT IN ({listed}) OR {fact} IS NOT NULL", name=f"needs_{fact}"))
    return found


def needed_facts(workflow: Workflow) -> dict[str, list[str]]:
    """Column → the states that need it, both in the order of the definition."""
    needed: dict[str, list[str]] = {}
    for state in workflow.states:
        for fact in state.needs:
            needed.setdefault(fact, []).append(state.name)
    return needed
