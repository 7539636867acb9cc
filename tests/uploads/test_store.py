"""Files and rows belong together: a failed save leaves nothing, and what a crash leaves is swept away."""

import io
import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from diplomacy.uploads import store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    return settings.UPLOADS_FOLDER


def files(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


def keep(content=b"content"):
    key = uuid4()
    with store.kept(io.BytesIO(content), key):
        pass
    return key


def aged(path, days):
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def test_the_file_is_whole_before_the_row_is_saved(folder):
    key = uuid4()
    with store.kept(io.BytesIO(b"content"), key):
        assert store.path_of(key).read_bytes() == b"content"
    with store.open_kept(key) as file:
        assert file.read() == b"content"


def test_nothing_is_left_where_the_save_fails(folder):
    with pytest.raises(RuntimeError), store.kept(io.BytesIO(b"content"), uuid4()):
        raise RuntimeError
    assert files(folder) == set()


def test_a_read_that_breaks_off_leaves_nothing(folder):
    class Broken(io.BytesIO):
        def read(self, *args):
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"), store.kept(Broken(), uuid4()):
        raise AssertionError("never reached")
    assert files(folder) == set()


def test_the_sweep_takes_what_has_no_row_and_is_a_day_old(folder):
    with_row, without, fresh = keep(), keep(), keep()
    for key in (with_row, without):
        aged(store.path_of(key), 2)
    aged(store.path_of(fresh), 0)
    unfinished = folder / store.INCOMING / "half"
    unfinished.write_bytes(b"ha")
    aged(unfinished, 2)
    assert store.sweep(lambda keys: {with_row} & set(keys), now=NOW) == 2
    assert files(folder) == {str(with_row), str(fresh)}
