"""The reports R1–R3 and R6–R8 as papers (domain.md 6.6): the sheets of their lists, with the moment, what they are
narrowed to, and how they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core import clock
from tracker.core.i18n import _
from tracker.documents.reports import follow_up as follow_up_paper
from tracker.documents.reports import laying
from tracker.documents.reports.paper import Paper
from tracker.documents.reports.report import Around, Part, Report
from tracker.policies.queries import Wanted as PoliciesWanted
from tracker.recommendations.history.asking import AsOf
from tracker.recommendations.models import ASSIGNMENT_ROLES
from tracker.recommendations.queries import ageing, rates, statistics
from tracker.recommendations.queries.ageing import BANDS
from tracker.recommendations.queries.rates import Scope
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.sheets import Column, Sheet
from tracker.sheets.sheet import every
from tracker.web import as_of, filtering, frame, kit, scorecards
from tracker.web import figures as figure_pages
from tracker.web import rates as rate_pages
from tracker.web import reports as report_pages
from tracker.web import statistics as statistic_pages
from tracker.web.as_of import Standing
from tracker.web.downloads import following, oversight
from tracker.web.downloads.offered import paper_of, sheet_of
from tracker.web.kit import me


def around(standing: Standing) -> Around:
    return Around(
        council=frame.council_name(me()),
        is_official=bool(me().roles & set(COUNCIL_SIDE)),
        address=standing.print_url,
    )


def laid(report: Report, standing: Standing) -> Paper:
    return laying.of(report, around(standing))


def told(standing: Standing, chips: Sequence[str] = ()) -> list[str]:
    return [standing.stamp, *([_("Phạm vi: %(filters)s", filters="; ".join(chips))] if chips else [])]


def chips_of(standing: Standing) -> list[str]:
    """What the list is narrowed to, in words, but for the moment."""
    fields = [field for field in standing.form if field.short_name not in as_of.NAMES]
    return [words for field in fields if (words := filtering.words_of(field))]


# --- R1 -----------------------------------------------------------------------------------------------------------------


@paper_of("recommendations.index")
def follow_up_annex() -> Paper:
    standing, wanted, chips = following.asked_for_table()
    moment = standing.exactly
    return follow_up_paper.of(me(), wanted, moment, chips, around(standing), kit.sole_council())


# --- R2 -----------------------------------------------------------------------------------------------------------------


@paper_of("rates.show")
def both_rates() -> Paper:
    """The two rates of the scope; to the Council's side also by agency and by delegation."""
    standing = as_of.asked(rate_pages.questions())
    scope = rate_pages.scope_of(standing.form)
    parts = [whole(standing, scope)]
    if me().roles & set(COUNCIL_SIDE):
        parts += [group(by, standing, scope) for by in ("agency", "delegation")]
    return laid(kpi(standing, parts), standing)


@paper_of("statistics.show")
def by_group() -> Paper:
    statistic_pages.require_council_side()
    standing, scope = statistic_pages.asked_for()
    parts = [whole(standing, scope), group(statistic_pages.dimension(), standing, scope)]
    return laid(kpi(standing, parts), standing)


def kpi(standing: Standing, parts: Sequence[Part]) -> Report:
    return Report(
        name="bao-cao-ty-le-thuc-hien-kien-nghi",
        title=_("Tỷ lệ thực hiện kết luận, kiến nghị giám sát"),
        told=told(standing, chips_of(standing)),
        parts=parts,
        method=[str(line) for line in statistic_pages.METHOD],
    )


def whole(standing: Standing, scope: Scope) -> Part:
    moment = following.moment_of(standing)
    band = rate_pages.band(rates.of(me(), scope, moment).completion)
    notes = [_("Mức hoàn thành: %(band)s.", band=band)] if band else []
    return Part(_("Hai tỷ lệ"), following.rates_at(standing, scope), notes)


def group(by: str, standing: Standing, scope: Scope) -> Part:
    label = str(statistic_pages.LABELS[by])
    note = _(
        "“Ít việc đến hạn”: dưới %(n)s việc, tỷ lệ chưa nói lên nhiều, đừng dùng để xếp hạng.",
        n=kit.settings().small_number,
    )
    return Part(_("Theo %(by)s", by=label.lower()), following.rates_by(by, standing, scope), [note])


# --- R3 -----------------------------------------------------------------------------------------------------------------


@sheet_of("reports.overdue")
def overdue() -> Sheet:
    standing = report_pages.asked_for_overdue()
    return late_tasks(standing, following.moment_of(standing))


def late_tasks(standing: Standing, moment: datetime) -> Sheet:
    scope = rate_pages.scope_of(standing.form)
    return Sheet(
        name="nhiem-vu-qua-han",
        title=_("Nhiệm vụ quá hạn"),
        columns=[
            Column(_("Mã"), lambda row: row.code, 14),
            Column(_("Nội dung"), lambda row: row.text, 50),
            Column(_("Cơ quan"), lambda row: row.taken_over_by or row.agency_name, 26),
            Column(_("Vai trò"), lambda row: str(ASSIGNMENT_ROLES[row.role]), 11),
            Column(_("Hạn"), lambda row: row.due_on, 13),
            Column(_("Số lần gia hạn"), lambda row: row.extension_count, 8),
            Column(_("Số ngày quá hạn"), lambda row: report_pages.days_late(row, standing), 8),
            Column(_("Trạng thái"), lambda row: str(ASSIGNMENT.state(row.state).label), 18),
        ],
        rows=every(lambda number, size: ageing.rows(me(), scope, moment, page=number, size=size)),
        notes=[standing.stamp],
    )


@paper_of("reports.overdue")
def overdue_report() -> Paper:
    standing = report_pages.asked_for_overdue()
    moment = following.moment_of(standing)
    return laid(
        Report(
            name="bao-cao-nhiem-vu-qua-han",
            title=_("Nhiệm vụ quá hạn và thời gian quá hạn"),
            told=told(standing, chips_of(standing)),
            parts=[
                Part(_("Theo số ngày quá hạn"), late_bands(standing, moment)),
                Part(_("Danh sách, quá hạn lâu nhất trước"), late_tasks(standing, moment)),
            ],
            method=[str(line) for line in report_pages.METHOD],
        ),
        standing,
    )


def late_bands(standing: Standing, moment: datetime) -> Sheet:
    counting, scope = report_pages.counting(), rate_pages.scope_of(standing.form)
    found = ageing.bands(me(), scope, moment, counting)
    words = report_pages.band_words(counting)
    return Sheet(
        name="theo-so-ngay",
        title=_("Theo số ngày quá hạn"),
        columns=[
            Column(_("Quá hạn"), lambda row: row[0], 30),
            Column(_("Số nhiệm vụ"), lambda row: row[1], 14),
        ],
        rows=[(words[band], found[band]) for band in BANDS],
        last=lambda: [_("Tất cả"), found["overdue"]],
    )


# --- R6, R7, R8 ---------------------------------------------------------------------------------------------------------


@paper_of("scorecards.show")
def scorecard(id: int) -> Paper:
    agency, standing = scorecards.find(id), as_of.asked()
    own = statistics.whole(me(), Scope(agency=agency.id), following.moment_of(standing))
    notes = [scorecards.small_warning()] if statistic_pages.is_small(own.completion) else []
    parts = [Part(_("Kết quả của cơ quan"), following.scorecard_of(agency, standing), notes)]
    if me().roles & set(COUNCIL_SIDE):
        parts.append(Part(_("Toàn Hội đồng, để đối chiếu"), following.rates_at(standing, Scope())))
    return laid(
        Report(
            name="phieu-ket-qua",
            title=_("Kết quả thực hiện kiến nghị giám sát của %(agency)s", agency=agency.name),
            told=told(standing),
            parts=parts,
            method=scorecards.method(),
        ),
        standing,
    )


@paper_of("figures.sheet")
def figure_sheet() -> Paper:
    delegation, session = figure_pages.asked_for()
    standing = as_of.asked()
    following.moment_of(standing)
    sheet = following.figures_of(delegation, session, standing)
    return laid(
        Report(
            name="bieu-so-lieu",
            title=_("Số liệu do các cơ quan báo cáo: %(of)s", of=f"{delegation.code}. {delegation.title}"),
            told=told(standing, [session.title or session.code] if session else []),
            parts=[Part(_("Chỉ tiêu, giá trị, kỳ, so sánh và nguồn"), sheet)],
            method=[_("Số liệu ghi đúng như cơ quan báo cáo; không tính lại, không đổi đơn vị.")],
            is_wide=True,
        ),
        standing,
    )


@paper_of("policy_board.pipeline")
def pipeline() -> Paper:
    """Of now: what each phase holds is counted by where the policies stand."""
    standing = Standing(AsOf(), clock.now())
    return laid(
        Report(
            name="bao-cao-tien-do-chinh-sach",
            title=_("Tiến độ xây dựng chính sách theo kỳ họp"),
            told=told(standing),
            parts=[
                Part(_("Số chính sách ở từng giai đoạn"), oversight.pipeline()),
                Part(_("Danh sách"), oversight.policies_of(PoliciesWanted(), [])),
            ],
            is_wide=True,
        ),
        standing,
    )
