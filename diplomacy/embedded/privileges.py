"""Starting a server as somebody else than root.

PostgreSQL refuses to run as root, so root hands it to an ordinary account. That account must still reach the
data and the programs, which may lie under a directory only root may enter (`/home/somebody/portal`). Opening those
directories to everybody would change modes outside `PORTAL_DATA`; instead the server keeps one capability:
to pass through directories and read files as root does. It is kept only where the plain account cannot pass.
"""

import ctypes
import os
import pwd
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from diplomacy.embedded.places import EmbeddedError

CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
PR_CAPBSET_READ = 23
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Account:
    """Who runs the servers; `drop` is None where that is the person who starts them."""

    uid: int
    gid: int
    drop: Callable[[], None] | None = None


def server_account(data: Path, must_reach: list[Path]) -> Account:
    """The caller's own account; for root the owner of existing data, else `nobody`."""
    if os.getuid() != 0:
        known_account(os.getuid())
        return Account(os.getuid(), os.getgid())
    owner = data.stat().st_uid if data.exists() else 0
    entry = known_account(owner) if owner else unprivileged_account()
    capability = None
    if not all(reachable_by(entry, path) for path in must_reach):
        capability = passing_capability(must_reach)
    return Account(entry.pw_uid, entry.pw_gid, dropper(entry.pw_uid, entry.pw_gid, capability))


def known_account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedError(
            f"User {uid} has no entry in /etc/passwd, and PostgreSQL starts for named users only. "
            "Add one (useradd), or set DATABASE_URL and REDIS_URL to servers of your own."
        ) from None


def unprivileged_account() -> pwd.struct_passwd:
    for name in ("nobody", "daemon"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedError("PostgreSQL does not run as root and this machine has no user 'nobody' to run it.")


def reachable_by(entry: pwd.struct_passwd, path: Path) -> bool:
    """Whether the account alone may enter every directory above the path.

    Asked of the kernel in a child that has become the account: modes, groups and access lists all count.
    """
    child = os.fork()
    if child == 0:
        try:
            dropper(entry.pw_uid, entry.pw_gid, None)()
            os._exit(0 if os.access(path, os.R_OK | os.X_OK) else 1)
        except BaseException:  # a forked child must never return into its parent's code
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def passing_capability(must_reach: list[Path]) -> int:
    """The narrower of the two capabilities that open the way; containers often grant only the wider."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux":
        for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
            if libc.prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1:
                return capability
    paths = ", ".join(str(path) for path in must_reach)
    raise EmbeddedError(
        f"PostgreSQL does not run as root, and the user it is handed to cannot enter all of: {paths}. "
        "Start the portal as an ordinary user, or move it to a directory others may enter (such as /srv/portal)."
    )


def dropper(uid: int, gid: int, capability: int | None) -> Callable[[], None]:
    """What a forked child calls before it becomes the server.

    The library is loaded here, before the fork, so that the child makes system calls only.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def check(result: int, what: str) -> None:
        if result != 0:
            raise OSError(ctypes.get_errno(), what)

    def drop() -> None:
        if capability is not None:
            check(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "PR_SET_KEEPCAPS")
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        if capability is not None:
            mask = 1 << capability
            header = struct.pack("=Ii", CAPABILITY_VERSION_3, 0)
            kept = struct.pack("=6I", mask, mask, mask, 0, 0, 0)
            check(libc.capset(header, kept), "capset")
            check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0), "PR_CAP_AMBIENT_RAISE")

    return drop
