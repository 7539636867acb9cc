"""Office files (OOXML, ODT): the parts inside are of the kind the name promises, and none of them runs or calls out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import IO
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from diplomacy.uploads.archives import MEGABYTE, Limits, broken, opened, pieces
from diplomacy.uploads.eicar import refuse_test_virus
from diplomacy.uploads.kinds import Kind
from diplomacy.uploads.refusing import refused

CONTENT_TYPES = "[content_types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
RUNNING_TYPES = ("macroenabled", "vbaproject", "activex", "macrosheet")
RUNNING_PARTS = re.compile(r"vbaproject\.bin|vbadata\.xml|/activex/|/macrosheets/|^basic/|^scripts/|/dialogsheets/")
# Links people follow are no harm; what is fetched or run when the file is opened is.
FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument")
# The table behind a chart is an Office file of its own; any other archive inside is refused.
EMBEDDED = re.compile(r"^(word|xl|ppt)/embeddings/[^/]+\.(docx|xlsx|pptx)$")
PACKAGED = "\x01Ole10Native".encode("utf-16-le")
LONGEST_READ_WHOLE = 4 * MEGABYTE
LARGEST_EMBEDDED = 20 * MEGABYTE


def check_office(file: IO[bytes], kind: Kind, limits: Limits | None = None) -> None:
    limits = limits or Limits()
    archive = opened(file, limits)
    _check_parts(archive, limits)
    if kind.main:
        _check_ooxml(archive, kind)
    else:
        _check_odt(archive, kind)


def _check_parts(archive: zipfile.ZipFile, limits: Limits, *, inside: bool = False) -> None:
    """Every part, read to its end. What archives inside unpack to counts towards the same limit."""
    spent = sum(part.file_size for part in archive.infolist())
    for part in archive.infolist():
        name = part.filename.lower()
        if RUNNING_PARTS.search(name):
            raise _runs()
        head = _read_through(archive, part, is_xml=name.endswith((".xml", ".rels", ".vml")))
        refuse_test_virus(head)
        if head.startswith(b"PK\x03\x04"):
            if inside or not EMBEDDED.match(name) or part.file_size > LARGEST_EMBEDDED:
                raise refused("nested", _("圧縮ファイルの中に別の圧縮ファイルがあるため、受け付けられません。"))
            content = io.BytesIO(b"".join(pieces(archive, part)))
            embedded = opened(content, replace(limits, unpacked=limits.unpacked - spent))
            spent += sum(each.file_size for each in embedded.infolist())
            _check_parts(embedded, limits, inside=True)
        if name.endswith(".rels"):
            _refuse_fetching(_whole(archive, part))


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_xml: bool) -> bytes:
    """Unpack a part to its end, looking for what must not be in it; returns its beginning."""
    head, before = b"", b""
    for piece in pieces(archive, part):
        head = head or piece[:256]
        # Without the zero bytes of UTF-16, behind which a declaration could hide.
        window = before + (piece.replace(b"\0", b"") if is_xml else piece)
        if is_xml and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
            raise refused("entities", _("XMLの実体宣言（DOCTYPE）を含むため、受け付けられません。"))
        if not is_xml and PACKAGED in window:
            raise refused("packaged", _("文書に別のファイルが埋め込まれています。取り除いてから登録してください。"))
        before = window[-32:]
    return head


def _check_ooxml(archive: zipfile.ZipFile, kind: Kind) -> None:
    types = _part(archive, CONTENT_TYPES)
    if types is None:
        raise _another_kind(kind)
    try:
        root = ElementTree.fromstring(types)  # noqa: S314 (declarations of entities were refused above)
    except (ElementTree.ParseError, ValueError) as fault:
        raise broken() from fault
    declared = [node.get("ContentType", "").lower() for node in root if node.tag.startswith(TYPES)]
    if any(word in each for each in declared for word in RUNNING_TYPES):
        raise _runs()
    if kind.main not in declared:
        raise _another_kind(kind)


def _check_odt(archive: zipfile.ZipFile, kind: Kind) -> None:
    first = archive.infolist()[0] if archive.infolist() else None
    if first is None or first.filename != "mimetype" or _whole(archive, first).strip() != kind.media_type.encode():
        raise _another_kind(kind)


def _refuse_fetching(relations: bytes) -> None:
    try:
        root = ElementTree.fromstring(relations)  # noqa: S314 (as above)
    except (ElementTree.ParseError, ValueError) as fault:
        raise broken() from fault
    for node in root.iter(f"{RELATIONS}Relationship"):
        kind = node.get("Type", "").rpartition("/")[2].lower()
        if node.get("TargetMode", "").lower() == "external" and kind in FETCHED:
            raise refused("fetches", _("開くと外部のファイルを読み込む設定があるため、受け付けられません。"))


def _part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    found = [part for part in archive.infolist() if part.filename.lower() == name]
    return _whole(archive, found[0]) if found else None


def _whole(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > LONGEST_READ_WHOLE:
        raise broken()
    return b"".join(pieces(archive, part))


def _runs() -> Exception:
    return refused(
        "macro", _("マクロなど動くものを含むファイルは受け付けていません。マクロなしで保存し直してください。")
    )


def _another_kind(kind: Kind) -> Exception:
    return refused(
        "content",
        _("ファイルの中身が%(kind)sではありません。名前の拡張子だけを変えたものは受け付けられません。"),
        kind=kind.name,
    )
