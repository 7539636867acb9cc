"""Processes written down by pid and start time, so that a recycled pid is never taken for one of ours."""

import json
import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

# The kernel counts start times from boot and the boot time itself may be corrected by a second.
CLOCK_SLACK = 2.0


@dataclass(frozen=True)
class Recorded:
    name: str
    pid: int
    started: float

    @classmethod
    def of(cls, name: str, pid: int) -> "Recorded":
        return cls(name, pid, psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The very process, or None where it has ended (a zombie that nobody reaps has ended too)."""
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.started) < CLOCK_SLACK
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


class Record:
    """The file that holds them; written whole and renamed, as a kill may come at any moment."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Recorded]:
        try:
            return [Recorded(**entry) for entry in json.loads(self.path.read_text())]
        except (FileNotFoundError, ValueError, TypeError):
            return []

    def write(self, entries: Iterable[Recorded]) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(entry) for entry in entries]))
        fresh.replace(self.path)

    def add(self, entry: Recorded) -> None:
        self.write([*(known for known in self.read() if known.process()), entry])

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)


def session_of(entry: Recorded) -> list[psutil.Process]:
    """Everything alive in the session the recorded process leads, also after the leader itself is gone.

    Servers fork: granian's workers outlive a killed parent and keep its port. Each of our processes is started
    as the leader of a session, and the kernel gives no new process a number that still names a session.
    """
    members = []
    for process in psutil.process_iter():
        try:
            if (
                os.getsid(process.pid) == entry.pid
                and process.create_time() > entry.started - CLOCK_SLACK
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                members.append(process)
        except (ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            continue
    return members


def end(entries: Iterable[Recorded], *, politely: signal.Signals, patience: float) -> None:
    """Ask the leaders to end, wait, then kill whatever is left of their sessions."""
    entries = list(entries)
    leaders = [process for entry in entries if (process := entry.process())]
    for leader in leaders:
        send(leader, politely)
    wait(leaders, patience)
    rest = [process for entry in entries for process in session_of(entry)]
    for process in rest:
        send(process, signal.SIGKILL)
    wait(rest, 5)


def wait(processes: list[psutil.Process], patience: float) -> None:
    """Until all have ended. A zombie has ended: in a container nobody may ever reap it, and psutil's own wait
    would stay for the whole of its patience."""
    deadline = time.monotonic() + patience
    while any(lives(process) for process in processes) and time.monotonic() < deadline:
        time.sleep(0.02)


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def send(process: psutil.Process, number: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)
