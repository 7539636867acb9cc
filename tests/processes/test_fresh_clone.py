"""`make run` from nothing: a fresh copy in a long path with a space and Japanese, as an ordinary user.

Installs from the package registries, as a newcomer's first start does.
"""

import shutil
import signal
import tempfile
import time
from pathlib import Path

import pytest

from tests.processes.portals import (
    copy_checkout,
    free_port,
    network_can_be_taken_away,
    ordinary_user,
    places,
    python_within_reach,
    started,
    status,
)

# On a machine with nothing else to do; printed beside what was measured, as a shared one proves nothing.
FIRST_START, SECOND_START = 90.0, 8.0


@pytest.fixture
def far_away():
    """Not under pytest's own folder, which only its owner may enter."""
    base = Path(tempfile.mkdtemp(prefix="portal "))
    yield base
    shutil.rmtree(base)


def make_run(checkout, port, **options):
    """A service account has no home to keep caches in; neither has this one."""
    command = ["make", "run", f"PYTHON={python_within_reach(options['who'].uid)}"]
    return started(command, checkout, port=port, HOME="/nonexistent", **options)


def test_make_run_twice_the_second_time_without_network(far_away):
    reason = network_can_be_taken_away()
    assert not reason, f"this machine does not let a test take its network away ({reason}); start it where unshare may"
    who, port = ordinary_user(unaided=True), free_port()
    folder = far_away / "外交 ポータル"
    checkout = copy_checkout(folder / ("x" * (199 - len(str(folder)))), ready=False)
    assert len(str(checkout)) == 200
    who.own(far_away)

    began = time.monotonic()
    with make_run(checkout, port, who=who) as running:
        running.wait_for(lambda: status(port, "/accounts/login/") == 200, "first page", patience=300)
        first = time.monotonic() - began
        running.wait_ready()
        assert (places(checkout).data / "postgresql").stat().st_uid == who.uid
        running.end()
        assert running.remaining() == []
    assert status(port) == 0

    began = time.monotonic()
    with make_run(checkout, port, who=who, offline=True) as running:
        running.wait_ready()
        second = time.monotonic() - began
        running.end(signal.SIGINT)
        assert running.remaining() == []
    print(
        f"first start {first:.1f} s (aim {FIRST_START:.0f}), second, offline, {second:.1f} s (aim {SECOND_START:.0f})"
    )
