"""A person at a window, in the words of somebody who looks over their shoulder: opens, follows, fills in, presses, reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

OPTIONAL = r"( \(không bắt buộc\)| \(optional\))?"
Answer = str | bool | Path | list[Any]


class Person:
    """One signed-in person and what they do. `fields` and `taps` count what their hands did."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page
        self.fields = 0
        self.taps = 0

    # --- moving

    def opens(self, path: str, status: int = 200) -> None:
        """Goes to an address that must answer as told."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{self.name} at {path}: {answer.status}"

    def follows(self, words: str, within: str = "main") -> None:
        """Presses a link that begins with these words."""
        self.taps += 1
        link = self.page.locator(within).get_by_role("link", name=beginning(words)).first
        self.moves(link)

    def opens_menu_and_follows(self, words: str) -> None:
        """On a phone the sections are in the menu."""
        self.taps += 1
        self.page.locator("details.contents > summary").click()
        self.follows(words, within="details.contents nav")

    def presses(self, words: str, within: str = "main") -> Response:
        """Presses a button and waits for the page that comes."""
        self.taps += 1
        return self.moves(self.button(words, within))

    def moves(self, control: Locator) -> Response:
        with self.page.expect_navigation(wait_until="load") as moving:
            control.click()
        answer = moving.value
        assert answer is None or answer.status < 500, f"{self.name} at {self.page.url}: {answer.status}"
        return answer  # type: ignore[return-value]

    def button(self, words: str, within: str = "main") -> Locator:
        return self.page.locator(within).get_by_role("button", name=words, exact=True).first

    @property
    def address(self) -> str:
        """Where they are, without the host and the place on the page."""
        return re.sub(r"^https?://[^/]+|#.*$", "", self.page.url)

    # --- writing

    def fills_in(self, answers: Mapping[str, Answer], within: str | None = None) -> None:
        """Each answer goes where its label is; `within` names the group of boxes they belong to."""
        scope = self.page.locator("main") if within is None else self.group(self.page.locator("main"), within)
        for label, answer in answers.items():
            self.fields += 1
            self.answers(scope, label, answer)

    def answers(self, scope: Locator, label: str, answer: Answer) -> None:
        group = self.group(scope, label)
        if group.count():
            self.chooses(group, answer)
            return
        box = scope.get_by_label(named(label))
        shape = box.evaluate_all("found => found.map(box => box.type)")
        assert shape, f"{self.page.url} asks nothing called “{label}”"
        if shape[0] == "select-one":
            self.picks(box.first, str(answer))
        elif shape[0] == "file":
            box.first.set_input_files(answer)  # type: ignore[arg-type]
        elif shape[0] == "checkbox":
            box.first.set_checked(bool(answer))
        else:
            box.first.fill(str(answer))

    def unfolds(self, words: str) -> None:
        """Opens what is kept one tap away."""
        self.taps += 1
        self.page.locator("main summary", has_text=words).first.click()

    def also_ticks(self, legend: str, *options: str) -> None:
        """Ticks these options, and leaves the others as they are."""
        group = self.group(self.page.locator("main"), legend)
        for words in options:
            self.fields += 1
            group.get_by_label(beginning(words)).first.check()

    def group(self, scope: Locator, legend: str) -> Locator:
        return scope.get_by_role("group", name=named(legend)).first

    def chooses(self, group: Locator, answer: Answer) -> None:
        """Ticks the options that begin with these words; with a list, those and no others."""
        if isinstance(answer, list):
            ticked = group.locator("input[type=checkbox]:checked")
            while ticked.count():
                ticked.first.uncheck()
        for words in answer if isinstance(answer, list) else [answer]:
            group.get_by_label(beginning(str(words))).first.check()

    def picks(self, box: Locator, words: str) -> None:
        """The line of a list that begins with these words."""
        lines = box.locator("option").all_inner_texts()
        found = next((line for line in lines if line.strip().startswith(words)), None)
        assert found is not None, f"no “{words}” among {lines}"
        box.select_option(label=found.strip())

    # --- reading

    @property
    def text(self) -> str:
        """All that stands on the page, with single spaces."""
        return " ".join(self.page.locator("main").inner_text().split())

    def reads(self, *sentences: str) -> None:
        text = self.text
        missing = [sentence for sentence in sentences if sentence not in text]
        assert not missing, f"{self.name} does not read {missing} at {self.page.url}:\n{text}"

    def does_not_read(self, *sentences: str) -> None:
        text = self.text
        there = [sentence for sentence in sentences if sentence in text]
        assert not there, f"{self.name} reads {there} at {self.page.url}"

    def comes_to_read(self, sentence: str, seconds: float = 10) -> None:
        """It appears without anybody pressing anything."""
        expect(self.page.locator("main")).to_contain_text(sentence, timeout=seconds * 1000)

    def fact(self, label: str) -> str:
        """What stands beside this label in the list of facts."""
        row = self.page.locator("dl.facts .fact").filter(has=self.page.locator("dt", has_text=whole(label)))
        return " ".join(row.locator("dd").first.inner_text().split())

    @property
    def events(self) -> list[str]:
        """What has happened, newest first."""
        return [" ".join(text.split()) for text in self.page.locator(".timeline .event").all_inner_texts()]

    def is_offered(self, words: str) -> bool:
        """Is there a button or link with these words to press now?"""
        main = self.page.locator("main")
        return bool(main.get_by_role("button", name=words).count() + main.get_by_role("link", name=words).count())


def named(label: str) -> re.Pattern[str]:
    """A label with these words, whether or not the answer may be missing."""
    return re.compile(rf"^\s*{re.escape(label)}{OPTIONAL}\s*$")


def whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}\s*$")


def beginning(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}")
