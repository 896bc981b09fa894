"""The lists of delegations and what hangs on them: programmes, findings, agencies' proposals, requests for reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.errors import DomainError
from tracker.core.i18n import _
from tracker.deadlines import overview
from tracker.delegations import queries as delegations
from tracker.delegations.models import OWNER_KINDS
from tracker.delegations.workflow import DELEGATION
from tracker.findings import queries as findings
from tracker.findings.models import FINDING_KINDS
from tracker.findings.workflow import FINDING
from tracker.planning import queries as planning
from tracker.planning.models import PROGRAMME_OWNERS
from tracker.planning.workflow import PROGRAMME
from tracker.policies import queries as policies
from tracker.policies.models import TYPES
from tracker.policies.phases import PHASES
from tracker.policies.workflow import POLICY
from tracker.proposals import queries as proposals
from tracker.proposals.models import PROPOSAL_ADDRESSEES
from tracker.proposals.workflow import PROPOSAL
from tracker.sheets import Column, Sheet
from tracker.sheets.sheet import every
from tracker.web import as_of, comparison, deadlines, indicators, policy_board, requests
from tracker.web import delegations as delegation_pages
from tracker.web import findings as finding_pages
from tracker.web import policies as policy_pages
from tracker.web import programmes as programme_pages
from tracker.web import proposals as proposal_pages
from tracker.web.downloads.offered import sheet_of
from tracker.web.kit import me


def notes(standing: as_of.Standing) -> list[str]:
    """The moment that the list tells of. A moment that is none gives no file."""
    if standing.is_wrong:
        raise DomainError(str(standing.field.errors[0]))
    return [standing.stamp]


@sheet_of("delegations.index")
def delegation_list() -> Sheet:
    _asked, standing, wanted = delegation_pages.asked_for()
    return Sheet(
        name="doan-giam-sat",
        title=_("Đoàn giám sát"),
        columns=[
            Column(_("Mã"), lambda row: row.code),
            Column(_("Chuyên đề"), lambda row: row.title, 60),
            Column(_("Chủ thể"), lambda row: row.body or str(OWNER_KINDS[row.owner_kind]), 28),
            Column(_("Trạng thái"), lambda row: str(DELEGATION.state(row.state).label), 20),
            Column(_("Ngày thành lập"), lambda row: row.established_on, 14),
            Column(_("Hạn nộp báo cáo"), lambda row: row.report_due_on, 14),
            Column(_("Theo dõi"), lambda row: row.followed_by or "", 24),
        ],
        rows=every(lambda number, size: delegations.listing(me(), wanted, page=number, size=size)),
        notes=notes(standing),
    )


@sheet_of("findings.index")
def finding_list() -> Sheet:
    _asked, standing, wanted = finding_pages.asked_for()
    return finding_sheet(wanted, notes(standing))


def finding_sheet(wanted: findings.Wanted, told: Sequence[str]) -> Sheet:
    def read(number: int, size: int) -> Sequence[Any]:
        rows = findings.listing(me(), wanted, page=number, size=size)
        names = findings.names_of(rows)
        return [(row, names.get(row.id, "")) for row in rows]

    return Sheet(
        name="phat-hien",
        title=_("Phát hiện"),
        columns=[
            Column(_("Mã"), lambda row: row[0].code),
            Column(_("Nội dung"), lambda row: row[0].text, 60),
            Column(_("Loại"), lambda row: str(FINDING_KINDS[row[0].kind]), 18),
            Column(_("Cơ quan"), lambda row: row[1], 30),
            Column(_("Đoàn giám sát"), lambda row: row[0].delegation),
            Column(_("Trạng thái"), lambda row: str(FINDING.state(row[0].state).label), 20),
            Column(_("Hạn nêu ý kiến"), lambda row: row[0].comment_due_on, 14),
        ],
        rows=every(read),
        notes=told,
    )


@sheet_of("proposals.index")
def proposal_list() -> Sheet:
    _asked, standing, wanted = proposal_pages.asked_for()
    return proposal_sheet(wanted, notes(standing))


def proposal_sheet(wanted: proposals.Wanted, told: Sequence[str]) -> Sheet:
    def read(number: int, size: int) -> Sequence[Any]:
        rows = proposals.listing(me(), wanted, page=number, size=size)
        names = proposals.proposers([row.id for row in rows])
        return [(row, "; ".join(names.get(row.id, ())) or row.proposers_text) for row in rows]

    return Sheet(
        name="de-xuat-cua-co-quan",
        title=_("Đề xuất của cơ quan"),
        columns=[
            Column(_("Mã"), lambda row: row[0].code),
            Column(_("Nội dung"), lambda row: row[0].text, 60),
            Column(_("Cơ quan đề xuất"), lambda row: row[1], 36),
            Column(_("Gửi tới"), lambda row: str(PROPOSAL_ADDRESSEES[row[0].addressee_kind]), 18),
            Column(_("Nhóm"), lambda row: row[0].group_name, 24),
            Column(_("Đoàn giám sát"), lambda row: row[0].delegation),
            Column(_("Trạng thái"), lambda row: str(PROPOSAL.state(row[0].state).label), 20),
        ],
        rows=every(read),
        notes=told,
    )


@sheet_of("policies.index")
def policy_list() -> Sheet:
    _asked, standing, wanted = policy_pages.asked_for()
    return policies_of(wanted, notes(standing))


def policies_of(wanted: policies.Wanted, told: Sequence[str]) -> Sheet:
    return Sheet(
        name="chinh-sach",
        title=_("Đề xuất chính sách và nghị quyết"),
        columns=[
            Column(_("Mã"), lambda row: row.code),
            Column(_("Tên chính sách"), lambda row: row.title, 60),
            Column(_("Loại nghị quyết"), lambda row: str(TYPES[row.type]), 26),
            Column(_("Cơ quan soạn thảo"), lambda row: row.agency or "", 30),
            Column(_("Kỳ họp"), lambda row: row.session or "", 24),
            Column(_("Khai mạc"), lambda row: row.opens_on, 12),
            Column(_("Số, ký hiệu"), lambda row: row.number or "", 20),
            Column(_("Ngày có hiệu lực"), lambda row: row.effective_on, 14),
            Column(_("Trạng thái"), lambda row: str(POLICY.state(row.state).label), 22),
        ],
        rows=every(lambda number, size: policies.listing(me(), wanted, page=number, size=size)),
        notes=told,
    )


@sheet_of("policy_board.pipeline")
def pipeline() -> Sheet:
    """R8: how many policies of each session stand in each phase."""
    rows = policy_board.rows_of_pipeline()
    phases = [str(words) for words, _states in PHASES.values()]
    return Sheet(
        name="tien-do-chinh-sach",
        title=_("Tiến độ chính sách theo kỳ họp"),
        columns=[
            Column(_("Kỳ họp"), lambda row: row["label"], 30),
            Column(_("Khai mạc"), lambda row: row["opens_on"], 12),
            *(Column(label, number_at(at), 12) for at, label in enumerate([*phases, _("Tất cả")])),
        ],
        rows=rows,
    )


def number_at(place: int) -> Callable[[Any], int]:
    return lambda row: row["numbers"][place]["number"]


@sheet_of("programmes.index")
def programme_list() -> Sheet:
    _asked, standing, wanted = programme_pages.asked_for()
    return Sheet(
        name="chuong-trinh-giam-sat",
        title=_("Chương trình giám sát"),
        columns=[
            Column(_("Năm"), lambda row: str(row.year), 8),
            Column(_("Mã"), lambda row: row.code),
            Column(_("Chủ thể"), lambda row: row.body or str(PROGRAMME_OWNERS[row.owner_kind]), 30),
            Column(_("Số chuyên đề"), lambda row: row.topics, 12),
            Column(_("Trạng thái"), lambda row: str(PROGRAMME.state(row.state).label), 20),
            Column(_("Văn bản thông qua"), lambda row: row.adopted_number or "", 20),
            Column(_("Ngày văn bản"), lambda row: row.adopted_on, 14),
        ],
        rows=every(lambda number, size: planning.listing(me(), wanted, page=number, size=size)),
        notes=notes(standing),
    )


@sheet_of("requests.board")
def board(id: int) -> Sheet:
    delegation = access.find("delegation", id, me())
    council_side = bool(access.roles_on(me(), delegation) & set(COUNCIL_SIDE))
    return Sheet(
        name="bao-cao-cua-co-quan",
        title=_("Báo cáo của cơ quan: %(code)s", code=delegation.code),
        columns=[
            Column(_("Cơ quan"), lambda row: row["agency"], 40),
            Column(_("Lần"), lambda row: row["request"].round if row["request"] else None, 6),
            Column(_("Trạng thái"), lambda row: str(row["state"].label) if row["request"] else _("Chưa gửi"), 22),
            Column(_("Quá hạn"), lambda row: "x" if row["request"] and row["late"] else "", 10),
            Column(_("Hạn"), lambda row: row["due_on"] if row["request"] else None, 12),
            Column(_("Báo cáo"), lambda row: report_of(row).number if report_of(row) else "", 20),
            Column(_("Ngày báo cáo"), lambda row: report_of(row).issued_on if report_of(row) else None, 12),
            Column(_("Nộp muộn ngày"), lambda row: row["late_on"] if row["request"] else None, 12),
        ],
        rows=requests.board_rows(delegation, council_side=council_side),
    )


def report_of(row: dict[str, Any]) -> Any:
    return row["report"] if row["request"] else None


@sheet_of("deadlines.of_delegation")
def deadline_list(id: int) -> Sheet:
    delegation = access.find("delegation", id, me())
    return Sheet(
        name="cac-thoi-han",
        title=_("Thời hạn của %(code)s", code=delegation.code),
        columns=[
            Column(_("Việc"), lambda row: str(row["label"]), 40),
            Column(_("Hồ sơ"), lambda row: row["record"], 28),
            Column(_("Của"), lambda row: row["whose"], 28),
            Column(_("Hạn"), lambda row: row["due"].written_on, 12),
            Column(_("Xong ngày"), lambda row: row["due"].done_on, 12),
            Column(_("Căn cứ"), lambda row: str(row["basis"]), 50),
        ],
        rows=[deadlines.told(due) for due in overview.of_delegation(delegation, me())],
    )


@sheet_of("indicators.index")
def indicator_list(id: int) -> Sheet:
    delegation = comparison.of_council(id)
    return Sheet(
        name="chi-tieu",
        title=_("Chỉ tiêu của %(code)s", code=delegation.code),
        columns=[
            Column(_("Chỉ tiêu"), lambda row: row["indicator"], 50),
            Column(_("Đơn vị"), lambda row: row["unit"]),
            Column(_("Số cơ quan"), lambda row: row["agencies"], 12),
            Column(_("Số liệu"), lambda row: row["figures"], 12),
        ],
        rows=indicators.series(delegation),
    )
