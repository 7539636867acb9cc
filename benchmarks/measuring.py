"""One client, one request after another: how long each takes, and the processor time of program and database."""

from __future__ import annotations

import gzip
import http.client
import statistics
import time
from typing import Any
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string

from benchmarks.recording import Recorded
from benchmarks.scenes import Scene
from benchmarks.serving import Server

WARM_UP = 16
# The kernel counts in ticks of 10 ms; the floor is quick, so it is asked more often.
FLOOR_TIMES = 3


def compared(
    scene: Scene, recorded: Recorded, portal: Server, floor: Server, *, cookies: dict[str, str], quick: bool
) -> dict[str, Any]:
    count = scene.requests // 4 if quick else scene.requests
    ours = _measured(scene, portal, count, cookies)
    bare = _measured(scene, floor, count * FLOOR_TIMES, cookies)
    ratio = (ours["app_ms"] + ours["database_ms"]) / (bare["app_ms"] + bare["database_ms"])
    gzipped = len(gzip.compress(recorded.body, 6))
    return {
        "name": scene.name,
        **ours,
        "floor": bare,
        "ratio": round(ratio, 2),
        "aim": scene.aim,
        "queries": recorded.queries,
        "bytes": len(recorded.body),
        "gzipped": gzipped,
        "aim_gzipped": scene.aim_bytes,
        "met": ratio <= scene.aim and (scene.aim_bytes is None or gzipped <= scene.aim_bytes),
    }


def in_words(result: dict[str, Any]) -> str:
    floor = result["floor"]
    return (
        f"{result['name']:28} p50 {result['p50_ms']:6.1f} ms · processor {result['app_ms']:5.1f} + "
        f"{result['database_ms']:4.1f} ms · floor {floor['app_ms']:4.1f} + {floor['database_ms']:4.1f} ms · "
        f"{result['ratio']:5.1f} × (aim {result['aim']:g}) · {result['queries']} queries · "
        f"{result['gzipped'] / 1000:.1f} kB gz · {'met' if result['met'] else 'NOT MET'}"
    )


def _measured(scene: Scene, server: Server, count: int, cookies: dict[str, str]) -> dict[str, float]:
    asker = Asker(scene, server, cookies)
    for number in range(WARM_UP):
        asker.ask(number)
    app, database = _spent(server.tree()), _spent(_database())
    times = [asker.ask(number) for number in range(count)]
    return {
        "p50_ms": round(statistics.median(times) * 1000, 2),
        "app_ms": round(_since(app, server.tree()) / count * 1000, 2),
        "database_ms": round(_since(database, _database()) / count * 1000, 2),
        "requests": count,
    }


class Asker:
    """A client on one kept connection."""

    def __init__(self, scene: Scene, server: Server, cookies: dict[str, str]) -> None:
        self.scene = scene
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.headers = {
            "Host": "localhost",
            "X-CSRFToken": cookies[settings.CSRF_COOKIE_NAME],
            **scene.headers,
        }
        if scene.signed_in:
            self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def ask(self, number: int) -> float:
        method, body, headers = "GET", None, self.headers
        if self.scene.form is not None:
            method, body = "POST", urlencode(self.scene.form(number))
            headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        self.connection.request(method, self.scene.address, body=body, headers=headers)
        answer = self.connection.getresponse()
        answer.read()
        taken = time.perf_counter() - started
        if answer.status != 200:
            raise SystemExit(f"bench: {self.scene.name} answers {answer.status}")
        return taken


def cookies_of(person: Any) -> dict[str, str]:
    """A session of the person, and a token that lets its forms through."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: get_random_string(32)}


def _spent(processes: list[psutil.Process]) -> dict[int, float]:
    """Seconds of processor time that each process has used so far."""
    spent = {}
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent[process.pid] = times.user + times.system
    return spent


def _since(before: dict[int, float], processes: list[psutil.Process]) -> float:
    return sum(seconds - before.get(pid, 0) for pid, seconds in _spent(processes).items())


def _database() -> list[psutil.Process]:
    """The database server with all its processes; it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    server = psutil.Process(pid).parent()
    return [server, *server.children(recursive=True)] if server else []
