"""The form that a step asks to be filled in, made from its definition; the same one for pages and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import Field, ValidationError

from tracker.core import forms
from tracker.workflow import guards
from tracker.workflow.answers import choices_of, problems_of, to_confirm
from tracker.workflow.definition import CONFIRMED, Ask, Transition


def form_for(step: Transition, subject: Any) -> type[forms.BaseForm]:
    """A form class with one field for each thing the step asks, in its order."""
    fields: dict[str, Any] = {ask.name: field_for(ask, subject) for ask in step.asks_of(subject)}
    if step.confirm is not None:
        fields[CONFIRMED] = forms.YesNo(step.confirm.label, [Confirmed(step, subject)])
    fields |= {"_step": step, "_subject": subject}
    made: type[forms.BaseForm] = type(f"{step.name.title().replace('_', '')}Form", (StepForm,), fields)
    return made


class StepForm(forms.Versioned, forms.BaseForm):
    """A form that, once something in it is wrong, says all that stands in the way of its step, not only what it sees
    by itself: nobody mends one thing to be told of the next."""

    _step: Transition
    _subject: Any

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not fine:
            self.add_problems(problems_of(self._step, self._subject, self.data, known=self.known()))
            self.form_errors.extend(guards.unmet(self._step, self._subject))
        return fine

    def known(self) -> set[str]:
        """Fields of which something is said already, and files, which are read only when the step is taken."""
        return {
            field.short_name for field in self if field.errors or (isinstance(field, forms.FileList) and field.data)
        }


class Confirmed:
    """The box is ticked wherever there is something that must have been read."""

    def __init__(self, step: Transition, subject: Any) -> None:
        self.step, self.subject = step, subject
        self.field_flags = {"required": True} if to_confirm(step, subject, confirmed=False) else {}

    def __call__(self, form: Any, field: Any) -> None:
        unread = to_confirm(self.step, self.subject, confirmed=bool(field.data))
        if unread:
            # A page shows the sentences where the box stands; in JSON they come with the refusal.
            raise ValidationError(" ".join(unread if form.wire == "json" else unread[:1]))


def form_of_steps(steps: Sequence[Transition], subject: Any, label: Any) -> type[forms.BaseForm]:
    """One form for several steps, of which one is chosen: `step`, what each asks ("return__reason"), what all of them ask
    about the record's parts. See `answers_of_step`."""
    names = [(step.name, step.label) for step in steps]
    fields: dict[str, Any] = {
        "step": forms.Radio(label, [forms.Needed()], choices=names),
    }
    for step in steps:
        for ask in step.asks_of(subject):
            fields[name_in(step, ask)] = field_for(replace(ask, required=False, needed=None), subject)
    return type("StepsForm", (forms.Versioned, forms.BaseForm), fields)


def name_in(step: Transition, ask: Ask) -> str:
    """What the form of several steps calls it."""
    return f"{step.name}__{ask.name}" if ask in step.asks else ask.name


def answers_of_step(form: Any, step: Transition, subject: Any) -> dict[str, Any]:
    """What was answered to the step that was chosen."""
    return {ask.name: form[name_in(step, ask)].data for ask in step.asks_of(subject)}


def initial_of_steps(steps: Sequence[Transition], subject: Any) -> dict[str, Any]:
    """What that form shows before anybody has typed."""
    asked = [(step, ask) for step in steps for ask in step.asks_of(subject) if ask.default is not None]
    return {name_in(step, ask): ask.default(subject) for step, ask in asked if ask.default is not None}


def initial_answers(step: Transition, subject: Any) -> dict[str, Any]:
    """What the form shows before anybody has typed."""
    return {ask.name: ask.default(subject) for ask in step.asks_of(subject) if ask.default is not None}


def field_for(ask: Ask, subject: Any) -> Field:
    validators = validators_of(ask, subject)
    about: dict[str, Any] = {"label": ask.label, "validators": validators, "description": ask.hint}
    if ask.kind in PICKED:
        options = [(str(value), label) for value, label in choices_of(ask, subject)]
        picked: Field = PICKED[ask.kind](choices=options, **about)
        return picked
    made: Field = KINDS[ask.kind](**about)
    return made


def validators_of(ask: Ask, subject: Any) -> list[Any]:
    if ask.is_needed(subject):
        return [forms.Needed()]
    return [forms.NeededAtTimes()] if ask.at_times else []


PICKED: dict[str, Any] = {"choice": forms.Choice, "radio": forms.Radio, "choices": forms.Choices}
KINDS: dict[str, Any] = {
    "text": forms.Text,
    "longtext": forms.LongText,
    "date": forms.ViDate,
    "yesno": forms.YesNo,
    "number": forms.WholeNumber,
    "percent": forms.Percent,
    "files": forms.FileList,
    "lines": forms.Lines,
}
