"""Ends what a killed parent leaves behind.

A parent that dies by `kill -9` cannot clean up. So it starts this process first and keeps one end of a pipe:
when the pipe closes without a farewell, the watchdog ends the processes it was told of, then the servers
nobody else uses. Should the watchdog be killed as well, the next start finds the written record.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from diplomacy.embedded.processes import Recorded, end

ROOT = Path(__file__).resolve().parent.parent.parent
FAREWELL = "farewell"
PATIENCE = 10.0


class Watchdog:
    """The parent's end of the pipe."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "diplomacy.embedded.watchdog", str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def watch(self, entry: Recorded) -> None:
        self._say(json.dumps(asdict(entry)))

    def dismiss(self) -> None:
        self._say(FAREWELL)
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            # Somebody killed the watchdog: the portal goes on, its record still lets the next start clean up.
            pass


def main(data: Path) -> None:
    from diplomacy.embedded.servers import stop_unused

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    watched: list[Recorded] = []
    for line in sys.stdin:
        if line.strip() == FAREWELL:
            return
        watched.append(Recorded(**json.loads(line)))
    # The terminal may have gone with the parent; whatever is said from here on goes nowhere.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    end(watched, politely=signal.SIGTERM, patience=PATIENCE)
    stop_unused(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
