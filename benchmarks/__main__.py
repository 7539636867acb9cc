"""`python -m benchmarks [--quick] [--only NAME]`: one JSON line per measurement, on stdout and in `results/`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, fewer requests: under two minutes")
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")

    import django

    django.setup()
    started = datetime.now(UTC)
    with (RESULTS / f"{started:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as kept:
        for result in measurements(quick=options.quick, only=options.only):
            line = json.dumps({"at": started.isoformat(timespec="seconds"), **result}, ensure_ascii=False)
            print(line, flush=True)
            print(line, file=kept, flush=True)
    return 0


def measurements(*, quick: bool, only: str) -> Iterator[dict[str, Any]]:
    from benchmarks import contacts, dataset, machine, measuring, recording, scenes, serving, sweep

    bench = dataset.prepare(quick=quick)
    yield {"name": "machine", **machine.described(), "quick": quick, "rows": dataset.counted()}
    chosen = [scene for scene in scenes.scenes(bench) if only in scene.name]
    with tempfile.NamedTemporaryFile(suffix=".pickle") as plan:
        cookies = measuring.cookies_of(bench.person)
        recorded = recording.record(chosen, bench.person, Path(plan.name))
        with serving.portal() as portal, serving.floor(Path(plan.name)) as floor:
            for scene in chosen:
                result = measuring.compared(scene, recorded[scene.name], portal, floor, cookies=cookies, quick=quick)
                print(measuring.in_words(result), file=sys.stderr)
                yield result
    if only in sweep.NAME:
        yield from sweep.measurements(quick=quick)
    if only in contacts.NAME:
        yield from contacts.measurements(quick=quick)


if __name__ == "__main__":
    sys.exit(main())
