"""The two scripts of docs/operations.md: what was backed up comes back, table by table."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from diplomacy.embedded import postgresql

pytestmark = pytest.mark.processes
ROOT = Path(settings.BASE_DIR)
CHECKSUM = sql.SQL("SELECT count(*), md5(string_agg(row::text, E'\\n' ORDER BY row::text)) FROM {} AS row")


def addressed(database: str) -> str:
    """The address of another database on the server the tests use."""
    return os.environ["DATABASE_URL"].replace("/portal?", f"/{database}?")


def empty_database(name: str) -> str:
    with psycopg.connect(addressed("portal"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return addressed(name)


def run(*command: str, **environment: str) -> None:
    tools = f"{postgresql.programs()}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PATH": tools, **environment})


def fingerprint(url: str) -> dict[str, tuple]:
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: connection.execute(CHECKSUM.format(sql.Identifier(name))).fetchone() for (name,) in tables}


def test_backup_restored_elsewhere_holds_every_row_and_upload(tmp_path):
    python = str(ROOT / ".venv" / "bin" / "python")
    original = empty_database("backup_original")
    data = tmp_path / "data"
    (data / "uploads").mkdir(parents=True)
    (data / "uploads" / "議題.txt").write_text("第18回", encoding="utf-8")
    run(python, "manage.py", "migrate", "-v0", DATABASE_URL=original)
    run(python, "manage.py", "load_reference", DATABASE_URL=original)
    run("deploy/backup.sh", str(tmp_path / "backup"), DATABASE_URL=original, PORTAL_DATA=str(data))

    restored = empty_database("backup_restored")
    elsewhere = tmp_path / "elsewhere"
    run("deploy/restore.sh", str(tmp_path / "backup"), DATABASE_URL=restored, PORTAL_DATA=str(elsewhere))

    before, after = fingerprint(original), fingerprint(restored)
    assert before["meetings_agendaitem"][0] > 600
    assert after == before
    assert (elsewhere / "uploads" / "議題.txt").read_text(encoding="utf-8") == "第18回"
    with psycopg.connect(restored) as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute("DELETE FROM meetings_meetingevent")  # the triggers came back too


def test_damaged_backup_is_refused(tmp_path):
    (tmp_path / "database.dump").write_bytes(b"damaged")
    (tmp_path / "uploads.tar").write_bytes(b"")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  database.dump\n{'0' * 64}  uploads.tar\n")
    with pytest.raises(subprocess.CalledProcessError):
        run("deploy/restore.sh", str(tmp_path), DATABASE_URL=addressed("portal"), PORTAL_DATA=str(tmp_path / "x"))
    assert not (tmp_path / "x").exists()
