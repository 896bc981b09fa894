"""What notices are about, in the order of what they ask of their reader, and how each kind reaches people (F47, F48, U21)."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.i18n import Words, _l

AT_ONCE, DAILY, IN_APP = "at_once", "daily", "in_app"
CHANNELS: dict[str, Words] = {
    AT_ONCE: _l("thư ngay"),
    DAILY: _l("thư hằng ngày"),
    IN_APP: _l("chỉ trong chương trình"),
}


@dataclass(frozen=True)
class Topic:
    """`channels` are what a person may choose among, the first unless they chose; a duty always comes by mail."""

    name: str
    label: Words
    rank: int
    channels: tuple[str, ...]

    @property
    def is_duty(self) -> bool:
        return IN_APP not in self.channels


OF_DUTY = (AT_ONCE, DAILY)
OTHER = (DAILY, IN_APP)
ALL = (
    Topic("assignment", _l("Việc mới giao"), 1, OF_DUTY),
    Topic("return", _l("Bị trả lại hoặc bị đôn đốc, cần trả lời"), 2, OF_DUTY),
    Topic("decision", _l("Quyết định"), 3, OF_DUTY),
    Topic("reminder", _l("Sắp đến hạn, quá hạn"), 4, OTHER),
    Topic("review", _l("Chờ xem, xác nhận, trả lời"), 5, OTHER),
    Topic("warning", _l("Thiếu người theo dõi, thiếu thời hạn"), 6, OTHER),
    Topic("news", _l("Tin khác"), 7, OTHER),
)
TOPICS: dict[str, Topic] = {topic.name: topic for topic in ALL}

STEPS = {
    "recommendation.issue": "assignment",
    "report_request.send": "assignment",
    "report_request.created": "assignment",
    "finding.send_to_agency": "assignment",
    "progress_request.issue": "assignment",
    "assignment.handed_over": "assignment",
    "policy.handed_over": "assignment",
    "stand_in.created": "decision",
    "stand_in.end": "decision",
    "stand_in.lapse": "decision",
    "progress_request.answer": "review",
    "recommendation.withdraw": "decision",
    "recommendation.replace": "decision",
    "measure.created": "return",
    "report_request.accept": "news",
    "amendment.accept": "news",
    "evidence.accept": "news",
    "evidence.expire": "return",
    "extension.request": "review",
    "evidence.renew": "review",
}
"""By "<kind>.<step>", before the step's own name is asked."""
STEPS_OF_ANY_KIND = {
    "return": "return",
    "hand_back": "return",
    "lay_before": "review",
    "reject": "return",
    "changes_requested": "return",
    "accept": "decision",
    "accept_partly": "decision",
    "grant": "decision",
    "refuse": "decision",
    "waive": "decision",
    "set_roadmap": "decision",
    "refuse_reconsideration": "decision",
    "find_not_implemented": "decision",
    "reopen": "decision",
    "amend": "decision",
    "send": "review",
    "submit": "review",
    "enter_paper": "review",
    "ask_reconsideration": "review",
    "approve": "review",
}


def topic_of(name: str) -> Topic:
    """Of a notice by its name, "<kind>.<step>"; what nobody has put in its place is news."""
    step = name.rpartition(".")[2]
    return TOPICS[STEPS.get(name) or STEPS_OF_ANY_KIND.get(step) or "news"]
