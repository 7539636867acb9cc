"""`python -m diplomacy.setup.browser`: unpacks the Chromium of the tests and prints where it lies.

It comes from npm (`@sparticuz/chromium`), because test tools' own downloads are not reachable everywhere and a
fresh machine has none. It was built for another system, so its NSS and expat libraries come along.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from diplomacy.setup import node

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = ROOT / "node_modules" / ".cache" / "chromium"
BUILT_FOR = ("Linux", "x86_64")
UNBROTLI = (
    "const {pipeline} = require('stream/promises'), fs = require('fs'), zlib = require('zlib');"
    "const [from, to] = process.argv.slice(1);"
    "pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to))"
)


class BrowserMissing(Exception):
    """No browser for the tests, and what to do about it."""


@dataclass(frozen=True)
class Browser:
    program: Path
    libraries: Path | None


def find() -> Browser:
    """The browser `CHROMIUM` names, else the unpacked one."""
    named = os.environ.get("CHROMIUM")
    if named:
        program = shutil.which(named)
        if program is None:
            raise BrowserMissing(f"CHROMIUM names {named!r}, which is no program on this machine.")
        return Browser(Path(program), None)
    machine = (platform.system(), platform.machine())
    if machine != BUILT_FOR:
        raise BrowserMissing(
            f"The browser of the tests is built for {' on '.join(BUILT_FOR)} and this is {' on '.join(machine)}. "
            "Install a Chromium or Chrome and name it: CHROMIUM=/usr/bin/chromium make test"
        )
    if not (UNPACKED / "complete").exists():
        unpack()
    return Browser(UNPACKED / "chromium", UNPACKED / "al2023" / "lib")


def unpack() -> None:
    if not PACKAGE.exists():
        raise BrowserMissing(f"{PACKAGE.relative_to(ROOT)} is not installed; run `make setup-tests`.")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir(parents=True)
    node_command, _ = node.programs()
    for name in ("chromium", "al2023.tar", "swiftshader.tar"):
        source, target = PACKAGE / "bin" / f"{name}.br", UNPACKED / name
        subprocess.run([*node_command, "-e", UNBROTLI, str(source), str(target)], check=True)
    for name, folder in (("al2023.tar", "al2023"), ("swiftshader.tar", ".")):
        with tarfile.open(UNPACKED / name) as archive:
            # Named through the attribute: the argument is unknown to the first Pythons of the 3.11 line.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(UNPACKED / folder)
        (UNPACKED / name).unlink()
    if not (UNPACKED / "al2023" / "lib").exists():
        raise BrowserMissing(f"{PACKAGE.relative_to(ROOT)} is laid out in a way this version does not know.")
    (UNPACKED / "chromium").chmod(0o755)
    (UNPACKED / "complete").touch()


if __name__ == "__main__":
    try:
        print(find().program)
    except BrowserMissing as problem:
        sys.exit(f"setup: {problem}")
