"""A mail server of its own: `python -m tests.processes.reminding.sink PORT LEDGER`.

Each accepted mail leaves its Message-ID in the ledger, one a line, before the server says 250: a sender that is
killed in between has sent and does not know it.
"""

import asyncio
import email
import sys
from pathlib import Path

from aiosmtpd.controller import Controller

# As long as a quick real server takes, so that kills fall into the middle of a mail.
SECONDS_A_MAIL = 0.03


class Ledger:
    def __init__(self, path: Path) -> None:
        self.lines = path.open("a", encoding="ascii")

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        print(email.message_from_bytes(envelope.content)["Message-ID"], file=self.lines, flush=True)
        await asyncio.sleep(SECONDS_A_MAIL)
        return "250 2.0.0 Ok"


if __name__ == "__main__":
    controller = Controller(Ledger(Path(sys.argv[2])), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    asyncio.new_event_loop().run_forever()
