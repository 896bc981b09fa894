"""A browser without JavaScript for tests: keeps cookies, follows forms, and refuses wrong HTML."""

from __future__ import annotations

import contextvars
from typing import Any
from urllib.parse import urljoin

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.pages import Page, mistakes, parse, values_of


class Client:
    """Each request runs as if it came from elsewhere: own application context, own session of the database."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.http = app.test_client()
        self.session = session
        self.shown: tuple[TestResponse, Page] | None = None

    def open(self, path: str, **about: Any) -> TestResponse:
        """One request; what the test has written is there for it, and what it wrote is there for the test."""
        self.session.commit()
        response: TestResponse = contextvars.Context().run(self.http.open, path, **about)
        self.session.expire_all()
        if response.mimetype == "text/html" and response.data and "Location" not in response.headers:
            self.shown = response, parse(response.text)
            wrong = mistakes(self.shown[1])
            assert not wrong, f"{path}: {wrong}"
        return response

    def page_of(self, response: TestResponse) -> Page:
        """The page that an answer shows; the last one is not read a second time."""
        return self.shown[1] if self.shown is not None and self.shown[0] is response else parse(response.text)

    def get(self, path: str, **about: Any) -> TestResponse:
        return self.open(path, method="GET", **about)

    def post(self, path: str, **about: Any) -> TestResponse:
        return self.open(path, method="POST", **about)

    def page(self, path: str, *, status: int = 200) -> Page:
        """The page at an address, redirects followed."""
        response = self.get(path, follow_redirects=True)
        assert response.status_code == status, f"{path}: {response.status}"
        return self.page_of(response)

    def send(self, path: str, answers: dict[str, Any] | None = None, *, button: str | None = None) -> TestResponse:
        """Open a page, fill in its form as a person would, and press the button; redirects are not followed.

        A field that the form does not have is a mistake of the test, as it would be of a person.
        """
        form = self.page(path).form(button)
        values: dict[str, Any] = dict(values_of(form, button))
        known = {node.get("name") for node in form.all("input", "select", "textarea")}
        unknown = sorted(set(answers or {}) - known)
        assert not unknown, f"{path} asks nothing called {unknown}; it asks {sorted(known)}"
        values |= answers or {}
        return self.post(urljoin(path, form.get("action") or path), data=values)

    def done(self, path: str, answers: dict[str, Any] | None = None, *, button: str | None = None) -> Page:
        """Send a form that must succeed, and follow where it leads."""
        response = self.send(path, answers, button=button)
        assert response.status_code in (302, 303), f"{path}: {response.status}: {errors_of(response)}"
        return self.page(response.headers["Location"])

    def refused(self, path: str, answers: dict[str, Any] | None = None, *, button: str | None = None) -> Page:
        """Send a form that must come back with a sentence beside the field."""
        response = self.send(path, answers, button=button)
        assert response.status_code == 400, f"{path}: {response.status}"
        return self.page_of(response)


def errors_of(response: TestResponse) -> list[str]:
    page = parse(response.text) if response.mimetype == "text/html" else Page()
    return [node.text for node in page.all(class_="error")] + [node.text for node in page.all(role="alert")]
