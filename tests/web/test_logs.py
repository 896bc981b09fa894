"""Each request leaves one JSON line, and no personal text in it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tracker import logs
from tracker.config import load


def test_a_request_leaves_one_line_with_its_id(
    app: Flask, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    told = {"TRACKER_ENV": "test", "TRACKER_DATA_DIR": str(tmp_path), "TRACKER_LOG_LEVEL": "info"}
    logs.configure(load(told))
    answer = app.test_client().get("/nothing-here?q=Nguyễn+Văn+A")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [line] = [line for line in lines if line["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["status"], line["level"]) == ("GET", 404, "info")
    assert line["ts"].endswith("Z")
    assert {"ms", "db_ms", "queries", "user", "ip", "route"} <= set(line)
    assert "Nguy" not in json.dumps(line, ensure_ascii=False)
