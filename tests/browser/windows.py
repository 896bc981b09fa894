"""Windows of a real browser, and what may not go wrong in any of them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.person import Person
from tests.browser.server import PASSWORD, Server

HEIGHTS = {360: 740, 768: 1024, 1280: 900}


class Windows:
    """Opens windows, and remembers what went wrong in them: errors, broken content policy, requests elsewhere."""

    def __init__(self, chromium: Browser, server: Server) -> None:
        self.chromium, self.server = chromium, server
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def open(self, width: int = 1280, *, javascript: bool = True, state: Any = None) -> Page:
        """A new window of a new person, that wide."""
        context = self.chromium.new_context(
            base_url=self.server.address,
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=javascript,
            storage_state=state,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        context.on("page", self.listen)
        return context.new_page()

    def listen(self, page: Page) -> None:
        home = (self.server.address, "data:", "blob:")
        page.on("console", lambda told: self.note(page, f"{told.text} {told.location['url']}", is_fault(told)))
        page.on("pageerror", lambda error: self.note(page, str(error)))
        page.on("request", lambda asked: self.note(page, asked.url, not asked.url.startswith(home)))

    def note(self, page: Page, what: str, is_fault: bool = True) -> None:
        if is_fault:
            self.wrong.append(f"{page.url}: {what}")

    def sign_in(self, username: str, width: int = 1280, *, javascript: bool = True, anew: bool = False) -> Person:
        """A window in which that person has signed in; `anew` with a session of its own."""
        state = None if anew else self.server.states.get(username)
        person = Person(username, self.open(width, javascript=javascript, state=state))
        if state is None:
            person.opens("/sign-in?next=/delegations")
            person.fills_in({"Tên đăng nhập": username, "Mật khẩu": PASSWORD})
            person.presses("Đăng nhập")
            assert "/sign-in" not in person.address, person.text
        if state is None and not anew:
            self.server.states[username] = person.page.context.storage_state()
        return person

    def forget(self, *usernames: str) -> None:
        """They must sign in again: their rights have changed."""
        for username in usernames:
            self.server.states.pop(username, None)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert not self.wrong, "\n".join(self.wrong)


NO_FAULTS = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
"""A refused form answers 400 and the browser says so, as it says that there is no network: no fault of the page."""


def is_fault(told: ConsoleMessage) -> bool:
    return told.type == "error" and not any(words in told.text for words in NO_FAULTS)
