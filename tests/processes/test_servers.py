"""The embedded servers: in odd places, as any user, shared and left tidy."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diplomacy.embedded.places import LONGEST_SOCKET_NAME, SOCKET_LIMIT, Places, url
from tests.processes.portals import ROOT, clean_environment, ordinary_user, started

PYTHON = [sys.executable, "-m", "diplomacy.embedded", "exec", "--"]
ASK = """
import os, sys, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as database:
    version = database.info.server_version // 10000
    database.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
    kept = [row[0] for row in database.execute("SELECT text FROM kept")]
    database.execute("INSERT INTO kept VALUES (%s)", [sys.argv[1]])
    tcp = database.execute("SHOW listen_addresses").fetchone()[0]
queue = redis.Redis.from_url(os.environ["REDIS_URL"])
queued = [item.decode() for item in queue.lrange("kept", 0, -1)]
queue.rpush("kept", sys.argv[1])
print([version, tcp, queue.config_get("port")["port"], kept, queued])
"""


def ask(data: Path, text: str, who=None) -> str:
    finished = subprocess.run(
        [*PYTHON, sys.executable, "-c", ASK, text],
        cwd=ROOT,
        env=clean_environment(PORTAL_MODE="demo", PORTAL_DATA=str(data), HOME=str(data.parent)),
        capture_output=True,
        text=True,
        preexec_fn=who.become if who else None,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def long_path(base: Path) -> Path:
    """200 characters, far beyond what a socket's address holds."""
    path = base
    while len(str(path)) < 198:
        path /= "x" * min(60, 199 - len(str(path)))
    return path


ODD = {
    "plain": lambda base: base / "var",
    "space and Japanese": lambda base: base / "科学 技術" / "外交 ポータル",
    "quotes": lambda base: base / "it's \"odd\", \\ isn't" / "var",
    "200 characters": long_path,
}


@pytest.mark.parametrize("place", ODD)
def test_data_is_kept_in_odd_paths(tmp_path, place):
    data = ODD[place](tmp_path)
    assert ask(data, "一") == "[18, '', '0', [], []]"
    assert ask(data, "二") == "[18, '', '0', ['一'], ['一']]"
    assert not Places.of(data).sockets.exists()


@pytest.mark.parametrize("place", ["plain", "space and Japanese"])
def test_ordinary_user(tmp_path, place):
    who = ordinary_user()
    who.own(tmp_path)
    data = ODD[place](tmp_path)
    assert ask(data, "一", who) == "[18, '', '0', [], []]"
    assert (data / "postgresql").stat().st_uid == who.uid


@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_no_mode_changes_outside_the_data(tmp_path, mode):
    """Also where only the owner may enter: root hands the server to a user who could not pass."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=mode)
    data = closed / "below" / "var"
    data.parent.mkdir(mode=mode)
    above = [data.parent, closed, tmp_path, *tmp_path.parents, Path(sys.executable).parent]
    before = [(path, stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) for path in above]
    assert ask(data, "一").startswith("[18")
    assert [(path, stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) for path in above] == before
    if os.getuid() == 0:
        assert (data / "postgresql").stat().st_uid != 0


def test_sockets_lie_in_a_private_directory(tmp_path):
    holding = [*PYTHON, sys.executable, "-c", "import time; print('held', flush=True); time.sleep(60)"]
    with started(holding, ROOT, PORTAL_MODE="demo", PORTAL_DATA=str(tmp_path / "var")) as running:
        running.wait_for(lambda: "held" in running.text(), "servers")
        sockets = Places.of(tmp_path / "var").sockets
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert {path.name for path in sockets.iterdir()} >= {".s.PGSQL.5432", "valkey.sock"}


def test_socket_address_fits_whatever_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/" + "t" * 90)
    sockets = Places.of(long_path(tmp_path)).sockets
    assert len(f"{sockets}{LONGEST_SOCKET_NAME}") < SOCKET_LIMIT


def test_addresses_differ_by_data(tmp_path):
    assert url("database", tmp_path / "a") != url("database", tmp_path / "b")
    assert url("redis", tmp_path / "a") == url("redis", str(tmp_path / "a"))


def test_last_user_ends_the_servers(tmp_path):
    """Two commands share the servers; the first to leave is the one that started them."""
    data = tmp_path / "var"
    sleep = [*PYTHON, sys.executable, "-c", "import time; print('held', flush=True); time.sleep(60)"]
    options = {"PORTAL_MODE": "demo", "PORTAL_DATA": str(data)}
    with started(sleep, ROOT, **options) as first:
        first.wait_for(lambda: "held" in first.text(), "servers")
        with started(sleep, ROOT, **options) as second:
            second.wait_for(lambda: "held" in second.text(), "second user")
            assert first.end() != 0
            assert ask(data, "一").startswith("[18")
            second.end()
            assert second.remaining() == []
        assert first.remaining() == []


def test_killed_command_leaves_nothing(tmp_path):
    sleep = [*PYTHON, sys.executable, "-c", "import time; print('held', flush=True); time.sleep(60)"]
    with started(sleep, ROOT, PORTAL_MODE="demo", PORTAL_DATA=str(tmp_path / "var")) as running:
        running.wait_for(lambda: "held" in running.text(), "servers")
        assert len(running.family()) > 5
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
        began = time.monotonic()
        assert running.remaining() == []
        print(f"all ended {time.monotonic() - began:.1f} s after kill -9")


def test_stale_pid_file_of_a_recycled_number(tmp_path):
    """After a restart of the machine another program may have PostgreSQL's old number."""
    data = tmp_path / "var"
    assert ask(data, "一").startswith("[18")
    path = data / "postgresql" / "postmaster.pid"
    path.write_text(f"{os.getpid()}\n{data / 'postgresql'}\n")
    os.chown(path, (data / "postgresql").stat().st_uid, -1)
    assert "['一']" in ask(data, "二")


def test_other_major_version_is_named(tmp_path):
    data = tmp_path / "var"
    ask(data, "一")
    (data / "postgresql" / "PG_VERSION").write_text("17\n")
    with pytest.raises(AssertionError, match="was made by PostgreSQL 17, this is 18"):
        ask(data, "二")
