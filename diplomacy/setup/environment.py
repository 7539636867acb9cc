"""`python3 -I diplomacy/setup/environment.py demo|dev`: makes `.venv` and installs what the lock names.

Runs on a bare Python, hence no import from the project and no syntax newer than 3.6: an old Python must be
refused in words, not by a syntax error. `uv` comes from PyPI into the
environment itself. Nothing is asked of the network where the stamp still fits, because `uv pip sync` would ask
even when in step.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "portal-stamp.json")
UV_LOCK = os.path.join(ROOT, "requirements", "uv.lock")
# The environment for tests holds everything the demo needs as well.
SATISFIED_BY = {"demo": ("demo", "dev"), "dev": ("dev",)}


def main(kind):
    require_python()
    with open(os.path.join(ROOT, ".venv.lock"), "w") as lock:
        # Two `make` in one checkout: the second waits and then finds the stamp.
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = read_stamp()
        if any(stamp == expected_stamp(name) for name in SATISFIED_BY[kind]):
            return
        if stamp is None or {**stamp, "locks": None} != {**expected_stamp(kind), "locks": None}:
            make_venv()
        install(kind)
        with open(STAMP, "w") as file:
            json.dump(expected_stamp(kind), file)


def require_python():
    if sys.version_info < (3, 11):
        version = ".".join(str(part) for part in sys.version_info[:3])
        stop(
            f"Python 3.11 or newer is needed; {sys.executable} is {version}. "
            "Install one and name it: make PYTHON=python3.12 …"
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            f"this Python ({sys.executable}) comes without 'venv'. On Debian and Ubuntu: sudo apt install "
            "python3-venv; elsewhere install a complete Python and name it: make PYTHON=/path/to/python3 …"
        )


def expected_stamp(kind):
    """What the environment depends on: the locks, the interpreter, and the path, which its scripts contain."""
    digest = hashlib.sha256()
    for path in (UV_LOCK, lock_path(kind)):
        with open(path, "rb") as file:
            digest.update(file.read())
    return {"locks": kind + " " + digest.hexdigest(), "python": sys.version, "path": VENV}


def lock_path(kind):
    return os.path.join(ROOT, "requirements", kind + ".lock")


def read_stamp():
    try:
        with open(STAMP) as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def make_venv():
    say("making the Python environment …")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", VENV], "the environment could not be made in " + VENV)


def install(kind):
    say(f"installing the locked packages ({kind}) …")
    if os.path.exists(STAMP):
        os.unlink(STAMP)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run([*pip, "install", "--require-hashes", "-r", UV_LOCK], "uv could not be installed from PyPI")
    # `sync` takes away what no lock names, so uv's own lock is named beside the other.
    sync = [os.path.join(VENV, "bin", "uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON]
    run(
        [*sync, UV_LOCK, lock_path(kind)],
        f"the packages of requirements/{kind}.lock could not be installed",
    )


def run(command, problem):
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        environment.pop(name, None)
    if not os.access(os.path.expanduser("~"), os.W_OK):
        # Service accounts have no home to keep a cache in.
        environment.update(UV_NO_CACHE="1", PIP_NO_CACHE_DIR="1")
    if subprocess.call(command, env=environment, cwd=ROOT) != 0:
        stop(problem + " (see above). Is the network reachable?")


def say(text):
    print("setup: " + text, flush=True)


def stop(text):
    sys.exit("setup: " + text)


if __name__ == "__main__":
    main(sys.argv[1])
