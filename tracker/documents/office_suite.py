"""PDF of a Word file through LibreOffice, where the installation names it (TRACKER_LIBREOFFICE)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tracker.core.errors import DomainError
from tracker.core.i18n import _l

SECONDS = 90


class NotConverted(DomainError):
    status = 503
    default = _l("LibreOffice chưa chuyển được văn bản này sang PDF. Hãy tải bản Word, hoặc thử lại sau ít phút.")


def as_pdf(content: bytes, program: str) -> bytes:
    """With a profile of its own, thrown away afterwards, so that two may run side by side."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        place = Path(folder)
        (place / "document.docx").write_bytes(content)
        try:
            subprocess.run(command(program, place), check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
            return (place / "document.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise NotConverted from error


def command(program: str, place: Path) -> list[str]:
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    options = [profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(place)]
    return [program, *options, str(place / "document.docx")]
