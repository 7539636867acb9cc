"""`python -m diplomacy.embedded exec -- COMMAND…` · `python -m diplomacy.embedded run`."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from diplomacy.embedded import servers, supervisor
from diplomacy.embedded.places import EmbeddedError, Places
from diplomacy.embedded.processes import Recorded

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m diplomacy.embedded")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="the whole portal: servers, web, worker and beat, until Ctrl-C")
    execute = commands.add_parser("exec", help="start the servers, run a command with their addresses")
    execute.add_argument("--volatile", action="store_true", help="faster, nothing survives: for tests")
    execute.add_argument("argv", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    options = parser.parse_args()
    try:
        if options.command == "run":
            return supervisor.run(Places.of(portal_data()), port(), missing_servers())
        return run_command(options.argv[options.argv[:1] == ["--"] :], options.volatile)
    except EmbeddedError as problem:
        print(f"portal: {problem}", file=sys.stderr)
        return 1
    except PermissionError as problem:
        # Started by one user (or root) before, by another now.
        print(
            f"portal: {problem.filename} belongs to somebody else. Set PORTAL_DATA to a directory of your own.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130


def portal_data() -> Path:
    return Path(os.environ.get("PORTAL_DATA") or ROOT / "var").resolve()


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"PORT is {text!r}: it is a number from 1 to 65535.")
    return int(text)


def missing_servers() -> dict[str, str]:
    """The addresses of the servers that the environment does not name already."""
    wanted = {"DATABASE_URL": "database", "REDIS_URL": "redis"}
    return {name: kind for name, kind in wanted.items() if not os.environ.get(name)}


def run_command(argv: list[str], volatile: bool) -> int:
    data, missing = portal_data(), missing_servers()
    addresses = {name: servers.url(kind, data) for name, kind in missing.items()}
    with servers.running(data, tuple(missing.values()), volatile=volatile) as watchdog:
        environment = {**os.environ, "PORTAL_DATA": str(data), **addresses}
        # Ctrl-C reaches the command through the terminal; it ends, then the servers do.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        command = subprocess.Popen(argv, env=environment, preexec_fn=restore_interrupt)
        watchdog.watch(Recorded.of("command", command.pid))
        signal.signal(signal.SIGTERM, lambda *_: command.terminate())
        code = command.wait()
    return code if code >= 0 else 128 - code


def restore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
