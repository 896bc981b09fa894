"""docs/api.md is followed to the letter, with curl, against the product as people start it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import free_port
from tracker.config import ROOT

BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SECONDS_TO_START = 60


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Settings under which a demo of its own is running."""
    port = free_port()
    told = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "PORT": str(port),
        "TRACKER_ENV": "demo",
        "TRACKER_DATA_DIR": str(tmp_path_factory.mktemp("walk") / "data"),
        "TRACKER_DEMO_PASSWORD": "mot mat khau de thu",
        "TRACKER_WORKERS": "1",
        "API": f"http://127.0.0.1:{port}/api/v1",
    }
    command = [sys.executable, "-m", "tracker", "run", "--prepare"]
    server = subprocess.Popen(command, env=told, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz/ready")
        yield told
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str) -> None:
    for _ in range(SECONDS_TO_START * 5):
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not start")


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_manual_of_the_api_can_be_followed(environ: dict[str, str], tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))
    script = "set -eu -o pipefail\n" + "\n".join(f"echo '--- {n}'\n{block}" for n, block in enumerate(blocks))
    script = script.replace("/tmp/", f"{tmp_path}/").replace(".venv/bin/tracker", f"{sys.executable} -m tracker")
    done = subprocess.run(
        ["bash", "-c", script], env=environ, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told = re.split(r"^--- \d+\n", done.stdout, flags=re.MULTILINE)[1:]
    assert "submitted" in told[3]
    assert "Chờ cơ quan nêu ý kiến" in told[4]
    assert '"name": "comment"' in told[4]
    assert "Đã xác nhận" in told[4]
    assert '"state": "issued"' in told[5]
    assert "Đã gửi" in told[6]
    assert '"status": 403' in told[7]
    assert told[8].split()[-1] == "closed"
    assert any(all(name in part for name in ('"kind"', '"colour"', "428", "confirmed", "404")) for part in told)
    assert any("ĐGS-2026-01" in part and part.split()[-1] == "adopt" for part in told[9:])
    assert any("Vốn đầu tư thu hút đạt 18,09 tỷ USD (theo báo cáo của Ban Quản lý Khu" in part for part in told)
    assert any("Đã chấp nhận" in part and "12.5" in part for part in told)
