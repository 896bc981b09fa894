"""Keeping what somebody is typing, every few seconds."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from tracker.accounts import keeping
from tracker.core import clock
from tracker.extensions import db
from tracker.web.kit import NOT_TYPED, me
from tracker.web.sign_in import own_address

pages = Blueprint("drafts", __name__)


@pages.route("/drafts", methods=["POST"])
def save() -> Response:
    """The typed fields of the form at `place`; answers when they were kept, as {"saved_at": "14:05"}."""
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    if sum(len(value) for _name, value in fields) > keeping.LONGEST:
        raise RequestEntityTooLarge
    keeping.save_draft(me().id or 0, request.args.get("place", ""), fields)
    db.session.commit()
    return jsonify(saved_at=f"{clock.now().astimezone(clock.HANOI):%H:%M}")


@pages.route("/drafts/discard", methods=["POST"])
def discard() -> Response:
    """Throw the draft of a form away and open the form empty."""
    place = request.form.get("place", "")
    keeping.drop_draft(me().id or 0, place)
    db.session.commit()
    return redirect(own_address(place), 303)
