"""Where files are kept: one folder outside everything that is served, each file under a UUID, written once.

A file is whole and on disk before the row that names it is committed, so that a saved row never points to nothing.
The other way round, a process that dies in between leaves a file without a row; `sweep` takes those away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings

LEFT_ALONE = timedelta(days=1)
INCOMING = "incoming"
# Read by the reverse proxy too, which runs as somebody else; the folder above lets nobody but them in.
FILE_MODE, FOLDER_MODE = 0o644, 0o755


def path_of(key: UUID) -> Path:
    return settings.UPLOADS_FOLDER / relative_path(key)


def relative_path(key: UUID) -> str:
    return f"{key.hex[:2]}/{key}"


def open_kept(key: UUID) -> IO[bytes]:
    return path_of(key).open("rb")


@contextmanager
def kept(file: IO[bytes], key: UUID) -> Iterator[None]:
    """The file under its key while the row is saved; taken away again where that fails."""
    _write(file, key)
    try:
        yield
    except BaseException:
        path_of(key).unlink(missing_ok=True)
        raise


def _write(file: IO[bytes], key: UUID) -> None:
    waiting = _folder(settings.UPLOADS_FOLDER / INCOMING) / uuid4().hex
    try:
        with waiting.open("xb") as target:
            file.seek(0)
            shutil.copyfileobj(file, target)
            target.flush()
            os.fsync(target.fileno())
        waiting.chmod(FILE_MODE)
        final = path_of(key)
        _folder(final.parent)
        waiting.rename(final)
        _settle(final.parent)
    finally:
        waiting.unlink(missing_ok=True)


def _folder(path: Path) -> Path:
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return path


def _settle(folder: Path) -> None:
    """The new name in the folder on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(known: Callable[[Iterable[UUID]], set[UUID]], *, now: datetime) -> int:
    """Take away files without a row (`known` says which keys have one) once they are a day old; returns how many."""
    gone = 0
    for folder in sorted(settings.UPLOADS_FOLDER.glob("*")):
        old = [path for path in folder.iterdir() if _age(path, now) > LEFT_ALONE] if folder.is_dir() else []
        keys = {path: _key(path) for path in old}
        rows = known([key for key in keys.values() if key]) if folder.name != INCOMING else set()
        for path, key in keys.items():
            if (key and key not in rows) or folder.name == INCOMING:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _key(path: Path) -> UUID | None:
    try:
        return UUID(path.name)
    except ValueError:
        return None


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
