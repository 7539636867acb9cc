"""Virus scanners. One is asked where `CLAMD_ADDRESS` names it; while it does not answer, nothing is let in."""

from __future__ import annotations

import logging
import socket
import struct
from typing import IO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from diplomacy.uploads.eicar import infected
from diplomacy.uploads.refusing import refused

PIECE = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096
log = logging.getLogger(__name__)


class Scanner(Protocol):
    name: str

    def find(self, file: IO[bytes]) -> str:
        """The name of what was found, empty for a clean file. OSError where the scanner cannot say."""


class Clamd:
    """ClamAV's daemon: `unix:/run/clamav/clamd.sock` or `tcp://host:3310`, by its INSTREAM command."""

    name = "ClamAV"

    def __init__(self, address: str) -> None:
        self.address = address

    def find(self, file: IO[bytes]) -> str:
        with self._connected() as connection:
            connection.sendall(b"zINSTREAM\0")
            file.seek(0)
            while piece := file.read(PIECE):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            answer = self._answer(connection)
        if answer.endswith("FOUND"):
            return answer.removeprefix("stream:").removesuffix("FOUND").strip()
        if not answer.endswith("OK"):
            raise OSError(f"clamd answered {answer[:200]!r}")
        return ""

    def _connected(self) -> socket.socket:
        if self.address.startswith("unix:"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(SECONDS)
            try:
                connection.connect(self.address.removeprefix("unix:"))
            except OSError:
                connection.close()
                raise
            return connection
        host, _colon, port = self.address.removeprefix("tcp://").rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)

    @staticmethod
    def _answer(connection: socket.socket) -> str:
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = connection.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
        return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def scanner() -> Scanner | None:
    return Clamd(settings.CLAMD_ADDRESS) if settings.CLAMD_ADDRESS else None


def scanned(file: IO[bytes]) -> str:
    """Refuse an infected file; returns the name of the scanner that found nothing, empty where none is set up."""
    asked = scanner()
    if asked is None:
        return ""
    try:
        found = asked.find(file)
    except (OSError, ValueError) as fault:
        log.error("virus scanner %s does not answer: %s", settings.CLAMD_ADDRESS, fault)
        raise refused(
            "no_scanner",
            _("ウイルス検査が応答しないため、いまはファイルを登録できません。しばらくしてからもう一度お試しください。"),
        ) from fault
    if found:
        raise infected(found)
    return asked.name
