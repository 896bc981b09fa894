"""The production server: several processes, each with a few threads, stopped gracefully."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
from functools import partial
from typing import Any

from granian._internal import load_target
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from tracker.config import Settings

SECONDS_TO_FINISH = 15
PR_SET_PDEATHSIG = 1
"""Of Linux (sys/prctl.h): the signal that a process gets when its parent ends, also when that was killed."""


def is_taken(settings: Settings) -> bool:
    """Does somebody else listen there already? The server would share the port with them and say nothing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return True
    return False


def serve(settings: Settings, application: str = "wsgi:app") -> None:
    """Answer requests until told to stop (SIGINT, SIGTERM); requests at work are finished first."""
    Server(
        application,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backpressure=settings.threads * 16,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(load, os.getpid()))


def load(parent: int, application: str) -> Any:
    """The application, in a worker, which ends when the process that began it does, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
    return load_target(application)
