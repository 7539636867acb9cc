"""Checks that read file names and texts only."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Django's own names for a migration nobody named: 0002_auto_20261124_0900, 0003_user_email_and_more.
UNNAMED = re.compile(r"^\d{4}_(auto_.*|.*_and_more|(alter|remove|rename)_[a-z0-9]+_[a-z0-9_]+_more)\.py$")
# Steps that diplomacy.schema_steps has in a form that does not draw all models anew.
DRAWING = re.compile(r"migrations\.(CreateModel|AddField|AddTrigger|RemoveTrigger|AddIndex|AddConstraint)\(")
ADDRESS = re.compile(r"https?://[^\s\"']+")


def migrations() -> list[Path]:
    return sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py"))


def unnamed_migrations() -> list[str]:
    return [f"{path.relative_to(ROOT)}: name it for what it does" for path in migrations() if UNNAMED.match(path.name)]


def slow_migrations() -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: take {step} from diplomacy.schema_steps, a first migrate takes minutes otherwise"
        for path in migrations()
        for step in sorted(set(DRAWING.findall(path.read_text(encoding="utf-8"))))
    ]


def registry_addresses() -> list[str]:
    """A lock that names a registry cannot be installed where another one, or a mirror, is reached.

    npm's lock holds other addresses too, those where authors ask for money; only `resolved` names a registry.
    """
    problems = []
    for path in sorted((ROOT / "requirements").glob("*.lock")):
        problems += [f"{path.relative_to(ROOT)}: {match}" for match in ADDRESS.findall(path.read_text())]
    lock = ROOT / "package-lock.json"
    for number, line in enumerate(lock.read_text().splitlines(), 1):
        if '"resolved"' in line:
            problems.append(f"{lock.name}:{number}: {line.strip()}")
    return problems
