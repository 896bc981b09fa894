"""The words that the check of wording goes by: everybody reads them, administrators keep them. Remarks for pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.i18n import _, _l
from tracker.deadlines.changes import is_keeper, require_keeper
from tracker.recommendations.models import Recommendation
from tracker.recommendations.wording import keeping, matching, reading
from tracker.recommendations.wording.checking import Draft, remarks
from tracker.recommendations.wording.models import TERM_KINDS, TERM_MEANINGS, WordingTerm
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("wording", __name__, url_prefix="/wording")
PARTS = {"text": _l("Nội dung"), "addressee_text": _l("Nơi nhận ghi theo nhóm"), "deliverable": _l("Sản phẩm")}


@pages.route("")
def index() -> Response:
    return kit.show(
        "wording/index.html",
        lists=keeping.listing(),
        kinds=TERM_KINDS,
        meanings=TERM_MEANINGS,
        may_keep=is_keeper(me()),
    )


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    require_keeper(me())
    kind = request.args.get("kind")
    form = kit.form(keeping.NewTermForm, {"kind": kind if kind in TERM_KINDS else "vague"})
    if kit.sent(form):
        with kit.trying(form):
            term = keeping.add(form.answers, me())
            return kit.done(url_for(".index"), _("Đã thêm “%(word)s”.", word=term.text))
    return kit.show("wording/new.html", form=form, meanings=TERM_MEANINGS, back=url_for(".index"))


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    term: WordingTerm = access.find("wording_term", id, me())
    require_keeper(me())
    form = kit.form(keeping.TermForm, keeping.answers_of(term), record=term)
    if kit.sent(form):
        with kit.trying(form):
            keeping.edit(term, form.answers, me())
            return kit.done(url_for(".index"), _("Đã lưu “%(word)s”.", word=term.text))
    return kit.show(
        "wording/edit.html",
        form=form,
        term=term,
        list_name=TERM_KINDS[term.kind],
        events=kit.timeline("wording_term", term),
        back=url_for(".index"),
    )


@pages.route("/<int:id>/remove", methods=["GET", "POST"])
def remove(id: int) -> Response:
    term: WordingTerm = access.find("wording_term", id, me())
    require_keeper(me())
    form = kit.form(keeping.RemoveTermForm, record=term)
    if kit.sent(form):
        with kit.trying(form):
            word = term.text
            keeping.remove(term, me(), reason=form.reason.data)
            return kit.done(url_for(".index"), _("Đã bỏ “%(word)s”.", word=word))
    return kit.show(
        "wording/remove.html", form=form, term=term, list_name=TERM_KINDS[term.kind], back=url_for(".edit", id=id)
    )


# --- on other pages ---------------------------------------------------------------------------------------------------


def of_recommendation(recommendation: Recommendation) -> dict[str, Any] | None:
    """For `recommendations/_wording.html`; None where nothing is checked any more."""
    return told(reading.draft_of(recommendation)) if recommendation.state == reading.DRAFT else None


def told(draft: Draft) -> dict[str, Any]:
    """The remarks, and the words with what they are about marked."""
    if not draft.text.strip():
        return {"remarks": [], "parts": [], "is_empty": True}
    found = remarks(draft, matching.lexicon())
    parts = [{"label": label_of(where), "pieces": cut} for where, cut in reading.marked(draft, found).items()]
    return {"remarks": found, "parts": parts, "is_empty": False}


def label_of(where: str) -> str:
    return str(PARTS.get(where) or _("Đóng khi có đủ"))


VOUCHING = ("approve", "issue")
"""The steps of a recommendation by which somebody stands for its words."""


def before(kind: str, step: str, record: Any) -> dict[str, Any] | None:
    """Shown above the form of the steps that make a wording final."""
    return of_recommendation(record) if kind == "recommendation" and step in VOUCHING else None
