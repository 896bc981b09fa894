"""The reports R1–R8 of domain.md 6.6 in one place, each for those who may read it; and what is overdue (R3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, OF_BUSINESS
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.i18n import Words, _, _l
from tracker.delegations.models import Delegation
from tracker.recommendations.control import keeping
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.models import ASSIGNMENT_ROLES
from tracker.recommendations.queries import ageing
from tracker.recommendations.queries.ageing import BANDS
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.web import as_of, control_room, documents, filtering, kit, paging, rates
from tracker.web.as_of import Standing
from tracker.web.kit import me

pages = Blueprint("reports", __name__, url_prefix="/reports")
FILES = {"docx": _l("Word"), "pdf": _l("PDF"), "xlsx": _l("Excel")}
METHOD = (
    _l(
        "Quá hạn: hạn đang áp dụng, kể cả gia hạn, đã qua mà chưa được xác nhận xong; báo cáo gửi trong hạn thì không tính."
    ),
    _l("Số ngày là ngày theo lịch, từ ngày hết hạn; hạn rơi vào ngày nghỉ thì hết hạn vào ngày làm việc kế tiếp."),
    _l("Đếm mọi nhiệm vụ, của cơ quan chủ trì và cơ quan phối hợp; việc có lộ trình nhiều năm không tính."),
    _l("Chỉ tính những gì đã biết đến thời điểm nêu trên."),
)
"""How R3 is counted (domain.md 6.6)."""


def require_reader() -> None:
    if not me().roles & OF_BUSINESS:
        raise Forbidden


# --- all of them --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What the reports are narrowed to."""

    standing: Standing
    agency: int | None
    delegation: Delegation | None

    def links(self, endpoint: str, *files: str, **about: Any) -> list[dict[str, str]]:
        """The page, to be read and printed, then its files."""
        about = {"as_of": self.standing.address, **about}
        screen = {"label": _("Xem, in"), "url": url_for(endpoint, **about)}
        return [
            screen,
            *({"label": str(FILES[name]), "url": url_for(endpoint, format=name, **about)} for name in files),
        ]

    @property
    def scope(self) -> dict[str, Any]:
        return {"agency": self.agency, "delegation": self.delegation.id if self.delegation else None}


@pages.route("")
def index() -> Response:
    require_reader()
    standing = as_of.asked(rates.questions())
    del standing.form.term
    asked = asked_of(standing)
    return kit.show(
        "reports/index.html",
        form=standing.form,
        standing=standing,
        chips=[] if standing.is_wrong else filtering.chips(standing.form),
        rows=[] if standing.is_wrong else reports(asked),
    )


def asked_of(standing: Standing) -> Asked:
    """NotFound for a delegation that the reader does not read."""
    delegation_id = filtering.value(standing.form.delegation)
    delegation = access.find("delegation", delegation_id, me()) if delegation_id else None
    agency = filtering.value(standing.form.agency) if "agency" in standing.form else None
    return Asked(standing, agency, delegation)


def reports(asked: Asked) -> list[dict[str, Any]]:
    """R1 to R8, those that this person may read."""
    known = (follow_up, both_rates, overdue_tasks, dossier, drafts, scorecard, figures, pipeline)
    inside = () if me().roles & set(COUNCIL_SIDE) else (drafts, pipeline)
    return [make(asked) for make in known if make not in inside]


def row(name: str, title: Words, about: Words, who: Words, links: Sequence[dict[str, str]], lacks: Words = "") -> Any:
    """`lacks`: what must be chosen first, where there are no links yet."""
    return {"name": name, "title": title, "about": about, "who": who, "links": links, "lacks": "" if links else lacks}


EVERYBODY = _l("Phía Hội đồng đọc toàn bộ; cơ quan đọc phần của mình.")
THE_COUNCIL = _l("Phía Hội đồng.")
CHOOSE_DELEGATION = _l("Hãy chọn Đoàn giám sát ở phần lọc.")


def follow_up(asked: Asked) -> Any:
    return row(
        "R1",
        _("Bảng theo dõi thực hiện kết luận, kiến nghị"),
        _("Mỗi kiến nghị một dòng, theo Đoàn rồi theo cơ quan; phụ lục khổ ngang kèm báo cáo của Thường trực."),
        EVERYBODY,
        asked.links("recommendations.index", *FILES, **asked.scope),
    )


def both_rates(asked: Asked) -> Any:
    links = asked.links("rates.show", *FILES, **asked.scope)
    if me().roles & set(COUNCIL_SIDE):
        groups = url_for("statistics.show", as_of=asked.standing.address, **asked.scope)
        links.append({"label": _("Thống kê"), "url": groups})
    return row(
        "R2",
        _("Tỷ lệ hoàn thành và đúng hạn"),
        _("Hai tỷ lệ vào một thời điểm, với tử số, mẫu số và những gì không tính."),
        EVERYBODY,
        links,
    )


def overdue_tasks(asked: Asked) -> Any:
    return row(
        "R3",
        _("Nhiệm vụ quá hạn và thời gian quá hạn"),
        _("Nhiệm vụ quá hạn theo bốn khoảng số ngày, và danh sách, lâu nhất trước."),
        EVERYBODY,
        asked.links("reports.overdue", *FILES, **asked.scope),
    )


def dossier(asked: Asked) -> Any:
    links = []
    if asked.delegation is not None:
        links = [{"label": _("Tải ZIP"), "url": url_for("dossiers.download", id=asked.delegation.id)}]
    return row(
        "R4",
        _("Hồ sơ của một Đoàn giám sát"),
        _("Một tệp ZIP: mọi văn bản được xem, các danh sách và mục lục."),
        EVERYBODY,
        links,
        CHOOSE_DELEGATION,
    )


def drafts(asked: Asked) -> Any:
    offered = documents.of(asked.delegation) if asked.delegation is not None else []
    links = [{"label": paper["label"], "url": paper["word_url"]} for paper in offered]
    return row(
        "R5",
        _("Dự thảo văn bản của Đoàn giám sát"),
        _("Bản Word theo Nghị định 30/2020/NĐ-CP; giấy mời, biên bản, công văn ở trang của cuộc làm việc, kiến nghị."),
        THE_COUNCIL,
        links,
        CHOOSE_DELEGATION,
    )


def scorecard(asked: Asked) -> Any:
    known = [asked.agency] if asked.agency else sorted(me().agency_ids)
    links = [link for id in known for link in asked.links("scorecards.show", *FILES, id=id)]
    return row(
        "R6",
        _("Phiếu kết quả thực hiện của cơ quan"),
        _("Hai tỷ lệ của một cơ quan, số ngày, gia hạn, cách tính; có cảnh báo khi ít việc đến hạn."),
        _("Phía Hội đồng đọc của mọi cơ quan; cơ quan đọc của mình."),
        links,
        _("Hãy chọn cơ quan ở phần lọc."),
    )


def figures(asked: Asked) -> Any:
    links = asked.links("figures.sheet", *FILES, delegation=asked.delegation.id) if asked.delegation is not None else []
    return row(
        "R7",
        _("Biểu số liệu"),
        _("Mỗi chỉ tiêu với giá trị, đơn vị, kỳ, so sánh và nguồn, đúng như cơ quan báo cáo."),
        EVERYBODY,
        links,
        CHOOSE_DELEGATION,
    )


def pipeline(_asked: Asked) -> Any:
    screen = {"label": _("Xem, in"), "url": url_for("policy_board.pipeline")}
    files = [{"label": str(FILES[name]), "url": url_for("policy_board.pipeline", format=name)} for name in FILES]
    return row(
        "R8",
        _("Tiến độ chính sách theo kỳ họp"),
        _("Mỗi kỳ họp có bao nhiêu chính sách ở từng giai đoạn; của lúc này."),
        THE_COUNCIL,
        [screen, *files],
    )


# --- R3 -----------------------------------------------------------------------------------------------------------------


@pages.route("/overdue")
def overdue() -> Response:
    """By how long, and the list, the longest overdue first; `?as_of=` as known then."""
    require_reader()
    standing = asked_for_overdue()
    return kit.show(
        "reports/overdue.html",
        form=standing.form,
        standing=standing,
        print_url=standing.print_url,
        chips=[] if standing.is_wrong else filtering.chips(standing.form),
        method=METHOD,
        address=paging.address,
        **({} if standing.is_wrong else late_tasks(standing)),
    )


def asked_for_overdue() -> Standing:
    require_reader()
    return as_of.asked(rates.questions())


def late_tasks(standing: Standing) -> dict[str, Any]:
    scope, moment = rates.scope_of(standing.form), standing.exactly.at
    found, words = ageing.bands(me(), scope, moment, counting()), band_words(counting())
    rows = ageing.rows(me(), scope, moment, page=paging.number(), size=paging.size())
    return {
        "bands": [{"label": words[band], "number": found[band]} for band in BANDS],
        "total": found["overdue"],
        "rows": [told(row, standing) for row in rows[: paging.size()]],
        "page": paging.page(rows, found["overdue"]),
    }


def told(row: Any, standing: Standing) -> dict[str, Any]:
    return {
        "code": row.code,
        "text": row.text,
        "url": url_for("recommendations.show", id=row.recommendation_id, as_of=standing.address),
        "agency": row.taken_over_by or row.agency_name,
        "role": ASSIGNMENT_ROLES[row.role],
        "due_on": row.due_on,
        "days": days_late(row, standing),
        "extensions": row.extension_count,
        "state": ASSIGNMENT.state(row.state),
    }


def days_late(row: Any, standing: Standing) -> int:
    """Of the calendar, since the day at whose end the deadline passed."""
    days: int = (clock.local(standing.exactly.at).date() - row.due_ends_on).days
    return days


def counting() -> Counting:
    """By the council's own bands, for those who look over its tasks; else by the usual ones."""
    return keeping.counting(me()) if keeping.may_watch(me()) else Counting()


def band_words(by: Counting) -> dict[str, str]:
    words = control_room.Words(by)
    return {band: words.days(band) for band in BANDS}
