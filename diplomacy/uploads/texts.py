"""Text and PDF: text that is text in a known encoding, and PDF that begins and ends as one."""

from __future__ import annotations

import codecs
import re
from typing import IO

from django.utils.translation import gettext as _

from diplomacy.uploads.archives import PIECE, broken
from diplomacy.uploads.images import refuse_hidden_archive
from diplomacy.uploads.refusing import refused

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\s*<(!doctype|!--|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
PDF_END, PDF_TAIL = b"%%EOF", 2048


def check_text(file: IO[bytes]) -> None:
    encodings = ("utf-16",) if _begins_with(file, *UTF16) else ("utf-8-sig", "cp932")
    if not any(_is_text(file, encoding) for encoding in encodings):
        raise refused("content", _("文字のファイルとして読めません。UTF-8かシフトJISで保存し直してください。"))


def _begins_with(file: IO[bytes], *beginnings: bytes) -> bool:
    file.seek(0)
    return file.read(4).startswith(beginnings)


def _is_text(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    first = True
    try:
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            if CONTROLS.search(text):
                return False
            if first and MARKUP.match(text):
                raise refused("content", _("HTML・SVG・XMLは、名前を変えても受け付けていません。"))
            first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def check_pdf(file: IO[bytes]) -> None:
    """Scripts inside are let in: the portal never opens a PDF, and hands it out to be saved, not shown."""
    file.seek(0)
    if not PDF_HEAD.match(file.read(8)):
        raise broken()
    size = file.seek(0, 2)
    file.seek(max(0, size - PDF_TAIL))
    if PDF_END not in file.read():
        raise broken()
    refuse_hidden_archive(file)
