"""Filling a form from a JSON body: the very form of the page, with its sentences by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.actor import Actor
from tracker.api.resources import Case, Writing
from tracker.attachments import queries as attachments
from tracker.core.errors import Invalid
from tracker.core.forms import BaseForm, FileList, is_hidden
from tracker.core.i18n import _


def filled(writing: Writing, case: Case, body: Mapping[str, Any]) -> BaseForm:
    """The page's form, read from JSON and valid. Raises Invalid by field; unknown names are errors too."""
    kind = writing.form_for(case) if writing.form_for else writing.form
    return checked(kind(body, wire="json", data=writing.initial(case), **writing.about(case)), body)


def checked(form: BaseForm, body: Mapping[str, Any]) -> BaseForm:
    """Every problem at once: fields that nobody asked for, and what is wrong with the others."""
    strange = unknown(form, body)
    fine = form.validate()
    if fine and not strange:
        return form
    found = form.problems()
    if form.unknown:
        found[""] = found.get("", [])[:-1]  # the form's own sentence about unknown names; each name has its own below
    found |= {name: [_("Không có mục nào tên này, hoặc mục này không sửa ở đây.")] for name in strange}
    raise Invalid({name: sentences for name, sentences in found.items() if sentences})


def unknown(form: BaseForm, body: Mapping[str, Any]) -> list[str]:
    known = {field.short_name for field in form if not is_hidden(field)}
    return sorted(str(name)[:60] for name in body if name not in known)


def with_files(form: BaseForm, answers: dict[str, Any], actor: Actor, council_id: int) -> dict[str, Any]:
    """The answers with attachments in place of the ids of those that this person has uploaded and not yet used."""
    wrong: dict[str, list[str]] = {}
    for field in form:
        if isinstance(field, FileList) and answers.get(field.short_name):
            ids = list(answers[field.short_name])
            found = {item.id: item for item in attachments.unbound(ids, actor.id, council_id)}
            missing = [str(id) for id in ids if id not in found]
            answers[field.short_name] = [found[id] for id in ids if id in found]
            if missing:
                wrong[field.short_name] = [
                    _(
                        "Không có tệp số %(ids)s do tài khoản này tải lên và chưa dùng. Hãy gửi lên /attachments trước.",
                        ids=", ".join(missing),
                    )
                ]
    if wrong:
        raise Invalid(wrong)
    return answers
