"""Style sheets, scripts and icons: collected, named by content, compressed, light."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tracker.web import icons, stylesheet
from tracker.web.assets import ADDRESS, Assets, collect
from tracker.web.stylesheet import Vocabulary


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    return collect(tmp_path_factory.mktemp("static-cache"))


def file_of(assets: Assets, name: str) -> Path:
    return assets.folder / assets.asset(name).removeprefix(ADDRESS)


def test_every_name_carries_the_hash_of_its_content(assets: Assets) -> None:
    assert re.fullmatch(r"/static/vendor/htmx\.[0-9a-f]{12}\.js", assets.asset("vendor/htmx.js"))
    assert all(file_of(assets, name).is_file() for name in assets.addresses)


def test_collecting_again_writes_nothing(assets: Assets) -> None:
    before = {file: file.stat().st_mtime_ns for file in assets.folder.rglob("*")}
    assert collect(assets.folder).addresses == assets.addresses
    assert {file: file.stat().st_mtime_ns for file in assets.folder.rglob("*")} == before


@pytest.mark.parametrize("name", ["vendor/bootstrap.css", "vendor/htmx.js", "icons.svg"])
def test_texts_lie_there_compressed(assets: Assets, name: str) -> None:
    whole = file_of(assets, name)
    for suffix in (".br", ".gz"):
        assert whole.with_name(whole.name + suffix).stat().st_size < whole.stat().st_size / 2


def test_the_first_view_is_light(assets: Assets) -> None:
    css = [name for name in assets.addresses if name.endswith(".css") and "swagger" not in name]
    assert sum(len(zipped(assets, name)) for name in css) <= 25_000
    assert len(zipped(assets, "vendor/htmx.js")) <= 20_000
    assert len(zipped(assets, "icons.svg")) <= 12_000


def zipped(assets: Assets, name: str) -> bytes:
    whole = file_of(assets, name)
    return whole.with_name(whole.name + ".gz").read_bytes()


def test_the_sprite_holds_the_used_icons_and_no_more(assets: Assets) -> None:
    found = re.findall(r'<symbol[^>]*id="([^"]+)"', file_of(assets, "icons.svg").read_text())
    assert sorted(found) == sorted(icons.USED)


def test_an_icon_is_silent_beside_a_word_and_speaks_alone(assets: Assets) -> None:
    assert 'aria-hidden="true"' in assets.icon("search")
    assert 'role="img" aria-label="Tìm &lt;"' in assets.icon("search", "Tìm <")
    with pytest.raises(KeyError, match=r"icons\.py"):
        assets.icon("unicorn")


def test_nothing_refers_to_a_source_map_or_to_elsewhere(assets: Assets) -> None:
    for name in assets.addresses:
        if name.endswith((".css", ".js")):
            text = file_of(assets, name).read_text()
            assert "sourceMappingURL=" not in text[-200:], name
            assert "url(http" not in text, name
            assert "@import" not in text, name


KNOWN = Vocabulary(frozenset({"btn", "row"}), ("btn-",))


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".btn{a:b}.toast{c:d}", ".btn{a:b}"),
        (".btn,.toast{a:b}", ".btn{a:b}"),
        (".btn-danger:hover{a:b}", ".btn-danger:hover{a:b}"),
        (".btn:not(.toast){a:b}", ".btn:not(.toast){a:b}"),
        ("p,h1{a:b}", "p,h1{a:b}"),
        ("@media print{.toast{a:b}}", ""),
        ("@media print{.toast{a:b}.row>*{c:d}}", "@media print{.row>*{c:d}}"),
        ("@keyframes turn{to{a:b}}", "@keyframes turn{to{a:b}}"),
        ('@charset "UTF-8";/* words */.row{a:b}', '@charset "UTF-8";.row{a:b}'),
    ],
)
def test_only_rules_that_can_match_are_kept(css: str, kept: str) -> None:
    assert stylesheet.trimmed(css, KNOWN) == kept


def test_names_made_at_run_time_are_known_by_their_beginning(tmp_path: Path) -> None:
    (tmp_path / "button.html").write_text('<button class="btn btn-{{ tone }}">')
    (tmp_path / "tags.py").write_text('name = f"text-bg-{tone}"')
    known = stylesheet.vocabulary([tmp_path])
    assert known.has("btn-warning")
    assert known.has("text-bg-info")
    assert not known.has("toast")
