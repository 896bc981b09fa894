"""The life of one kind of record as plain data: states, steps, what a step asks and what must hold.

No expressions in strings: a guard, a bar, a check, an effect is one named function. A definition checks itself when it
is made: an unknown or unreachable state, or a step that nobody may take, stops the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role

Answers = Mapping[str, Any]


class BadDefinition(Exception):
    """A workflow that contradicts itself."""


@dataclass(frozen=True)
class Ask:
    """One thing that a step asks of the person who takes it.

    kind: text, longtext, date, choice, radio, choices, yesno, number, percent, files, lines.
    choices: (value, label) pairs, or a function of the record that gives them.
    check: (value, record) → the sentence that says what is wrong, or None.
    needed: the record → must this be answered now, although it need not always be?
    """

    name: str
    label: Any
    kind: str = "text"
    required: bool = True
    hint: Any = ""
    choices: tuple[tuple[str, Any], ...] | Callable[[Any], list[tuple[str, Any]]] = ()
    check: Callable[[Any, Any], Any] | None = None
    default: Callable[[Any], Any] | None = None
    needed: Callable[[Any], bool] | None = None
    at_times: bool = False
    """Whether it is needed shows from the other answers, and the hint says when: no page calls it optional."""
    fits: Callable[[Any], bool] | None = None
    """The record → is it asked of it at all? For a step that starts from several states and asks in each about another."""
    apart: bool = False
    """Not told in the step's event, which an agency may read: what follows the step keeps it for the Council's side."""

    def is_needed(self, subject: Any) -> bool:
        return self.required or (self.needed is not None and self.needed(subject))


@dataclass(frozen=True)
class Confirmation:
    """What about a record somebody must say to have read before a step that nothing forbids; asked about only while
    `sentences` has something to say. `label` is what they say, `heading` stands above the sentences, `ask` sends there.
    """

    label: Any
    heading: Any
    ask: Any
    sentences: Callable[[Any], list[str]]


CONFIRMED = "confirmed"
"""The answer that says so."""


@dataclass(frozen=True)
class More:
    """Things that a step asks about each of several parts of the record; `label` says of what, for the documentation.

    Their names are one of `names` and the part's number: "verdict_12".
    """

    label: Any
    names: tuple[str, ...]
    asks: Callable[[Any], tuple[Ask, ...]]


@dataclass(frozen=True)
class Guard:
    """Something that must be true of the record before a step; `holds` may be answered by a room above (see guards.py).

    `detail` says of a record what it lacks. A step whose guard `hides` it is not offered before the guard holds.
    """

    name: str
    sentence: Any
    holds: Callable[[Any], bool] | None = None
    detail: Callable[[Any], str] | None = None
    hides: bool = False

    def words(self, subject: Any) -> str:
        more = self.detail(subject) if self.detail else ""
        return f"{self.sentence} {more}".strip()


@dataclass(frozen=True)
class Bar:
    """A tie between the person and the record that forbids a step to somebody whose role would allow it."""

    name: str
    sentence: Any
    stands: Callable[[Any, Actor], bool]


@dataclass(frozen=True)
class State:
    name: str
    label: Any
    tone: str = "neutral"
    icon: str = "circle"
    edit: tuple[Role, ...] = ()
    """Who may change the record's own fields while it is in this state."""
    shared: bool = False
    """The agency concerned may see it."""
    within_agency: bool = False
    """The agency's own draft: the Council's side does not see what happens in it."""
    final: bool = False
    needs: tuple[str, ...] = ()
    """Columns that must be filled in this state (database CHECK; waived, by name, for old records)."""
    waits_for: tuple[Role, ...] = ()
    """Who acts next."""
    todo: Any = ""
    """What they are to do, as words for a button or a list."""


@dataclass(frozen=True)
class Transition:
    """One step. `target=None` stays in the state; `choose` picks one of `among` from the record and the answers."""

    name: str
    label: Any
    source: tuple[str, ...]
    target: str | None
    past: Any
    by: tuple[Role, ...] = ()
    asks: tuple[Ask, ...] = ()
    more: More | None = None
    """What else it asks, which depends on the record."""
    guards: tuple[Guard, ...] = ()
    bars: tuple[Bar, ...] = ()
    check: Callable[[Any, Answers], dict[str, Any]] | None = None
    confirm: Confirmation | None = None
    effect: Callable[[Any, Answers, Actor], None] | None = None
    """Fills in the facts of the step; runs while the record is still in the old state."""
    then: Callable[[Any, Answers, Actor], None] | None = None
    """What follows elsewhere; runs after the step's own event has been written."""
    within_agency: bool = False
    """Of no concern to the Council's side."""
    within_council: bool = False
    """Of no concern to the agency, also where it may read the record."""
    tell: tuple[Role, ...] = ()
    tone: str = "primary"
    hint: Any = ""
    auto: bool = False
    choose: Callable[[Any, Answers], str] | None = None
    among: tuple[str, ...] = ()

    def asks_of(self, subject: Any) -> tuple[Ask, ...]:
        """Everything that this step asks about this record."""
        return (*self.fitting(subject), *self.about_parts(subject))

    def fitting(self, subject: Any) -> tuple[Ask, ...]:
        """What it asks of this record as it stands: another state may ask for something else."""
        return tuple(ask for ask in self.asks if ask.fits is None or ask.fits(subject))

    def about_parts(self, subject: Any) -> tuple[Ask, ...]:
        return self.more.asks(subject) if self.more else ()

    def targets_from(self, state: str) -> tuple[str, ...]:
        if self.choose is not None:
            return self.among
        return (state if self.target is None else self.target,)


@dataclass(frozen=True)
class Workflow:
    name: str
    label: Any
    start: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    create: tuple[Role, ...] = ()
    """Who may begin such a record, by the roles they hold where it will stand."""
    old_records: bool = False
    """Records may be entered directly in a later state, from an old dossier."""
    seal: Guard | None = None
    """Somebody has signed it: while this does not hold nobody changes its words. Files are added all the same."""
    source: str = ""
    """Where the rule comes from (section of the domain text, article of law)."""

    def __post_init__(self) -> None:
        check_definition(self)

    def state(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def transition(self, name: str) -> Transition | None:
        return next((step for step in self.transitions if step.name == name), None)

    def states_where(self, test: Callable[[State], bool]) -> tuple[str, ...]:
        return tuple(state.name for state in self.states if test(state))

    @property
    def finals(self) -> tuple[str, ...]:
        return self.states_where(lambda state: state.final)


def check_definition(workflow: Workflow) -> None:
    """Raise BadDefinition with everything that is wrong."""
    names = [state.name for state in workflow.states]
    wrong = [f"state {name} twice" for name in names if names.count(name) > 1]
    steps = [step.name for step in workflow.transitions]
    wrong += [f"step {name} twice" for name in steps if steps.count(name) > 1]
    if workflow.start not in names:
        wrong.append(f"start {workflow.start} unknown")
    for step in workflow.transitions:
        targets = {target for state in step.source for target in step.targets_from(state)}
        wrong += [f"{step.name}: state {name} unknown" for name in {*step.source, *targets} - set(names)]
        if not step.by and not step.auto:
            wrong.append(f"{step.name}: nobody may take it")
    wrong += [f"state {name} unreachable" for name in set(names) - reachable(workflow)]
    if wrong:
        raise BadDefinition(f"{workflow.name}: " + "; ".join(sorted(wrong)))


def reachable(workflow: Workflow) -> set[str]:
    seen: set[str] = set()
    waiting = [workflow.start]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for step in workflow.transitions:
            if name in step.source:
                waiting.extend(step.targets_from(name))
    return seen
