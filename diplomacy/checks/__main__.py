"""Runs every check to its end and names those that failed; `python -m diplomacy.checks [NAME…]` runs some."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from diplomacy.checks import files, translations

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent

DEMO = {"PORTAL_MODE": "demo"}
# What production demands, with values that open nothing; no server is asked.
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "a-key-for-this-check-only-which-protects-nothing-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
    "DATABASE_URL": "postgresql://portal@database.example/portal",
    "REDIS_URL": "redis://cache.example:6379/0",
    "EMAIL_URL": "smtp://mail.example:25",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
}


def command(*words: str, environment: dict[str, str] | None = None) -> Callable[[], list[str]]:
    """A check made of a command that fails by its exit code and says why by itself."""

    def check() -> list[str]:
        finished = subprocess.run(words, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False)
        return [] if finished.returncode == 0 else [f"{Path(words[0]).name} {' '.join(words[1:])}: see above"]

    return check


def python(*words: str, environment: dict[str, str] | None = None) -> Callable[[], list[str]]:
    return command(sys.executable, *words, environment=environment)


# Types stand where rules stand (docs/architecture.md); views and forms are read by tests.
TYPED = (
    *("*/actions.py", "*/actions/*.py", "*/querysets.py", "*/permissions.py", "*/tasks.py"),
    *("accounts/access.py", "accounts/handouts.py", "partners/brief/*.py", "partners/importing/*.py"),
)


def types() -> list[str]:
    files = [str(path.relative_to(ROOT)) for pattern in TYPED for path in sorted(ROOT.glob(pattern))]
    return python("-m", "mypy", "diplomacy/embedded", *files, environment=DEMO)()


CHECKS: dict[str, Callable[[], list[str]]] = {
    "lint": python("-m", "ruff", "check", "--quiet", "."),
    "format": python("-m", "ruff", "format", "--quiet", "--check", "."),
    "templates": python("-m", "djlint", "templates", "--lint", "--quiet"),
    "types": types,
    # Comparing models with migrations needs no server; Django warns that it cannot ask one.
    "migrations": python(
        *("-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity=1"),
        environment=DEMO,
    ),
    "migration-names": files.unnamed_migrations,
    "migration-steps": files.slow_migrations,
    "translations": translations.problems,
    "locks": files.registry_addresses,
    "compose": command(str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
    "dockerfile": command(str(BIN / "hadolint"), "Dockerfile"),
    "production": python(*("manage.py", "check", "--deploy", "--fail-level", "WARNING"), environment=PRODUCTION),
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(CHECKS)
    if unknown:
        print(f"check: no such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = []
    for name in names or CHECKS:
        began = time.monotonic()
        problems = CHECKS[name]()
        for problem in problems:
            print(f"  {problem}")
        print(f"check: {name}: {'FAILED' if problems else 'ok'} ({time.monotonic() - began:.1f} s)", flush=True)
        if problems:
            failed.append(name)
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
