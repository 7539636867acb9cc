"""ClamAV by its own protocol, spoken by a stand-in: what it finds is refused, and so is everything while it is gone."""

import socket
import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError

from diplomacy.uploads.checking import check_upload
from tests.uploads.files import PDF, office

INFECTED = b"a sample only the scanner knows"


class Scan(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.read.append(content)
        answer = self.server.answer or (b"stream: Win.Test FOUND\0" if INFECTED in content else b"stream: OK\0")
        self.wfile.write(answer)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    answer = b""


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    answer = b""


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    if request.param == "tcp":
        server = Server(("127.0.0.1", 0), Scan)
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = UnixServer(str(tmp_path / "c.sock"), Scan)
        settings.CLAMD_ADDRESS = f"unix:{tmp_path / 'c.sock'}"
    server.read = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_clean_file_carries_the_scanners_name(clamd, upload):
    content = office(extra={"word/media/image1.bin": bytes(300_000)})
    assert check_upload(upload("a.docx", content)).scanner == "ClamAV"
    assert clamd.read == [content]


def test_an_infected_file_is_refused_with_what_was_found(clamd, upload):
    with pytest.raises(ValidationError, match=r"Win\.Test") as refusal:
        check_upload(upload("a.pdf", PDF.replace(b"1 0 obj", INFECTED)))
    assert refusal.value.code == "virus"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: \xff\xfe"])
def test_an_answer_that_is_none_lets_nothing_in(clamd, upload, answer):
    clamd.answer = answer or b"\0"
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload("a.pdf", PDF))
    assert refusal.value.code == "no_scanner"


def test_a_scanner_that_is_gone_lets_nothing_in(settings, upload):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(ValidationError) as refusal:
            check_upload(upload("a.pdf", PDF))
    assert refusal.value.code == "no_scanner"


def test_without_a_scanner_nothing_is_claimed(settings, upload):
    settings.CLAMD_ADDRESS = ""
    assert check_upload(upload("a.pdf", PDF)).scanner == ""
