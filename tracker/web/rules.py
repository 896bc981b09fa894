"""The numbers of days that the law gives: everybody reads them, administrators change them from a day on."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.calendar import queries
from tracker.calendar.computed import amount
from tracker.calendar.rules import RULES, DayRule, about
from tracker.core import clock
from tracker.core.errors import Impossible
from tracker.core.i18n import _
from tracker.deadlines import ruling
from tracker.deadlines.changes import is_keeper, require_keeper
from tracker.deadlines.forms import RemoveDayForm, RuleTextForm, RuleValueForm
from tracker.deadlines.kinds import rule_title
from tracker.delegations.models import RULESETS as OF_OVERSIGHT
from tracker.policies.models import RULESETS as OF_RESOLUTIONS
from tracker.web import kit, previews
from tracker.web.kit import me

pages = Blueprint("rules", __name__, url_prefix="/rules")
RULESETS = OF_OVERSIGHT | OF_RESOLUTIONS


@pages.route("")
def index() -> Response:
    groups = [
        {"label": RULESETS.get(ruleset, ruleset), "rows": list(rows)}
        for ruleset, rows in groupby(ordered(), key=attrgetter("ruleset"))
    ]
    return kit.show("rules/index.html", groups=groups, about=about, amount=in_words, today=clock.today())


def ordered() -> list[DayRule]:
    """By law, and then in the order in which an oversight comes to them."""
    order, laws = list(RULES), list(queries.rulesets())
    known = sorted(queries.rules(), key=lambda row: order.index(row.key) if row.key in order else len(order))
    return sorted(known, key=lambda row: laws.index(row.ruleset))


def in_words(row: DayRule) -> str:
    return amount(ruling.rule_of(row))


@pages.route("/<int:id>")
def show(id: int) -> Response:
    row: DayRule = access.find("day_rule", id, me())
    line = [other for other in queries.rules() if (other.key, other.ruleset) == (row.key, row.ruleset)]
    return kit.show(
        "rules/show.html",
        row=row,
        about=about(row.key),
        amount=in_words,
        ruleset=RULESETS.get(row.ruleset, row.ruleset),
        line=line,
        is_newest=line[0].id == row.id,
        may_be_taken_back=is_keeper(me()) and ruling.may_be_taken_back(row),
        may_keep=is_keeper(me()),
        events=kit.timeline("day_rule", row) if is_keeper(me()) else [],
    )


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    row: DayRule = access.find("day_rule", id, me())
    require_keeper(me())
    form = kit.form(RuleTextForm, {name: getattr(row, name) for name in ("legal_basis", "verified")}, record=row)
    if kit.sent(form):
        with kit.trying(form):
            ruling.correct(row, form.answers, me(), reason=form.reason.data or "")
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return kit.show(
        "rules/edit.html", form=form, title=_("Sửa căn cứ"), row=row, name=rule_title(row), back=page_of(row)
    )


@pages.route("/<int:id>/change", methods=["GET", "POST"])
def change(id: int) -> Response:
    """Another value from a day on; what is older keeps the old one."""
    row: DayRule = access.find("day_rule", id, me())
    require_keeper(me())
    newest = queries.newest_rule(row.key, row.ruleset) or row
    form = kit.form(
        RuleValueForm, {name: getattr(newest, name) for name in ("days", "unit", "legal_basis")}, record=newest
    )
    if kit.sent(form):
        with kit.trying(form):
            planned = ruling.changing(row.key, row.ruleset, form.answers, me(), reason=form.reason.data or "")
            return previews.carried_out(
                form,
                planned,
                done=url_for(".index"),
                title=_("Xem trước khi đổi số ngày"),
                button=_("Lưu quy định"),
                back=page_of(row),
            )
    title = _("Đổi số ngày từ một ngày")
    return kit.show("rules/edit.html", form=form, title=title, row=newest, name=rule_title(row), back=page_of(row))


@pages.route("/<int:id>/take-back", methods=["GET", "POST"])
def take_back(id: int) -> Response:
    """The newest value goes; what would move back is shown first."""
    row: DayRule = access.find("day_rule", id, me())
    require_keeper(me())
    if not ruling.may_be_taken_back(row):
        raise Impossible(_("Chỉ lấy lại được lần đổi số ngày gần nhất."))
    former = queries.rule_before(row)
    form = kit.form(RemoveDayForm, record=row)
    if kit.sent(form):
        with kit.trying(form):
            return previews.carried_out(
                form,
                ruling.taking_back(row, me(), reason=form.reason.data),
                done=url_for(".index"),
                title=_("Xem trước khi lấy lại"),
                button=_("Lấy lại"),
                back=page_of(row),
            )
    return kit.show(
        "rules/take_back.html",
        form=form,
        row=row,
        former=former,
        amount=in_words,
        name=rule_title(row),
        back=page_of(row),
    )


def page_of(row: DayRule) -> dict[str, str]:
    return previews.crumb(str(about(row.key).label), "rules.show", id=row.id)
