"""Who may head a delegation: the table that the administrator keeps."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.delegations import head_rules
from tracker.delegations.models import OWNER_KINDS, RULESETS
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("head_rules", __name__, url_prefix="/head-rules")


@pages.route("")
def index() -> Response:
    if not me().is_admin:
        raise NotFound
    return kit.show("head_rules/index.html", rules=head_rules.listing(), owners=OWNER_KINDS, rulesets=RULESETS)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    rule: head_rules.HeadRule = access.find("head_rule", id, me())
    initial = {"offices": rule.offices, "legal_basis": rule.legal_basis, "verified": rule.verified}
    form = kit.form(head_rules.HeadRuleForm, initial, record=rule)
    if kit.sent(form):
        with kit.trying(form):
            head_rules.edit(rule, form.answers, me())
            return kit.done(url_for(".index"), _("Đã lưu quy định."))
    return kit.show(
        "head_rules/edit.html",
        form=form,
        rule=rule,
        owner=OWNER_KINDS[rule.owner_kind],
        ruleset=RULESETS[rule.ruleset],
        events=kit.timeline("head_rule", rule),
        back=url_for(".index"),
    )
