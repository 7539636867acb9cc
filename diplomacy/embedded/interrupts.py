"""Signals that mean "end": turned into one exception, once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def one_interrupt() -> Iterator[None]:
    """Raise `KeyboardInterrupt` at the first ending signal and ignore the next: cleaning up is not cut short."""

    def interrupt(*_: object) -> None:
        ignore()
        raise KeyboardInterrupt

    for number in ENDING:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)


def ignore() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
