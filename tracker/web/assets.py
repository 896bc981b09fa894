"""Style sheets, scripts and icons, collected at start from installed packages and tracker/static, named by content."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

import brotli
from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

from tracker.config import ROOT, Settings
from tracker.web import icons, stylesheet

ADDRESS = "/static/"
OWN = ROOT / "tracker" / "static"
SPRITE = "icons.svg"
STATIC_CACHE = "static-cache"
"""Folder of the collected files, inside the data folder."""
BOOTSTRAP = "vendor/bootstrap.css"
FROM_PACKAGES = {
    BOOTSTRAP: ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
    "vendor/htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "vendor/swagger-ui.css": ("flask_swagger_ui", "dist/swagger-ui.css"),
    "vendor/swagger-ui.js": ("flask_swagger_ui", "dist/swagger-ui-bundle.js"),
}
SPRITE_SOURCE = ("flask_bootstrap", "static/bootstrap5/icons/bootstrap-icons.svg")
COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".txt"})
LARGE = 300_000
REFERENCE = re.compile(rb"url\((['\"]?)(?!data:|/|#|https?:)([^'\")]+)\1\)")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@dataclass(frozen=True)
class Assets:
    """Where the collected files lie, and their address by the name that templates use."""

    folder: Path
    addresses: dict[str, str]

    def asset(self, name: str) -> str:
        """The address of a file, as in `asset("css/app.css")`."""
        return self.addresses[name]

    def icon(self, name: str, label: str = "") -> Markup:
        """An icon that stands beside a word; with a `label` only where no word stands beside it."""
        if name not in icons.USED:
            raise KeyError(f"add the icon “{name}” to tracker/web/icons.py")
        spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
        return Markup('<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>').format(
            spoken, self.addresses[SPRITE], name
        )


def init_app(app: Flask, settings: Settings) -> Assets:
    """Collect, serve, and give templates `asset()` and `icon()`."""
    assets = collect((settings.data_dir / STATIC_CACHE).resolve())
    app.jinja_env.globals.update(asset=assets.asset, icon=lru_cache(maxsize=1000)(assets.icon))
    served = WhiteNoise(app.wsgi_app, max_age=0, allow_all_origins=False, immutable_file_test=is_immutable)
    for address in assets.addresses.values():
        served.add_file_to_dictionary(address, str(assets.folder / address.removeprefix(ADDRESS)))
    app.wsgi_app = served  # type: ignore[method-assign]
    return assets


def is_immutable(path: str, address: str) -> bool:
    return bool(HASHED.search(address))


@lru_cache(maxsize=1)
def collect(folder: Path) -> Assets:
    """Write every file, named with the hash of its content, beside its compressed copies; what is there stays."""
    addresses: dict[str, str] = {}
    for name, content in ordered(dict(sources())):
        if name.endswith(".css"):
            content = REFERENCE.sub(partial(refer, name, addresses), content)
        stored = hashed(name, content)
        keep(folder / stored, content)
        addresses[name] = ADDRESS + stored
    return Assets(folder, addresses)


def ordered(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """Style sheets last: they refer to the others by address."""
    return sorted(files.items(), key=lambda item: (item[0].endswith(".css"), item[0]))


def sources() -> Iterator[tuple[str, bytes]]:
    for name, (package, path) in FROM_PACKAGES.items():
        content = inside(package, path).read_bytes()
        yield name, trimmed_bootstrap(content) if name == BOOTSTRAP else without_map(content)
    yield SPRITE, sprite(inside(*SPRITE_SOURCE).read_text(encoding="utf-8"))
    for file in sorted(OWN.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield file.relative_to(OWN).as_posix(), file.read_bytes()


def inside(package: str, path: str) -> Path:
    """A data file of an installed package, which is not imported for it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0]) / path


def trimmed_bootstrap(content: bytes) -> bytes:
    known = stylesheet.vocabulary([ROOT / "templates", OWN, ROOT / "tracker"])
    return stylesheet.trimmed(content.decode(), known).encode()


def without_map(content: bytes) -> bytes:
    """Without the line that sends developer tools to a source map that is not served."""
    return re.sub(rb"\n?/[/*]# sourceMappingURL=\S+?(\s*\*/)?\s*$", b"", content)


def sprite(everything: str) -> bytes:
    """One picture file with the used icons only; the whole set is over a megabyte."""
    symbols = []
    for name in icons.USED:
        match = re.search(rf'<symbol [^>]*id="{re.escape(name)}"[^>]*>.*?</symbol>', everything, flags=re.DOTALL)
        if match is None:
            raise KeyError(f"there is no icon “{name}” in the set")
        symbols.append(match.group())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


def refer(name: str, addresses: dict[str, str], match: re.Match[bytes]) -> bytes:
    """A relative reference in a style sheet, as the address of the collected file."""
    target = os.path.normpath(PurePosixPath(name).parent / match.group(2).decode())
    return f"url({addresses[target]})".encode()


def hashed(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:12]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def keep(file: Path, content: bytes) -> None:
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix in COMPRESSED:
        quality = 6 if len(content) > LARGE else 11
        write(file.with_name(f"{file.name}.br"), brotli.compress(content, quality=quality))
        write(file.with_name(f"{file.name}.gz"), gzip.compress(content, compresslevel=9, mtime=0))
    write(file, content)


def write(file: Path, content: bytes) -> None:
    """All at once, so that another process starting beside this one never sees half a file."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(file)
