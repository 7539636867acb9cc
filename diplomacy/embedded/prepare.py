"""What lies between running servers and a portal that answers: schema, facts, people, words, files.

Each step is skipped where nothing it reads has changed since it last succeeded on this data, so that a second
start costs no time. The steps themselves are re-runnable and keep what people have entered.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diplomacy.embedded.places import EmbeddedError, Places

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Step:
    name: str
    said: str
    command: tuple[str, ...]
    reads: tuple[str, ...]
    makes: str = ""
    monthly: bool = False  # again each month: the sample stands around today


MANAGE = ("manage.py",)
SCHEMA = ("*/migrations/*.py", "*/*/migrations/*.py", "requirements/*.lock")
LOADERS = ("*/loading/**/*", "*/management/commands/load_*.py", "reference/*.csv")
STEPS = (
    Step(
        "words",
        "translations",
        ("-m", "diplomacy.ui.compile_messages"),
        ("*/locale/**/*.po",),
        makes="diplomacy/locale/en/LC_MESSAGES/django.mo",
    ),
    Step("schema", "database schema", (*MANAGE, "migrate", "--verbosity=0"), SCHEMA),
    Step("facts", "reference data", (*MANAGE, "load_reference"), (*SCHEMA, *LOADERS)),
    Step("people", "demo people and samples", (*MANAGE, "load_sample"), (*SCHEMA, *LOADERS), monthly=True),
    Step(
        "files",
        "static files",
        (*MANAGE, "collectstatic", "--noinput", "--clear", "--verbosity=0"),
        ("static/portal/**/*", "static/vendor/**/*", "requirements/*.lock"),
        makes="static/collected/staticfiles.json",
    ),
)


def prepare(places: Places, environment: Mapping[str, str]) -> None:
    """Run the steps whose inputs changed; the database's address is one of the inputs."""
    stamp = places.prepared
    done = read(stamp)
    for step in STEPS:
        now = fingerprint(step, environment)
        if done.get(step.name) == now and (not step.makes or (ROOT / step.makes).exists()):
            continue
        print(f"portal: {step.said} …", flush=True)
        finished = subprocess.run([sys.executable, *step.command], cwd=ROOT, env=dict(environment), check=False)
        if finished.returncode != 0:
            raise EmbeddedError(f"'{' '.join(step.command)}' failed (see above); nothing was started.")
        done[step.name] = now
        stamp.write_text(json.dumps(done))


def fingerprint(step: Step, environment: Mapping[str, str]) -> str:
    digest = hashlib.sha256(environment.get("DATABASE_URL", "").encode())
    if step.monthly:
        digest.update(time.strftime("%Y-%m").encode())
    for pattern in step.reads:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(os.fsencode(path.relative_to(ROOT)))
                digest.update(path.read_bytes())
    return digest.hexdigest()


def read(stamp: Path) -> dict[str, str]:
    try:
        return dict(json.loads(stamp.read_text()))
    except (FileNotFoundError, ValueError):
        return {}
