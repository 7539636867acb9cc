"""Who uses the embedded servers: two file locks, which the kernel releases however a process ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from diplomacy.embedded.places import EmbeddedError


@contextmanager
def gate(state: Path, patience: float = 180) -> Iterator[None]:
    """One at a time through starting and stopping."""
    with FileLock(state / "gate.lock") as lock:
        deadline = time.monotonic() + patience
        while not lock.exclusive():
            if time.monotonic() > deadline:
                raise EmbeddedError(f"Another start on {state.parent} does not come to an end.")
            time.sleep(0.05)
        yield


class FileLock:
    """`flock` on a file; opened close-on-exec, so the lock is never handed to a child."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def exclusive(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def shared(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        os.close(self.descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
