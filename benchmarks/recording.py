"""What a page asks of the database and answers, written down for the floor to do the same without a framework."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.scenes import Scene

# A cursor kept on the server is, for the floor, the question it is for.
CURSOR = re.compile(r'^DECLARE "\w+" .*?CURSOR .*?FOR ', re.DOTALL)
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Recorded:
    kind: str
    content_type: str
    statements: list[str]
    body: bytes
    paper: str = ""

    @property
    def queries(self) -> int:
        return sum(not statement.startswith(CONTROL) for statement in self.statements)


def record(scenes: list[Scene], person: Any, plan: Path) -> dict[str, Recorded]:
    """Each scene once by Django's own client; the plan for the floor goes into the file."""
    signed_in, anonymous = Client(headers={"Host": "localhost"}), Client(headers={"Host": "localhost"})
    signed_in.force_login(person)
    found = {scene.name: _recorded(signed_in if scene.signed_in else anonymous, scene) for scene in scenes}
    plan.write_bytes(pickle.dumps({scene.address: vars(found[scene.name]) for scene in scenes}))
    return found


def _recorded(client: Client, scene: Scene) -> Recorded:
    _ask(client, scene, 0)
    with CaptureQueriesContext(connection) as captured:
        answer = _ask(client, scene, 1)
    if answer.status_code != 200:
        raise SystemExit(f"bench: {scene.name} answers {answer.status_code}: {answer.content[:500]!r}")
    statements = [CURSOR.sub("", query["sql"]) for query in captured.captured_queries]
    return Recorded(scene.kind, answer.headers["Content-Type"], statements, answer.content, scene.paper)


def _ask(client: Client, scene: Scene, number: int) -> Any:
    if scene.form is None:
        return client.get(scene.path, headers=scene.headers)
    return client.post(scene.path, scene.form(number), headers=scene.headers)
