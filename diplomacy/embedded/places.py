"""Where the embedded servers keep things: data under `PORTAL_DATA`, sockets in a short private directory."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# A socket's address holds 108 bytes on Linux and 104 elsewhere; PostgreSQL adds `/.s.PGSQL.5432.lock`.
SOCKET_LIMIT = 104
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432.lock"


class EmbeddedError(Exception):
    """Something the reader can act on; shown without a traceback."""


@dataclass(frozen=True)
class Places:
    data: Path

    @classmethod
    def of(cls, portal_data: str | os.PathLike[str]) -> "Places":
        return cls(Path(portal_data).resolve())

    @property
    def sockets(self) -> Path:
        """A directory named by user and data path: two checkouts and two people never meet in it.

        The data path itself may be far longer than a socket's address may be, hence the hash.
        """
        key = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        name = f"portal-{os.getuid()}-{key}"
        base = tempfile.gettempdir()
        if len(os.fsencode(base)) + len(name) + len(LONGEST_SOCKET_NAME) + 1 > SOCKET_LIMIT:
            base = "/tmp"
        return Path(base) / name

    @property
    def postgresql(self) -> Path:
        return self.data / "postgresql"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def state(self) -> Path:
        """Locks, and the record of the processes that run on this data."""
        return self.data / "embedded"

    @property
    def prepared(self) -> Path:
        """The stamp of what has been loaded into the database and made of the sources."""
        return self.state / "prepared.json"

    def make(self) -> None:
        for directory in (self.data, self.logs, self.state):
            directory.mkdir(parents=True, exist_ok=True)

    def make_sockets(self, uid: int, gid: int) -> None:
        """Create the private directory; refuse one that somebody else has put there before us."""
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), uid}:
            raise EmbeddedError(
                f"{self.sockets} belongs to somebody else (user {found.st_uid}). Remove it and start again."
            )
        if found.st_uid != uid:
            os.chown(self.sockets, uid, gid)
        self.sockets.chmod(0o700)


def url(kind: str, portal_data: str | os.PathLike[str]) -> str:
    """The address of an embedded server, running or not; settings ask for it before anything is started."""
    places = Places.of(portal_data)
    if kind == "database":
        return f"postgresql://portal@/portal?host={quote(str(places.sockets))}"
    if kind == "redis":
        return f"unix://{quote(str(places.valkey_socket))}?db=0"
    raise ValueError(kind)
