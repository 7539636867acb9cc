"""The whole portal, started and ended as `make run` does it."""

import os
import signal
import socket
import subprocess
import time

import psycopg
import pytest

from diplomacy.embedded.places import url
from diplomacy.embedded.processes import Record
from tests.processes.portals import (
    copy_checkout,
    free_port,
    network_can_be_taken_away,
    places,
    run_portal,
    status,
)


def kinds(running) -> set[str]:
    """Which of the programs are up, by what their command lines say."""
    lines = [" ".join(process.cmdline()) for process in running.family()]
    wanted = {"granian": "granian", "worker": "celery -A diplomacy worker", "beat": "celery -A diplomacy beat"}
    wanted |= {"postgresql": "bin/postgres", "valkey": "valkey-server"}
    return {kind for kind, words in wanted.items() if any(words in line for line in lines)}


ALL = {"granian", "worker", "beat", "postgresql", "valkey"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_every_process(checkout, port, number):
    with run_portal(checkout, port) as running:
        running.wait_ready()
        running.wait_for(lambda: kinds(running) == ALL, "all programs")
        assert "staff@portal.example" in running.text()
        assert "portal-demo" in running.text()
        assert running.end(number) == 0
        assert running.remaining() == []
    assert status(port) == 0


def test_signal_while_starting(checkout, port):
    with run_portal(checkout, port) as running:
        running.wait_for(lambda: "postgresql" in kinds(running), "database")
        running.end()
        assert running.remaining() == []


def test_both_loopback_names_answer(checkout, port):
    with run_portal(checkout, port) as running:
        running.wait_ready()
        assert status(port, "/accounts/login/") == 200
        assert status(port, "/accounts/login/", host="localhost") == 200
        if socket.has_ipv6:
            assert status(port, "/accounts/login/", host="[::1]") == 200


def test_killed_supervisor_leaves_nothing(checkout, port):
    with run_portal(checkout, port) as running:
        running.wait_ready()
        running.wait_for(lambda: kinds(running) == ALL, "all programs")
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
        began = time.monotonic()
        assert running.remaining(30) == []
        print(f"all ended {time.monotonic() - began:.1f} s after kill -9")


def test_start_clears_what_a_killed_portal_and_its_watchdog_left(checkout, port):
    with run_portal(checkout, port) as running:
        running.wait_ready()
        running.wait_for(lambda: kinds(running) == ALL, "all programs")
        watchdog = next(p for p in running.family() if "diplomacy.embedded.watchdog" in p.cmdline())
        watchdog.kill()
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
        time.sleep(1)
        assert kinds(running) == ALL
        assert status(port, "/accounts/login/") == 200
        with run_portal(checkout, port) as again:
            again.wait_ready()
            assert running.remaining() == []
            assert status(port, "/accounts/login/") == 200
            assert again.end() == 0


def test_killed_web_server_is_started_again(checkout, port):
    """Granian's workers outlive their parent and hold the port; the whole session has to go first."""
    with run_portal(checkout, port) as running:
        running.wait_ready()
        web = next(e for e in Record(places(checkout).state / "portal.json").read() if e.name == "web")
        os.kill(web.pid, signal.SIGKILL)
        running.wait_for(lambda: "web ended (code -9), starting it again" in running.text(), "restart")
        running.wait_for(lambda: status(port, "/accounts/login/") == 200, "page")


def test_taken_port_is_named(checkout, port):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", port))
        holder.listen()
        with run_portal(checkout, port) as running:
            assert running.process.wait(30) == 1
            assert f"port {port} is taken by" in running.text()
            assert f"(process {os.getpid()})" in running.text()
            assert running.remaining() == []


def test_second_portal_on_the_same_data_is_refused(checkout, port):
    with run_portal(checkout, port) as running:
        running.wait_ready()
        with run_portal(checkout, free_port()) as second:
            assert second.process.wait(30) == 1
            assert "is running already" in second.text()
        assert status(port, "/accounts/login/") == 200


@pytest.mark.parametrize("wrong", ["none", "0", "70000", "8000; true"])
def test_wrong_port_is_named(checkout, wrong):
    with run_portal(checkout, wrong) as running:
        assert running.process.wait(30) == 1
        assert f"PORT is {wrong!r}" in running.text()


@pytest.fixture
def loaded(checkout):
    """The checkout once it has run: its data are loaded, whatever ran before this test."""
    if not places(checkout).prepared.exists():
        with run_portal(checkout, free_port()) as running:
            running.wait_ready()
            assert running.end() == 0
    return checkout


def test_two_checkouts_side_by_side(loaded, tmp_path, port):
    checkout = loaded
    other, other_port = copy_checkout(tmp_path / "other", ready=True), free_port()
    # With what is loaded already, to save the time; `cp` keeps the owner.
    subprocess.run(["cp", "-a", places(checkout).data, places(other).data], check=True)
    with run_portal(checkout, port) as first, run_portal(other, other_port) as second:
        first.wait_ready()
        second.wait_ready()
        mark(checkout, "first")
        mark(other, "second")
        assert (marks(checkout), marks(other)) == (["first"], ["second"])
        assert first.end() == 0
        assert status(other_port, "/accounts/login/") == 200


def mark(checkout, text: str) -> None:
    with psycopg.connect(url("database", places(checkout).data)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS marks (text text)")
        database.execute("INSERT INTO marks VALUES (%s)", [text])


def marks(checkout) -> list[str]:
    with psycopg.connect(url("database", places(checkout).data)) as database:
        return [row[0] for row in database.execute("SELECT text FROM marks")]


def test_second_start_is_quick_and_needs_no_network(checkout, port):
    reason = network_can_be_taken_away()
    assert not reason, f"this machine does not let a test take its network away ({reason}); start it where unshare may"
    with run_portal(checkout, port) as running:
        running.wait_ready()
    with run_portal(checkout, port, offline=True) as running:
        took = running.wait_for(lambda: f"http://localhost:{port}" in running.text(), "greeting")
        print(f"second start, offline: {took:.1f} s")
        assert running.end() == 0
