"""Signing in and out, and who is behind a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from tracker.accounts import keeping, people, signing_in
from tracker.accounts.actor import Actor
from tracker.accounts.models import SignIn, User
from tracker.core import context, dates
from tracker.core.forms import BaseForm, Needed, Secret, Text
from tracker.core.i18n import _, _l
from tracker.extensions import db, login_manager
from tracker.web.kit import NOT_TYPED, place, show

pages = Blueprint("sign_in", __name__)
log = structlog.get_logger("tracker.security")

OPEN = ("sign_in.", "health.", "design.", "api", "portal.", "feeds.", "static")
"""Endpoints that anybody may reach; every other one asks to sign in first."""

SENT_BY_PAGES = ("drafts.save", "minutes.say", "findings.find_similar")


@dataclass
class Account(UserMixin):
    """What Flask-Login keeps: the session's token and the person behind it.

    `id` and `unread` stand here by themselves: a refused page has rolled back, and would read both rows again for them.
    """

    token: str
    session: SignIn
    user: User
    actor: Actor
    id: int
    unread: int

    def get_id(self) -> str:
        return self.token


class SignInForm(BaseForm):
    username = Text(_l("Tên đăng nhập"), validators=[Needed()])
    password = Secret(_l("Mật khẩu"), validators=[Needed()])


def init_app(app: Flask) -> None:
    login_manager.user_loader(load)
    app.before_request(require_sign_in)


def load(token: str) -> Account | None:
    settings = current_app.extensions["settings"]
    known = signing_in.current(token, timedelta(minutes=settings.session_idle_minutes))
    if known is None:
        return None
    kept, user, actor = known
    if signing_in.is_stale(kept):
        signing_in.touch(kept.id)
    unread = kept.unread_notices  # type: ignore[attr-defined]  # the room of notices hangs it on the session
    return Account(token, kept, user, actor, user.id, unread)


def require_sign_in() -> Response | None:
    endpoint = request.endpoint or ""
    if not endpoint or endpoint.startswith(OPEN):
        return None
    if not current_user.is_authenticated:
        return come_back_later()
    if current_user.actor.must_change_password and endpoint not in ("people.own_password", "sign_in.leave"):
        flash(_("Hãy đặt mật khẩu mới trước khi làm việc tiếp."), "warning")
        return redirect(url_for("people.own_password"))
    return None


def come_back_later() -> Response:
    """To the sign-in page and back; a form that was sent is held meanwhile, word for word.

    What a page sends by itself (a draft, a statement) it keeps and sends again: it is told the truth in a word.
    """
    if request.endpoint in SENT_BY_PAGES:
        return make_response(render_template("errors/401.html", reason=None), 401)
    if request.method == "GET":
        return redirect(url_for("sign_in.enter", next=request.full_path.rstrip("?")))
    held = hold_form()
    if "held" in session:
        flash(_("Phiên làm việc đã hết. Nội dung vừa gõ được giữ nguyên: đăng nhập để gửi tiếp."), "warning")
    return redirect(url_for("sign_in.enter", next=held))


def hold_form() -> str:
    """Keep what was sent; returns the address at which it comes back."""
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except (MethodNotAllowed, NotFound, HTTPException):
        return "/"
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    names = [file.filename for file in request.files.values() if file.filename]
    if not fields or sum(len(value) for _name, value in fields) > keeping.LONGEST:
        return place()
    db.session.rollback()
    session["held"] = keeping.hold(request.path, fields, names)
    db.session.commit()
    here = place()
    return f"{here}{'&' if '?' in here else '?'}held=1"


@pages.route("/sign-in", methods=["GET", "POST"])
def enter() -> Response:
    if current_user.is_authenticated and request.method == "GET":
        return redirect(own_address(request.args.get("next")))
    form = SignInForm()
    if request.method == "POST" and form.validate():
        user = check(form)
        if user is not None:
            return welcome(user, own_address(request.args.get("next")))
        form.password.data = ""
    return show("accounts/sign_in.html", form=form)


def check(form: SignInForm) -> User | None:
    """The account, or a sentence on the form. The password is checked outside any write transaction."""
    username = form.username.data.strip().lower()
    address = context.address.get()
    until = signing_in.blocked_until(username, address)
    if until is not None:
        form.add_problems(
            {"": [_("Nhập sai quá nhiều lần. Hãy thử lại sau %(time)s.", time=dates.format_moment(until))]}
        )
        return None
    user = people.by_username(username)
    stored = user.password_hash if user else None
    is_active = bool(user and user.is_active)
    db.session.rollback()
    if signing_in.fits(stored, form.password.data) and is_active:
        return people.by_username(username)
    signing_in.failed(username, address)
    db.session.commit()
    log.warning("sign_in_failed", username=username, ip=address)
    form.add_problems({"": [_("Tên đăng nhập hoặc mật khẩu chưa đúng.")]})
    return None


def welcome(user: User, location: str) -> Response:
    settings = current_app.extensions["settings"]
    token = signing_in.begin(
        user,
        address=context.address.get(),
        agent=request.user_agent.string,
        absolute=timedelta(minutes=settings.session_absolute_minutes),
    )
    db.session.commit()
    held = session.get("held")
    session.clear()
    if held:
        session["held"] = held
    known = load(token)
    if known is not None:
        login_user(known)
    log.info("signed_in", user=user.id, ip=context.address.get())
    return redirect(location, 303)


@pages.route("/sign-in/<token>", methods=["GET", "POST"])
def by_link(token: str) -> Response:
    """A single-use link. It signs in on POST only, so that a mail scanner that opens it does not use it up."""
    form = BaseForm()
    if request.method == "POST" and form.validate():
        user = signing_in.use_link(token)
        if user is not None:
            return welcome(user, "/")
        form.add_problems({"": [_("Đường dẫn này đã dùng hoặc đã hết hạn. Hãy xin đường dẫn mới.")]})
    return show("accounts/by_link.html", form=form)


@pages.route("/sign-out", methods=["POST"])
def leave() -> Response:
    if current_user.is_authenticated:
        signing_in.end(current_user.token)
        db.session.commit()
    logout_user()
    session.clear()
    response = redirect(url_for("sign_in.enter"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def own_address(asked: str | None) -> str:
    """The page to go to: one of ours, or the first page (never `//elsewhere`, `https:elsewhere`, `\\elsewhere`)."""
    if not asked or not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return "/"
    parts = urlsplit(asked)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in asked):
        return "/"
    return asked
