"""/outlines: the versions of a delegation's outline, each with its whole tree."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_id, by_state, by_words
from tracker.api.kinds.common import begins
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, named
from tracker.core.errors import Invalid
from tracker.core.forms import BaseForm
from tracker.core.i18n import _
from tracker.outlines import forms, service
from tracker.outlines.models import Outline, OutlineFigure, OutlineItem
from tracker.outlines.tree import nodes
from tracker.outlines.workflow import OUTLINE
from tracker.reporting import periods
from tracker.workflow import engine


def tree(outline: Outline, _actor: Actor) -> list[dict[str, Any]]:
    """The items in reading order; `path` is the number an office gives (II.1.a)."""
    return [
        {
            "id": node.item.id,
            "origin": node.item.origin,
            "parent_id": node.item.parent_id,
            "path": node.path,
            "text": node.item.text,
            "guidance": node.item.guidance,
            "required": node.item.required,
            "figures": [line_of(line) for line in node.item.figures],
        }
        for node in nodes(outline.items)
    ]


def line_of(line: OutlineFigure) -> dict[str, Any]:
    return {
        "id": line.id,
        "indicator": line.indicator,
        "unit": line.unit,
        "period": periods.words(line.period, line.each),
        "scope": line.scope,
        "depth": line.depth,
        "cells": [cell.key for cell in line.cells],
    }


class BeginForm(BaseForm):
    """Nothing is asked: the new version begins as the one before it."""


def require_continuing(case: Case) -> None:
    """Forbidden to those who begin no outline; a version is continued on its own delegation."""
    begins(OUTLINE)(case)
    if case.parents["outline"].delegation_id != case.parents["delegation"].id:
        raise Invalid({"from_outline": [_("Đề cương này của Đoàn khác.")]})


CONTINUE = Writing(
    BeginForm,
    lambda case, _answers: service.new_version(case.parents["outline"], case.actor),
    require=require_continuing,
    begins_from="outline",
)
OUTLINES = resources.add(
    Resource(
        kind="outline",
        parents=(("delegation_id", "delegation"),),
        shows=(
            *columns(Outline, "delegation_id"),
            named("delegation", "delegation.code"),
            *columns(Outline, "number title frozen_at replaces_id"),
            computed("items", "objects", tree),
        ),
        create=Writing(
            forms.OutlineForm,
            lambda case, answers: service.create(answers, case.actor, delegation=case.parents["delegation"]),
            require=begins(OUTLINE),
        ),
        variants=(("from_outline", CONTINUE),),
        edit=Writing(
            forms.EditForm,
            lambda case, answers: service.rename(case.record, changed(case, answers), case.actor),
            initial=lambda case: {"title": case.record.title},
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=(
            by_id("delegation", Outline.delegation_id),
            by_state(Outline, OUTLINE),
            by_words("outline", Outline),
        ),
        load=(joinedload(Outline.delegation), selectinload(Outline.items).selectinload(OutlineItem.figures)),
    )
)


def changed(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Items that were not sent stay."""
    return answers if "items" in case.names else {**answers, "items": None}
