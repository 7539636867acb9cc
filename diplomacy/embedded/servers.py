"""PostgreSQL and Valkey for a demo portal: started where they do not run yet, ended by whoever leaves last.

Every user of the servers (`make run`, a test run, a single command) holds a shared lock on them for as long
as it lives. Starting and stopping go through a gate one at a time; only who then gets the lock for itself may
stop the servers or clear what a killed one left. The wheels' own server classes are not used: a path with a
space breaks them, as root they open parent directories, and they wait ten seconds at most.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from diplomacy.embedded import postgresql, valkey
from diplomacy.embedded.locks import FileLock, gate
from diplomacy.embedded.places import EmbeddedError, Places, url
from diplomacy.embedded.processes import Record, Recorded, end
from diplomacy.embedded.watchdog import Watchdog

__all__ = ["running", "stop_unused", "url"]

START_LIMIT = 120.0
STOP_LIMIT = 30.0
KINDS: dict[str, ModuleType] = {"database": postgresql, "redis": valkey}


@contextmanager
def running(
    portal_data: str | os.PathLike[str],
    kinds: tuple[str, ...] = ("database", "redis"),
    *,
    volatile: bool = False,
) -> Iterator[Watchdog]:
    """Hold the servers up while the block runs. `volatile` trades safety on disk for speed, for tests.

    Yields the watchdog, which is told of further processes that must not outlive this one.
    """
    places = Places.of(portal_data)
    places.make()
    lock = FileLock(places.state / "users.lock")
    watchdog = Watchdog(places.data)
    try:
        with gate(places.state):
            if lock.exclusive():
                end_recorded(places)
            lock.shared()
            for kind in kinds:
                ensure(kind, places, volatile=volatile)
        yield watchdog
    finally:
        lock.close()
        stop_unused(places.data)
        watchdog.dismiss()


def stop_unused(portal_data: Path) -> None:
    """End the servers unless somebody else still uses them."""
    places = Places.of(portal_data)
    with gate(places.state), FileLock(places.state / "users.lock") as lock:
        if lock.exclusive():
            end_recorded(places)


def ensure(kind: str, places: Places, *, volatile: bool) -> None:
    module, record = KINDS[kind], Record(places.state / "servers.json")
    if any(entry.name == module.NAME and entry.process() for entry in record.read()):
        return
    server = module.start(places, volatile=volatile)
    record.add(Recorded.of(module.NAME, server.pid))
    deadline = time.monotonic() + START_LIMIT
    while not module.ready(places, server.pid):
        if server.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError(f"{module.NAME} did not start:\n{last_lines(places.logs / f'{module.NAME}.log')}")
        time.sleep(0.03)


def end_recorded(places: Places) -> None:
    record = Record(places.state / "servers.json")
    entries = record.read()
    for module in KINDS.values():
        mine = [entry for entry in entries if entry.name == module.NAME]
        end(mine, politely=module.STOP_SIGNAL, patience=STOP_LIMIT)
    record.clear()
    # The directory is made again by the next start; an empty one in the temporary folder helps nobody.
    try:
        for leftover in places.sockets.iterdir():
            leftover.unlink()
        places.sockets.rmdir()
    except OSError:
        pass


def last_lines(path: Path, count: int = 12) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return f"({path} was not written)"
