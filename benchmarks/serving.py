"""The portal and the floor, each served as `make run` serves the portal, on ports of their own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from diplomacy.embedded.supervisor import commands

PORTAL, FLOOR = "diplomacy.wsgi:application", "benchmarks.floor:application"
STARTS_WITHIN = 30
ENDS_WITHIN = 15


@dataclass(frozen=True)
class Server:
    port: int
    process: psutil.Process

    def tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


@contextmanager
def portal() -> Iterator[Server]:
    with _served(PORTAL, {"PORTAL_PROCESS": "web"}) as server:
        yield server


@contextmanager
def floor(plan: Path) -> Iterator[Server]:
    with _served(FLOOR, {"FLOOR_PLAN": str(plan)}) as server:
        yield server


@contextmanager
def _served(application: str, environment: dict[str, str]) -> Iterator[Server]:
    port = _free_port()
    arguments = [application if part == PORTAL else part for part in commands(port)["web"]]
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(ENDS_WITHIN)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"bench: no answer on port {port}")
