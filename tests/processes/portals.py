"""Whole portals and single commands, started as a person would and ended by pid."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from diplomacy.embedded import privileges
from diplomacy.embedded.places import Places

ROOT = Path(__file__).resolve().parent.parent.parent
# Set-up products and data stay behind: a copy is what a fresh clone would be.
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv*", "node_modules", "var", "vendor", "collected", "__pycache__", "*.mo", "test-artifacts", ".*_cache"
)
# Conditions are waited for, never slept on; a machine shared with a build may need all of this.
PATIENCE = 300.0


def copy_checkout(target: Path, *, ready: bool) -> Path:
    """The sources elsewhere; `ready` with front-end files collected, for a start without any set-up."""
    shutil.copytree(ROOT, target, ignore=NOT_COPIED)
    if ready:
        shutil.copytree(ROOT / "static" / "vendor", target / "static" / "vendor")
    return target


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**variables: str) -> dict[str, str]:
    """The caller's, without what the test run itself was given."""
    unwanted = ("PORTAL_", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_", "PYTEST_", "MAKE", "MFLAGS", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, **variables}


@dataclass(frozen=True)
class Person:
    """Who starts a command: the caller, or for root also an ordinary user."""

    name: str
    uid: int
    gid: int
    become: Callable[[], None] | None

    def own(self, path: Path) -> None:
        """Give a tree to the person."""
        for found in (path, *path.rglob("*")):
            os.chown(found, self.uid, self.gid, follow_symlinks=False)


def caller() -> Person:
    entry = pwd.getpwuid(os.getuid())
    return Person(entry.pw_name, entry.pw_uid, entry.pw_gid, None)


def ordinary_user(*, unaided: bool = False) -> Person:
    """The caller where that is not root; else `nobody`, who may read what root may where this Python lies hidden."""
    if os.getuid() != 0:
        return caller()
    entry = pwd.getpwnam("nobody")
    if unaided:
        return Person(entry.pw_name, entry.pw_uid, entry.pw_gid, privileges.dropper(entry.pw_uid, entry.pw_gid, None))
    places = [Path(sys.executable).resolve(), ROOT / "manage.py"]
    hidden = not all(privileges.reachable_by(entry, path) for path in places)
    capability = privileges.passing_capability(places) if hidden else None
    return Person(entry.pw_name, entry.pw_uid, entry.pw_gid, privileges.dropper(entry.pw_uid, entry.pw_gid, capability))


def python_within_reach(uid: int) -> str:
    """A complete Python the user may start without anybody's help; root's own may lie hidden in its home."""
    entry = pwd.getpwuid(uid)
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    names = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")
    candidates = [base, *(Path(folder) / name for folder in ("/usr/bin", "/usr/local/bin") for name in names)]
    usable = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    for candidate in candidates:
        reachable = os.getuid() != 0 or privileges.reachable_by(entry, candidate)
        works = candidate.exists() and subprocess.run([candidate, "-c", usable], stderr=subprocess.DEVNULL, check=False)
        if works and works.returncode == 0 and reachable:
            return str(candidate)
    raise AssertionError(
        f"no Python 3.11 with venv that user {entry.pw_name} may start: install python3-venv, or run the tests as an "
        f"ordinary user (looked at {', '.join(map(str, candidates))})"
    )


@dataclass
class Running:
    """A started command with everything it wrote, and everything it started."""

    process: subprocess.Popen[bytes]
    output: Path
    port: int
    seen: dict[int, float] = field(default_factory=dict)

    def text(self) -> str:
        return self.output.read_text(errors="replace")

    def family(self) -> list[psutil.Process]:
        """All processes below it that ever were seen and live still."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                self.seen.setdefault(child.pid, child.create_time())
        return [found for pid, started in self.seen.items() if (found := alive(pid, started))]

    def wait_for(self, condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
        began = time.monotonic()
        while not condition():
            self.family()
            assert self.process.poll() is None, f"ended before {what}:\n{self.text()}"
            assert time.monotonic() - began < patience, f"no {what} in {patience} s:\n{self.text()}"
            time.sleep(0.05)
        return time.monotonic() - began

    def wait_ready(self) -> None:
        self.wait_for(lambda: f"http://localhost:{self.port}" in self.text(), "greeting")
        self.family()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal it; an interrupt goes to all in the foreground, as a terminal sends it."""
        self.family()
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(60)

    def remaining(self, patience: float = 20.0) -> list[str]:
        """What still runs of its family after a while."""
        deadline = time.monotonic() + patience
        while self.family() and time.monotonic() < deadline:
            time.sleep(0.1)
        return [" ".join(process.cmdline()) for process in self.family()]


def alive(pid: int, started: float) -> psutil.Process | None:
    with contextlib.suppress(psutil.NoSuchProcess):
        found = psutil.Process(pid)
        if abs(found.create_time() - started) < 2 and found.status() != psutil.STATUS_ZOMBIE:
            return found
    return None


@contextlib.contextmanager
def started(
    arguments: list[str],
    checkout: Path,
    *,
    port: int = 0,
    who: Person | None = None,
    offline: bool = False,
    **variables: str,
) -> Iterator[Running]:
    """Start a command in a checkout; whatever of it is left at the end of the block is killed by pid."""
    who = who or caller()
    with tempfile.TemporaryDirectory(prefix="portal-test-", ignore_cleanup_errors=True) as home:
        os.chown(home, who.uid, who.gid)
        output = Path(home) / "output.txt"
        with output.open("wb") as sink:
            process = subprocess.Popen(
                [*(without_network(who) if offline else []), *arguments],
                cwd=checkout,
                env=clean_environment(**{"PORT": str(port), "HOME": home, **variables}),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
                # Root takes the network away first and becomes the user inside.
                preexec_fn=None if offline else who.become,
            )
        running = Running(process, output, port)
        try:
            yield running
        finally:
            if process.poll() is None:
                running.end()
            for left in running.family():
                left.kill()


def run_portal(checkout: Path, port: int, **options: object):
    """`make run` without the set-up: this environment, that checkout."""
    return started([sys.executable, "-m", "diplomacy.embedded", "run"], checkout, port=port, **options)


def without_network(who: Person) -> list[str]:
    """A prefix that takes the network away, but for the loopback inside, and then becomes the person."""
    own = [] if os.getuid() == 0 else ["--map-current-user", "--keep-caps"]
    inside = [sys.executable, "-I", str(Path(__file__).parent / "loopback.py"), str(who.uid), str(who.gid)]
    return ["unshare", "--net", *own, *inside]


def network_can_be_taken_away() -> str:
    """Empty, or why not on this machine."""
    found = subprocess.run([*without_network(caller()), "true"], capture_output=True, text=True, check=False)
    return "" if found.returncode == 0 else found.stderr.strip()


def status(port: int, path: str = "/healthz", host: str = "127.0.0.1", **headers: str) -> int:
    request = urllib.request.Request(f"http://{host}:{port}{path}", headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect())
    try:
        with opener.open(request, timeout=15) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        return problem.code
    except OSError:
        return 0


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def places(checkout: Path) -> Places:
    return Places.of(checkout / "var")
