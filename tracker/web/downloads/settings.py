"""The lists of settings as files: what a list holds is said as data, its columns come from the kind of record it lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import request
from sqlalchemy import inspect

from tracker.accounts.access import KINDS
from tracker.calendar import queries as calendar
from tracker.calendar.rules import about
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.core.i18n import Words, _, _l, _lp
from tracker.core.rows import row_number
from tracker.delegations import head_rules
from tracker.delegations.models import OWNER_KINDS, RULESETS
from tracker.documents import queries as documents
from tracker.documents import service as keeping_documents
from tracker.documents.kinds import KINDS as DOCUMENT_KINDS
from tracker.extensions import db
from tracker.importing import queries as imports
from tracker.organizations import councils
from tracker.plans import queries as plans
from tracker.policies import queries as policies
from tracker.recommendations.measures import ladder
from tracker.recommendations.wording import keeping as wording
from tracker.sheets import Column, Sheet, Value
from tracker.sheets.sheet import every
from tracker.terms import queries as terms
from tracker.terms.workflow import title as handover_title
from tracker.views import queries as views
from tracker.web import calendar as calendar_pages
from tracker.web import councils as council_pages
from tracker.web import imports as import_pages
from tracker.web import policy_route as route_pages
from tracker.web import rules as rule_pages
from tracker.web import terms as term_pages
from tracker.web.downloads.offered import sheet_of
from tracker.web.kit import me
from tracker.workflow import engine

Told = tuple[Words, Callable[[Any], Value]]
LONG = 100
"""Characters from which on a text has a wide column."""
WIDTHS = {"day": 12, "short": 16, "long": 44}


@dataclass(frozen=True)
class Kept:
    """One list. `columns`: of the kind of record, or of `told` (heading, value) where a column alone does not say it;
    `rows`: those of the page, for whom the page is there, by its filter and in its order."""

    endpoint: str
    name: str
    title: Words
    kind: str
    columns: str
    rows: Callable[..., Iterable[Any]]
    told: Mapping[str, Told] = field(default_factory=dict)

    def sheet(self, **given: Any) -> Sheet:
        return Sheet(
            name=self.name,
            title=str(self.title),
            columns=[self.column(name) for name in self.columns.split()],
            rows=self.rows(**given),
        )

    def column(self, name: str) -> Column:
        if name in self.told:
            label, value = self.told[name]
            return Column(str(label), value, WIDTHS["long"])
        kind = KINDS[self.kind]
        column = inspect(kind.model).columns[name]
        label = (kind.names() if kind.names else {}).get(name, name)
        return Column(str(label), reader(name, column.info.get("choices", {})), width_of(column))


def reader(name: str, choices: Mapping[str, Words]) -> Callable[[Any], Value]:
    """What the record holds there, in the reader's words."""

    def value(row: Any) -> Value:
        held = getattr(row, name)
        if name == "state":
            return str(engine.state_of(row).label)
        if isinstance(held, bool):
            return _("Có") if held else _("Không")
        if isinstance(held, list):
            return "\n".join(str(one) for one in held)
        if held is None or isinstance(held, int | Decimal | date | datetime):
            return held
        return str(choices.get(held, held))

    return value


def width_of(column: Any) -> int:
    held = column.type.python_type
    if held is date:
        return WIDTHS["day"]
    is_long = held in (str, list) and (getattr(column.type, "length", None) or LONG) >= LONG
    return WIDTHS["long" if is_long else "short"]


# --- whose rows, as the pages have them ---------------------------------------------------------------------------------


def all_councils() -> Iterable[Any]:
    council_pages.require_admin()
    return councils.listing()


def who_may_lead() -> Iterable[Any]:
    if not me().is_admin:
        raise NotFound
    return head_rules.listing()


def taken_in() -> Iterable[Any]:
    import_pages.offered()
    return every(lambda number, size: imports.listing(me(), page=number, size=size))


def patterns() -> Iterable[Any]:
    retired = request.args.get("retired") == "1"
    return every(lambda number, size: plans.listing(me(), retired=retired, page=number, size=size))


def paper_templates() -> Iterable[Any]:
    own = documents.in_use(keeping_documents.council_of(me()))
    return [(kind, own.get(name)) for name, kind in DOCUMENT_KINDS.items()]


def own_version(row: Any) -> str:
    own = row[1]
    if own is None or own.attachment_id is None:
        return _("mẫu có sẵn")
    return _("mẫu của Văn phòng, phiên bản %(n)s", n=own.version)


def days_of_year(id: int | None = None) -> Iterable[Any]:
    asked = request.args.get("year", clock.today().year, type=row_number) if id is None else id
    return calendar.of_year(calendar_pages.require_sensible(asked))


def handed_over() -> Iterable[Any]:
    term_pages.require_council_side()
    query = terms.listing(me())
    return every(lambda number, size: db.session.scalars(query.limit(size + 1).offset((number - 1) * size)).all())


def all_words() -> Iterable[Any]:
    return [term for found in wording.listing().values() for term in found]


DAYS = {
    "name": "lich-lam-viec",
    "title": _lp("list", "Lịch làm việc"),
    "kind": "calendar_day",
    "columns": "day kind name legal_basis source confirmed",
    "rows": days_of_year,
}
LISTS = (
    Kept(
        "councils.index",
        "hoi-dong",
        _lp("list", "Hội đồng nhân dân"),
        "council",
        "code name level unit_code valid_from valid_to",
        all_councils,
    ),
    Kept(
        "council_sessions.index",
        "ky-hop",
        _l("Các kỳ họp"),
        "council_session",
        "name opens_on closes_on",
        lambda: policies.sessions(me()),
    ),
    Kept(
        "delegation_templates.index",
        "mau-doan-giam-sat",
        _l("Mẫu đoàn giám sát"),
        "delegation_template",
        "code name owner title_pattern scope content note outline_title retired_on",
        patterns,
        {
            "code": (_l("Mã"), lambda row: row.code),
            "owner": (
                _l("Chủ thể giám sát"),
                lambda row: row.body.name if row.body else str(OWNER_KINDS[row.owner_kind]),
            ),
        },
    ),
    Kept(
        "document_templates.index",
        "mau-van-ban",
        _l("Mẫu văn bản"),
        "document_template",
        "paper in_use since note",
        paper_templates,
        {
            "paper": (_l("Loại văn bản"), lambda row: str(row[0].label)),
            "in_use": (_l("Mẫu đang dùng"), own_version),
            "since": (_l("Dùng từ"), lambda row: row[1].created_at if row[1] else None),
            "note": (_l("Ghi chú"), lambda row: row[1].note if row[1] else ""),
        },
    ),
    Kept(
        "head_rules.index",
        "truong-doan",
        _l("Trưởng đoàn"),
        "head_rule",
        "owner law offices legal_basis verified",
        who_may_lead,
        {
            "owner": (_l("Chủ thể giám sát"), lambda row: str(OWNER_KINDS[row.owner_kind])),
            "law": (_l("Bộ quy định"), lambda row: str(RULESETS[row.ruleset])),
        },
    ),
    Kept(
        "imports.index",
        "luot-nhap",
        _l("Nhập từ tệp Excel"),
        "import_run",
        "file_name register state who at rows bad made changed unchanged",
        taken_in,
        {
            "who": (_l("Người tải lên"), lambda row: row.created_by.full_name if row.created_by else ""),
            "at": (_l("Lúc"), lambda row: row.created_at),
        },
    ),
    Kept(
        "ladder.index",
        "don-doc-xu-ly",
        _l("Đôn đốc, xử lý"),
        "ladder_step",
        "position step required legal_basis verified",
        ladder.steps,
        {"step": (_l("Bước"), ladder.name_of)},
    ),
    Kept(
        "policy_route.index",
        "trinh-tu-nghi-quyet",
        _l("Trình tự nghị quyết"),
        "policy_route_step",
        "ruleset procedure step passes legal_basis verified",
        route_pages.ordered,
    ),
    Kept(
        "rules.index",
        "quy-dinh-so-ngay",
        _l("Quy định số ngày"),
        "day_rule",
        "law what amount starts legal_basis verified valid_from valid_to",
        rule_pages.ordered,
        {
            "law": (_l("Bộ quy định"), lambda row: str(rule_pages.RULESETS.get(row.ruleset, row.ruleset))),
            "what": (_l("Việc"), lambda row: str(about(row.key).label)),
            "amount": (_l("Số ngày"), lambda row: str(rule_pages.in_words(row))),
            "starts": (_l("Tính từ"), lambda row: str(about(row.key).starts)),
        },
    ),
    Kept(
        "terms.index",
        "ban-giao-nhiem-ky",
        _l("Các lần bàn giao"),
        "term_handover",
        "code what listed number issued_on signer state",
        handed_over,
        {"what": (_l("Bàn giao"), handover_title)},
    ),
    Kept(endpoint="calendar.index", **DAYS),
    Kept(endpoint="calendar.year", **DAYS),
    Kept("wording.index", "cau-chu", _l("Câu chữ"), "wording_term", "kind text example", all_words),
    Kept(
        "saved_views.index",
        "bo-loc-da-luu",
        _l("Bộ lọc đã lưu"),
        "saved_view",
        "place name query shared",
        lambda: [row.SavedView for row in views.listing(me())],
    ),
)
for one in LISTS:
    sheet_of(one.endpoint)(one.sheet)
