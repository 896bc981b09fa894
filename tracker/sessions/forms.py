"""What a person may type about a working session, who came, what was photographed and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField

from tracker.core.forms import (
    BaseForm,
    Choice,
    Choices,
    FileList,
    LongText,
    Needed,
    NotInFuture,
    OneLine,
    Radio,
    ViDate,
    WholeNumber,
    YesNo,
)
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.core.text import clean
from tracker.delegations.models import Delegation
from tracker.organizations.fields import AgencyChoices
from tracker.sessions.fields import Hour
from tracker.sessions.models import (
    ATTENDEE_ROLES,
    PARTS,
    REPLIES,
    SESSION_KINDS,
    STATEMENT_KINDS,
    Statement,
    WorkingSession,
)
from tracker.sessions.speakers import Speaker, follow, named
from tracker.sessions.workflow import SESSION

INFERABLE = {
    "year": _l("Năm"),
    "held_on": _l("Ngày"),
    "part": _l("Buổi"),
    "chair": _l("Chủ trì"),
    "place": _l("Địa điểm"),
    "agencies": _l("Cơ quan dự"),
}
OLD_STATES = ("planned", "notified", "held", "minutes_for_comment", "minutes_signed", "postponed", "cancelled")
DESCRIBED = "title kind held_on part starts_at place places_visited chair chair_office source_name"


class SessionForm(BaseForm):
    """Creating and changing a session. `delegation` gives the agencies to choose from."""

    kind = Radio(_l("Loại"), [Needed()], choices=tuple(SESSION_KINDS.items()), default="working")
    held_on = ViDate(_l("Ngày"), [Needed()])
    part = Radio(_l("Buổi"), [Needed()], choices=tuple(PARTS.items()))
    starts_at = Hour(_l("Giờ bắt đầu"), description=_l("Ví dụ: 14:00"))
    place = OneLine(_l("Địa điểm"), longest=300, description=_l("Khảo sát thực tế thì phải ghi nơi đến."))
    places_visited = LongText(
        _l("Nơi đã đến khảo sát"), longest=5000, description=_l("Mỗi nơi một dòng; điền sau khi khảo sát.")
    )
    chair = OneLine(_l("Chủ trì"), longest=200, description=_l("Khi thông báo, người chủ trì phải là thành viên Đoàn."))
    chair_office = OneLine(
        _l("Chức vụ người chủ trì"), longest=300, description=_l("Để trống thì lấy theo danh sách thành viên Đoàn.")
    )
    agency_ids = AgencyChoices(_l("Cơ quan làm việc với Đoàn"))
    title = OneLine(
        _l("Tên cuộc làm việc"), longest=500, description=_l("Để trống thì đặt theo cơ quan: “Cuộc làm việc với …”.")
    )

    def __init__(self, *given: Any, delegation: Delegation | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if delegation is not None:
            named = [(str(entry.agency_id), entry.name_then) for entry in delegation.agencies]
            self.agency_ids.offer(delegation.council_id, named)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.place_is_missing():
            self.add_problems({"place": [_("Hãy nhập nơi khảo sát.")]})
            return False
        return fine

    def place_is_missing(self) -> bool:
        """A survey goes somewhere; only an old source may not say where."""
        return self.kind.data == "survey" and not self.place.data and not self.place.errors


class CompletedForm(SessionForm):
    """Changing a session that was entered from an old dossier: also where its facts come from, and what was inferred."""

    source_name = OneLine(
        _l("Nguồn"), longest=300, description=_l("Nếu ghi theo bài báo, hồ sơ: tên trang, người viết.")
    )
    inferred = Choices(_l("Suy đoán, nguồn không nêu"), choices=tuple(INFERABLE.items()))

    def place_is_missing(self) -> bool:
        return False


class OldSessionForm(CompletedForm):
    """Entering a session of an old dossier in the state it had reached; what the source lacks stays empty."""

    state = Choice(
        _l("Trạng thái đã tới"),
        [Needed()],
        choices=[(name, SESSION.state(name).label) for name in OLD_STATES],
        default="held",
        blank=None,
    )
    reason = LongText(_l("Lý do nhập hồ sơ cũ"), [Needed()], longest=2000)
    source = LongText(_l("Nguồn hồ sơ"), [Needed()], longest=2000, description=_l("Bài viết, văn bản, người cung cấp."))
    notice_sent_on = ViDate(_l("Ngày gửi thông báo"), description=_l("Nguồn không nêu thì để trống."))
    head_attended = Choice(
        _l("Trưởng đoàn có dự không?"),
        choices=(("yes", _l("Có")), ("no", _l("Không"))),
        blank=_l("Chưa có thông tin"),
    )
    minutes_text = LongText(_l("Nội dung biên bản"))
    secretary_name = OneLine(_l("Thư ký"), longest=200)
    signed_on = ViDate(_l("Ngày ký biên bản"))


class AttendanceForm(BaseForm):
    """Somebody who came: a person by name, or a group that the source does not name."""

    name = OneLine(
        _l("Họ tên, hoặc tên nhóm"),
        [Needed()],
        longest=300,
        description=_l("Ví dụ: Bùi Đức Quang; đại diện các Sở, ngành"),
    )
    is_group = YesNo(_l("Là một nhóm, không nêu tên từng người"))
    office = OneLine(_l("Chức vụ"), longest=300)
    body = OneLine(_l("Cơ quan, đơn vị"), longest=300)
    role = Choice(_l("Vai trò"), [Needed()], choices=tuple(ATTENDEE_ROLES.items()), default="attendee", blank=None)
    in_place_of = OneLine(_l("Dự thay cho"), longest=200)
    authorisation_number = OneLine(
        _l("Giấy ủy quyền số"),
        longest=80,
        description=_l("Người đứng đầu cơ quan trực tiếp báo cáo, hoặc ủy quyền cho cấp phó."),
    )
    authorised_on = ViDate(_l("Ngày ủy quyền"))


class InvitationForm(BaseForm):
    """Whom to invite: a person, or a body. `session` gives the agencies to choose from."""

    agency_id = Choice(
        _l("Cơ quan làm việc với Đoàn"), coerce=row_number, choices=(), blank=_l("– Người, đơn vị khác –")
    )
    name = OneLine(_l("Họ tên"), longest=300, description=_l("Mời cơ quan mà không nêu tên thì để trống."))
    office = OneLine(_l("Chức vụ"), longest=300)
    body = OneLine(_l("Cơ quan, đơn vị"), longest=300)
    sent_on = ViDate(
        _l("Ngày gửi"), [NotInFuture()], description=_l("Để trống thì lấy ngày gửi thông báo cuộc làm việc.")
    )

    def __init__(self, *given: Any, session: WorkingSession | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if session is not None:
            self.agency_id.choices = [(str(entry.agency_id), entry.name_then) for entry in session.agencies]


class ReplyForm(BaseForm):
    """What was answered to an invitation."""

    reply = Radio(_l("Trả lời"), [Needed()], choices=tuple(REPLIES.items()))
    deputy_name = OneLine(_l("Người dự thay"), longest=300)
    deputy_office = OneLine(_l("Chức vụ người dự thay"), longest=300)
    reply_note = LongText(_l("Lý do, ghi chú"), longest=2000)


class PhotographForm(BaseForm):
    """A photograph with its caption; an old source may give the caption alone."""

    caption = OneLine(_l("Chú thích"), [Needed()], longest=500)
    files = FileList(_l("Ảnh"), description=_l("Ảnh JPG hoặc PNG. Chỉ có chú thích thì để trống."))


class StatementForm(BaseForm):
    """What somebody said. `session` gives the agencies to choose from."""

    kind = Radio(_l("Loại"), [Needed()], choices=tuple(STATEMENT_KINDS.items()))
    speaker = OneLine(_l("Người phát biểu"), [Needed()], longest=300)
    speaker_office = OneLine(_l("Chức vụ"), longest=300)
    agency_id = Choice(_l("Cơ quan của người phát biểu"), coerce=row_number, choices=())
    text = LongText(_l("Nội dung"), [Needed()], longest=20_000)
    addressed_to = OneLine(_l("Gửi tới"), longest=300, description=_l("Ví dụ: các Sở, ngành, địa phương"))
    corrects_id = WholeNumber(_l("Đính chính cho phát biểu số"))

    def __init__(self, *given: Any, session: WorkingSession | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if session is not None:
            entries = session.delegation.agencies
            self.agency_id.choices = [(str(entry.agency_id), entry.name_then) for entry in entries]


class SpokenForm(StatementForm):
    """A statement on a page, where office and agency of somebody stand already: `office_of` names whose they are."""

    office_of = HiddenField(filters=[lambda value: clean(str(value))[:300] if value else ""])

    def __init__(self, *given: Any, session: WorkingSession, **about: Any) -> None:
        super().__init__(*given, session=session, **about)
        self.session = session
        self.shown: Mapping[str, Any] = about.get("data") or {}
        self.follows = False
        """Has the speaker changed, so that office and agency are now the new one's?"""

    def validate(self, extra_validators: Any = None) -> bool:
        self.follow_speaker()
        return super().validate(extra_validators)

    def follow_speaker(self) -> None:
        sent = Speaker(self.speaker.data or "", self.speaker_office.data or "", self.agency_id.data)
        now = follow(sent, self.former(), self.session)
        self.follows = now != sent
        self.speaker_office.data, self.agency_id.data, self.office_of.data = now.office, now.agency_id, now.name

    def former(self) -> Speaker:
        """Whose office stood there: as the form was shown, or as that person is known."""
        name = self.office_of.data or ""
        if name != self.shown.get("office_of"):
            return named(name, self.session)
        return Speaker(name, self.shown.get("speaker_office") or "", self.shown.get("agency_id"))


def form_for(session: WorkingSession) -> type[SessionForm]:
    return CompletedForm if session.old_record else SessionForm


def answers_of(session: WorkingSession) -> dict[str, Any]:
    """What the form shows of a saved session, and what an edit leaves alone."""
    return {
        **{name: getattr(session, name) for name in DESCRIBED.split()},
        "agency_ids": [entry.agency_id for entry in session.agencies],
        "inferred": list(session.inferred or []),
    }


def statement_answers(statement: Statement) -> dict[str, Any]:
    names = "kind speaker speaker_office agency_id text addressed_to corrects_id"
    return {name: getattr(statement, name) for name in names.split()}
