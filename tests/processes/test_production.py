"""Web, worker and beat in production mode, by the compose file's own commands, as somebody who is not root."""

import contextlib
import json
import os
import re
import secrets
import sys
import time

import pytest
import yaml

from tests.processes.portals import ROOT, copy_checkout, free_port, ordinary_user, started, status

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
HOST = {"Host": "portal.example"}
TLS = {**HOST, "X-Forwarded-Proto": "https"}


def compose_command(service: str) -> list[str]:
    """The words of the file; the image has the programs on its path, here they are this environment's."""
    program, *words = COMPOSE["services"][service]["command"]
    if program == "sh":
        return [program, *(word.replace("python ", f'"{sys.executable}" ') for word in words)]
    return [sys.executable, "-m", program, *words]


@pytest.fixture
def installed(tmp_path_factory):
    """A checkout and data of the ordinary user's, and servers that this test started and production is told of."""
    who = ordinary_user()
    base = tmp_path_factory.mktemp("production")
    checkout = copy_checkout(base / "portal", ready=True)
    who.own(base)
    told = "import json, os, time; print(json.dumps(dict(os.environ)), flush=True); time.sleep(600)"
    serving = [sys.executable, "-m", "diplomacy.embedded", "exec", "--", sys.executable, "-c", told]
    with started(serving, checkout, who=who, PORTAL_MODE="demo") as servers:
        servers.wait_for(lambda: servers.text().strip().endswith("}"), "servers")
        given = json.loads(servers.text().strip().splitlines()[-1])
        yield who, checkout, {name: given[name] for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_DATA")}
        servers.end()


def settings(addresses: dict[str, str], port: int) -> dict[str, str]:
    return {
        **addresses,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": "portal@portal.example",
        "TRUSTED_PROXY_COUNT": "1",
        "REMINDER_TICK_SECONDS": "2",
        "GRANIAN_HOST": "127.0.0.1",
        "GRANIAN_PORT": str(port),
    }


def test_production_starts_as_composed(installed):
    who, checkout, addresses = installed
    port = free_port()
    environment = settings(addresses, port)
    assert who.uid != 0
    collected = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    for command in (collected, compose_command("migrate")):
        with started(command, checkout, who=who, **environment) as step:
            assert step.process.wait(300) == 0, step.text()
    with contextlib.ExitStack() as stack:
        running = {
            service: stack.enter_context(
                started(compose_command(service), checkout, who=who, PORTAL_PROCESS=service, **environment)
            )
            for service in ("web", "worker", "beat")
        }
        web = running["web"]
        web.wait_for(lambda: status(port, "/healthz", **HOST) == 200, "/healthz")
        took = web.wait_for(lambda: status(port, "/readyz", **HOST) == 200, "/readyz")
        print(f"ready {took:.1f} s after alive")
        assert status(port, "/accounts/login/", **HOST) == 301
        assert status(port, "/accounts/login/", **TLS) == 200
        assert status(port, "/accounts/login/", **{**TLS, "Host": "other.example"}) == 400
        assert all(os.stat(f"/proc/{part.process.pid}").st_uid == who.uid for part in running.values())
        began = time.monotonic()
        codes = {service: part.end() for service, part in running.items()}
        print(f"ended {codes} in {time.monotonic() - began:.1f} s")
        assert all(part.remaining() == [] for part in running.values())


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"]
)
def test_production_refuses_to_start_without(missing, tmp_path):
    addresses = {"DATABASE_URL": "postgresql://portal@db/portal", "REDIS_URL": "redis://cache"}
    environment = settings(addresses, 8000)
    del environment[missing]
    (tmp_path / "work").mkdir()
    command = [sys.executable, str(ROOT / "manage.py"), "check"]
    with started(command, tmp_path / "work", **environment) as running:
        assert running.process.wait(60) != 0
        assert f"{missing} is not set. Production needs it" in running.text()


def test_every_variable_is_explained():
    """`.env.example` names what the settings read, and nothing else."""
    text = (ROOT / "diplomacy" / "settings.py").read_text()
    read = set(re.findall(r"""\b(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)\"""", text))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    compose_only = {"DATABASE_PASSWORD", "PORTAL_VERSION", "TLS_DIRECTORY"}
    demo_only = {"PORT", "PORTAL_PROCESS"}
    assert read - demo_only == explained - compose_only
