"""The life of a programme and of its topics (domain.md 1.4, 6.1; who: 6.2, row "programme of the year")."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _, _l
from tracker.planning import queries
from tracker.planning.indexing import index
from tracker.planning.models import Programme, Topic
from tracker.workflow import engine
from tracker.workflow.asks import CLEAR_REASON, ISSUED_ON, NEEDED_FILES, NUMBER, REASON, SIGNER
from tracker.workflow.definition import Answers, Ask, Bar, Guard, State, Transition, Workflow

OFFICE, STANDING, LEADER = Role.OFFICE, Role.STANDING, Role.LEADER
ADOPTED = ("adopted", "adjusted")


def is_adopted(programme: Programme) -> bool:
    """From now on a change of its topics adjusts the programme, and says why."""
    return programme.state in ADOPTED


def is_over(programme: Programme) -> bool:
    """Adopted, and its year has passed: it is not adjusted any more."""
    return is_adopted(programme) and programme.year < clock.today().year


def may_have_delegations(topic: Topic) -> bool:
    """Is it in an adopted programme, so that delegations are set up under it?"""
    return topic.state == "adopted"


def place(programme: Programme) -> Place:
    return Place(council_id=programme.council_id, body_id=programme.body_id)


def topic_place(topic: Topic) -> Place:
    return place(topic.programme)


def of_another(programme: Programme, actor: Actor) -> bool:
    return programme.body_id is not None and LEADER not in actor.roles_on(place(programme))


HAS_TOPICS = Guard("programme_has_topics", _l("Chương trình phải có ít nhất một chuyên đề."), queries.has_topics)
BY_ITS_COMMITTEE = Bar("programme_of_a_committee", _l("Chương trình của Ban do lãnh đạo Ban đó thông qua."), of_another)
NO_DELEGATION = Guard("no_delegation_on_topic", _l("Đã có đoàn giám sát theo chuyên đề này nên không đưa ra được."))
YEAR_OPEN = Guard(
    "programme_year_open", _l("Năm của chương trình đã qua nên không điều chỉnh được nữa."), lambda topic: not is_over(topic.programme)
)


def adopted_in_time(programme: Programme, answers: Answers) -> dict[str, Any]:
    if answers["issued_on"] and answers["issued_on"].year > programme.year:
        return {"issued_on": _("Chương trình năm %(year)s phải được thông qua trước khi hết năm đó.", year=programme.year)}
    return {}


def adopt(programme: Programme, answers: Answers, _actor: Actor) -> None:
    programme.adopted_number = answers["number"]
    programme.adopted_on = answers["issued_on"]
    programme.signer = answers["signer"]
    index(programme)


def adopt_topics(programme: Programme, _answers: Answers, actor: Actor) -> None:
    for topic in programme.topics:
        if engine.may_follow(topic, "adopt"):
            engine.follow(topic, "adopt", actor)


def adjust_programme(topic: Topic, answers: Answers, actor: Actor) -> None:
    """What is changed of an adopted programme is told on its page, with the reason."""
    if is_adopted(topic.programme):
        told = {"topic": f"{topic.code} {topic.title}", "reason": answers["reason"], "number": answers.get("number") or ""}
        engine.follow(topic.programme, "adjust", actor, told)


PROGRAMME = Workflow(
    name="programme",
    label=_l("Chương trình giám sát"),
    source="domain.md 1.4, 6.2; Điều 58, 67, 77 Luật 87/2015/QH13",
    start="draft",
    create=(OFFICE,),
    states=(
        State(
            "draft", _l("Dự thảo"), icon="pencil", edit=(OFFICE,), waits_for=(STANDING, LEADER), todo=_l("Thông qua chương trình"),
        ),
        State("adopted", _l("Đã thông qua"), tone="done", icon="check-lg", needs=("adopted_number", "adopted_on")),
        State("adjusted", _l("Đã điều chỉnh"), tone="info", icon="arrow-left-right", needs=("adopted_number", "adopted_on")),
    ),
    transitions=(
        Transition(
            "adopt", _l("Thông qua chương trình"), ("draft",), "adopted", past=_l("đã thông qua chương trình"), by=(STANDING, LEADER),
            asks=(NUMBER, ISSUED_ON, SIGNER, NEEDED_FILES), guards=(HAS_TOPICS,), bars=(BY_ITS_COMMITTEE,), check=adopted_in_time,
            effect=adopt, then=adopt_topics, tell=(OFFICE, STANDING, LEADER),
        ),
        Transition(
            "adjust", _l("Điều chỉnh chương trình"), ADOPTED, "adjusted", past=_l("đã điều chỉnh chương trình"), auto=True,
            asks=(Ask("topic", _l("Chuyên đề")), REASON, Ask("number", _l("Văn bản điều chỉnh"), required=False)),
        ),
    ),
)

TOPIC = Workflow(
    name="topic",
    label=_l("Chuyên đề giám sát"),
    source="domain.md 1.4, 6.1",
    start="proposed",
    create=(OFFICE,),
    states=(
        State("proposed", _l("Được đề xuất"), icon="pencil", edit=(OFFICE,)),
        State("adopted", _l("Trong chương trình"), tone="done", icon="check-lg", edit=(OFFICE,)),
        State("set_aside", _l("Không đưa vào"), tone="plain", icon="x-lg", final=True),
    ),
    transitions=(
        Transition("adopt", _l("Đưa vào chương trình"), ("proposed",), "adopted", past=_l("đã đưa chuyên đề vào chương trình"), auto=True),
        Transition(
            "set_aside", _l("Không đưa vào chương trình"), ("proposed", "adopted"), "set_aside", past=_l("đã đưa chuyên đề ra khỏi chương trình"),
            tone="secondary", by=(OFFICE,), asks=(CLEAR_REASON,), guards=(NO_DELEGATION, YEAR_OPEN), then=adjust_programme,
        ),
    ),
)

NAMES = {
    "code": _l("Mã"), "year": _l("Năm"), "owner_kind": _l("Chủ thể giám sát"), "body": _l("Ban"), "state": _l("Trạng thái"),
    "adopted_number": _l("Văn bản thông qua"), "adopted_on": _l("Ngày thông qua"), "signer": _l("Người ký"),
}
TOPIC_NAMES = {
    "code": _l("Mã"), "title": _l("Tên chuyên đề"), "field": _l("Lĩnh vực"), "reason": _l("Sự cần thiết"), "content": _l("Nội dung"),
    "scope": _l("Phạm vi"), "object": _l("Đối tượng"), "proposed_by_kind": _l("Bên đề xuất"), "proposed_by": _l("Tên bên đề xuất"),
    "lead_body": _l("Ban chủ trì"), "state": _l("Trạng thái"),
}

KIND = engine.register(
    Kind(
        name="programme",
        model=Programme,
        label=_l("Chương trình giám sát"),
        plural="programmes",
        visible=queries.visible,
        place=place,
        title=lambda programme: programme.title,
        workflow=PROGRAMME,
        names=lambda: NAMES,
    )
)
TOPIC_KIND = engine.register(
    Kind(
        name="topic",
        model=Topic,
        label=_l("Chuyên đề giám sát"),
        plural="topics",
        visible=queries.topic_visible,
        place=topic_place,
        title=lambda topic: topic.title,
        workflow=TOPIC,
        names=lambda: TOPIC_NAMES,
    )
)
