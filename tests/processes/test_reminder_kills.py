"""Workers are killed, the broker is emptied, two beats tick: every reminder arrives, and none is written twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from diplomacy.embedded import servers
from tests.processes.portals import ROOT, clean_environment, free_port

PEOPLE, MEETINGS, KILLS, HANDS = 100, 10, 5, 2
TOTAL = PEOPLE * MEETINGS
PATIENCE = 150.0
CELERY = (sys.executable, "-m", "celery", "-A", "diplomacy")


class Stage:
    """Servers, a mail server, beats and workers on data of their own, all ended by pid."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.ledger = folder, folder / "ledger.txt"
        self.processes: list[subprocess.Popen] = []
        self.killed = 0
        stack.enter_context(servers.running(folder / "data", volatile=True))
        stack.callback(self.end)
        self.database, self.redis = (servers.url(kind, folder / "data") for kind in ("database", "redis"))
        self.mail_port = free_port()
        self.environment = clean_environment(
            DJANGO_SETTINGS_MODULE="diplomacy.settings",
            PORTAL_MODE="demo",
            PORTAL_DATA=str(folder / "data"),
            DATABASE_URL=self.database,
            REDIS_URL=self.redis,
            EMAIL_URL=f"smtp://127.0.0.1:{self.mail_port}",
            REMINDER_TICK_SECONDS="1",
            REMINDER_LEASE_SECONDS="8",
            REMINDER_STUCK_SECONDS="8",
        )

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.environment, check=True)

    def start(self, name: str, *command: str) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def start_worker(self) -> subprocess.Popen:
        number = len(self.processes)
        quiet = ("--without-gossip", "--without-mingle", "--loglevel", "WARNING")
        return self.start(f"worker{number}", *CELERY, "worker", "-c", str(HANDS), "-n", f"w{number}@%h", *quiet)

    def hands(self, worker: subprocess.Popen) -> list[psutil.Process]:
        """The processes a worker works with: each may have one mail in hand."""
        return psutil.Process(worker.pid).children(recursive=True)

    def kill(self, worker: subprocess.Popen) -> None:
        """`kill -9` for the worker and its hands."""
        children = self.hands(worker)
        for process in (psutil.Process(worker.pid), *children):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        worker.wait()
        self.killed += len(children)

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)

    def value(self, sql: str) -> int:
        with psycopg.connect(self.database) as connection:
            return connection.execute(sql).fetchone()[0]

    def arrived(self) -> list[str]:
        return self.ledger.read_text(encoding="ascii").split() if self.ledger.exists() else []

    def wait_for(self, condition, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"no {what}: {len(self.arrived())} mails\n{self.logs()}"
            time.sleep(0.05)

    def logs(self) -> str:
        return "\n".join(f"{path.name}\n{path.read_text()[-1500:]}" for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def stage(tmp_path):
    with ExitStack() as stack:
        yield Stage(tmp_path, stack)


def test_every_reminder_arrives_whatever_is_killed(stage):
    seed = int(os.environ.get("SEED", time.time_ns() % 1_000_000))
    chance = random.Random(seed)
    print(f"\nseed {seed}")
    stage.run("manage.py", "migrate", "-v0")
    stage.start("sink", sys.executable, "-m", "tests.processes.reminding.sink", str(stage.mail_port), str(stage.ledger))
    workers = [stage.start_worker(), stage.start_worker()]
    for number in range(2):
        stage.start(f"beat{number}", *CELERY, "beat", "--pidfile=", "--loglevel", "WARNING")
    stage.wait_for(lambda: stage.value("SELECT count(*) FROM reminders_heartbeat"), "sweep")
    began = time.monotonic()
    stage.run("-m", "tests.processes.reminding.due", str(PEOPLE), str(MEETINGS))

    # A kill after each so many mails, at a moment within the next ones; the flush falls between two kills.
    flush_before = chance.randrange(1, KILLS)
    for kill in range(KILLS):
        enough = 1 + kill * TOTAL // (KILLS + 1) + chance.randrange(TOTAL // (KILLS + 1))
        victim = chance.randrange(len(workers))
        stage.wait_for(lambda enough=enough: len(stage.arrived()) >= enough, f"{enough} mails")
        stage.wait_for(lambda victim=victim: len(stage.hands(workers[victim])) == HANDS, "worker at work")
        if kill == flush_before:
            redis.Redis.from_url(stage.redis).flushall()
        stage.kill(workers[victim])
        workers[victim] = stage.start_worker()
    sent = "SELECT count(*) FROM reminders_notification WHERE state = 'sent'"
    stage.wait_for(lambda: stage.value(sent) == TOTAL, "end of it")

    with psycopg.connect(stage.database) as connection:
        rows = connection.execute("SELECT id, recipient_id, object_id FROM reminders_notification").fetchall()
    arrivals = Counter(stage.arrived())
    repeats = arrivals.total() - len(arrivals)
    print(
        f"{len(rows)} reminders, {KILLS} workers of {stage.killed} processes killed, 1 flush, 2 beats: "
        f"{TOTAL - len(arrivals)} lost, {repeats} repeated, {time.monotonic() - began:.1f} s"
    )
    assert set(arrivals) == {f"<{key}@localhost>" for key, _person, _meeting in rows}
    assert len(rows) == len({row[1:] for row in rows}) == TOTAL
    assert repeats <= stage.killed
