"""`python -m diplomacy.embedded run`: the whole portal in one terminal, ended by Ctrl-C.

Web server, worker and beat run as sessions of their own, so that Ctrl-C reaches this process alone and it ends
them in order. Each is told to the watchdog and written down, for the case that this process is killed.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from diplomacy.embedded import ports, servers
from diplomacy.embedded.interrupts import ENDING, ignore, one_interrupt
from diplomacy.embedded.locks import FileLock
from diplomacy.embedded.places import EmbeddedError, Places
from diplomacy.embedded.prepare import ROOT, prepare
from diplomacy.embedded.processes import Record, Recorded, end
from diplomacy.embedded.watchdog import Watchdog

WEB_LIMIT = 60.0
STOP_LIMIT = 10.0
# A process that dies this often in a minute is broken, not unlucky.
MOST_RESTARTS = 5

ACCOUNTS = """
  staff@portal.example     府省担当官  ministry staff
  staff2@portal.example    府省担当官（別府省）  staff of another ministry
  council@portal.example   総合科学技術・イノベーション会議  council member
  officer@portal.example   在外公館科学技術担当官  officer at a mission abroad
  attache@portal.example   在日大使館（フランス）  attaché of France
  attache2@portal.example  在日大使館（ドイツ）  attaché of Germany
  admin@portal.example     管理者  administrator
  パスワード password: portal-demo
"""


def commands(port: int) -> dict[str, list[str]]:
    celery = ["-m", "celery", "-A", "diplomacy"]
    return {
        "web": [
            *("-m", "granian", "diplomacy.wsgi:application", "--interface", "wsgi"),
            *("--host", ports.IPV4, "--port", str(port), "--workers", "2", "--blocking-threads", "4"),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
        ],
        "worker": [
            *celery,
            "worker",
            "--loglevel",
            "INFO",
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
        ],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile="],
    }


@dataclass
class Child:
    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes]
    entry: Recorded
    restarts: list[float] = field(default_factory=list)


class Portal:
    def __init__(self, places: Places, port: int, watchdog: Watchdog, environment: dict[str, str]) -> None:
        self.places, self.port, self.watchdog, self.environment = places, port, watchdog, environment
        self.record = Record(places.state / "portal.json")
        self.children: dict[str, Child] = {}

    def start(self, name: str, restarts: list[float] | None = None) -> None:
        arguments = [sys.executable, *commands(self.port)[name]]
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                arguments,
                cwd=ROOT,
                env={**self.environment, "PORTAL_PROCESS": name},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        entry = Recorded.of(name, process.pid)
        self.watchdog.watch(entry)
        self.record.add(entry)
        self.children[name] = Child(name, arguments, process, entry, restarts or [])

    def log(self, name: str) -> Path:
        return self.places.logs / f"{name}.log"

    def revive(self) -> None:
        """Start again what has ended by itself; its session may hold workers that still have the port."""
        for child in list(self.children.values()):
            code = child.process.poll()
            if code is None:
                continue
            end([child.entry], politely=signal.SIGTERM, patience=0)
            recent = [*(at for at in child.restarts if at > time.monotonic() - 60), time.monotonic()]
            if len(recent) > MOST_RESTARTS:
                raise EmbeddedError(
                    f"{child.name} keeps ending (code {code}):\n{servers.last_lines(self.log(child.name))}"
                )
            print(f"portal: {child.name} ended (code {code}), starting it again", flush=True)
            self.start(child.name, recent)

    def stop(self) -> None:
        end([child.entry for child in self.children.values()], politely=signal.SIGTERM, patience=STOP_LIMIT)
        for child in self.children.values():
            child.process.wait()
        self.record.clear()

    async def run(self, stopping: asyncio.Event) -> None:
        began = time.monotonic()
        self.start("web")
        while not answers(self.port) and not stopping.is_set():
            if time.monotonic() - began > WEB_LIMIT:
                raise EmbeddedError(f"the web server does not answer:\n{servers.last_lines(self.log('web'))}")
            self.revive()
            await asyncio.sleep(0.1)
        relay = await ports.answer_on_ipv6(self.port)
        if not stopping.is_set():
            self.start("worker")
            self.start("beat")
            self.welcome()
        while not stopping.is_set():
            self.revive()
            await asyncio.sleep(0.3)
        if relay:
            relay.close()

    def welcome(self) -> None:
        print(ACCOUNTS, flush=True)
        print(f"科学技術外交ポータル  http://localhost:{self.port}", flush=True)
        print(f"Ctrl-C で終了 (ends it). 記録 logs: {self.places.logs}", flush=True)


def answers(port: int) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"http://{ports.IPV4}:{port}/healthz", timeout=10
        ) as answer:
            return bool(answer.status < 500)
    except urllib.error.HTTPError as problem:
        return problem.code < 500
    except OSError:
        return False


def run(places: Places, port: int, missing: dict[str, str]) -> int:
    """Hold the portal up until a signal. Returns 0 after an orderly end."""
    places.make()
    with FileLock(places.state / "run.lock") as alone:
        if not alone.exclusive():
            raise EmbeddedError(
                f"a portal on {places.data} is running already. Stop it, or set PORTAL_DATA for another."
            )
        end(Record(places.state / "portal.json").read(), politely=signal.SIGTERM, patience=STOP_LIMIT)
        ports.require_free(port)
        addresses = {name: servers.url(kind, places.data) for name, kind in missing.items()}
        environment = {**os.environ, **addresses, "PORTAL_MODE": "demo", "PORTAL_DATA": str(places.data)}
        environment["PORT"] = str(port)
        try:
            with one_interrupt(), servers.running(places.data, tuple(missing.values())) as watchdog:
                prepare(places, environment)
                serve(Portal(places, port, watchdog, environment))
        except KeyboardInterrupt:
            pass
    print("portal: stopped", flush=True)
    return 0


def serve(portal: Portal) -> None:
    try:
        asyncio.run(until_signal(portal))
    finally:
        ignore()
        portal.stop()


async def until_signal(portal: Portal) -> None:
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, stopping.set)
    await portal.run(stopping)
