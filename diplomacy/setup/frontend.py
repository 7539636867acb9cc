"""`python diplomacy/setup/frontend.py [--tests | --collect-only]`: `npm ci`, then single files into `static/vendor/`.

Nothing third-party is committed and nothing is bundled: what the pages load is this allow-list, and the collected
folder holds nothing else. `--tests` installs axe and the browser of the tests as well; `--collect-only` takes the
packages as they lie there (the image installs them where no Python is).
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
FONT = "@fontsource-variable/noto-sans-jp"

FILES = {
    "design-tokens/tokens.css": "@digital-go-jp/design-tokens/dist/tokens.css",
    "noto-sans-jp/index.css": f"{FONT}/index.css",
    "sortablejs/Sortable.min.js": "sortablejs/Sortable.min.js",
    "tom-select/tom-select.min.css": "tom-select/dist/css/tom-select.min.css",
    "tom-select/tom-select.complete.min.js": "tom-select/dist/js/tom-select.complete.min.js",
    "world-atlas/land-110m.json": "world-atlas/land-110m.json",
}
# The font comes as some 120 files, one per range of characters; its stylesheet names them.
FOLDERS = {"noto-sans-jp/files": (f"{FONT}/files", "noto-sans-jp-*-wght-normal.woff2")}
# Source maps are not collected; hashed file names would make Django look for them.
SOURCE_MAP = re.compile(rb"^\s*(?://[#@]|/\*#) ?sourceMappingURL=.*$", re.MULTILINE)


def main(options: list[str]) -> None:
    if "--collect-only" not in options:
        install(tests="--tests" in options)
    collect()


def install(*, tests: bool) -> None:
    """`npm ci` removes and reinstalls everything each time it is called, hence the stamp."""
    stamp = MODULES / ".portal-stamp.json"
    wanted = {"lock": digest(ROOT / "package-lock.json", ROOT / ".npmrc"), "path": str(ROOT)}
    known = read(stamp)
    if known in ({**wanted, "tests": True}, {**wanted, "tests": tests}):
        return
    # Imported here: `diplomacy` brings Celery along, and a start with nothing to do should not wait for that.
    from diplomacy.setup import node

    print("setup: installing the front-end packages …", flush=True)
    node_command, npm = node.programs()
    ci = [
        *npm,
        "ci",
        "--ignore-scripts",
        "--no-progress",
        "--loglevel=error",
        *([] if tests else ["--omit=dev"]),
    ]
    if subprocess.run(ci, cwd=ROOT, env=node.environment(node_command), check=False).returncode != 0:
        sys.exit("setup: the front-end packages could not be installed (see above). Is the network reachable?")
    stamp.write_text(json.dumps({**wanted, "tests": tests}))


def collect() -> None:
    stamp = VENDOR / ".portal-stamp.json"
    wanted = {"lock": digest(ROOT / "package-lock.json", Path(__file__))}
    if read(stamp) == wanted:
        return
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        put(MODULES / source, VENDOR / target)
    for target, (folder, pattern) in FOLDERS.items():
        for source_file in sorted((MODULES / folder).glob(pattern)):
            put(source_file, VENDOR / target / source_file.name)
    stamp.write_text(json.dumps(wanted))


def put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(SOURCE_MAP.sub(b"", content) if source.suffix in {".js", ".css"} else content)


def digest(*paths: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text())
    except (FileNotFoundError, ValueError):
        return None


if __name__ == "__main__":
    main(sys.argv[1:])
