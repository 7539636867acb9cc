"""Files made on the spot: good ones of every kind, and the hostile corpus. None of them is kept in the repository."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from diplomacy.uploads.eicar import TEST_VIRUS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
ODT = b"application/vnd.oasis.opendocument.text"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MEGABYTE = 1024 * 1024


def zipped(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def content_types(*types: str) -> bytes:
    overrides = "".join(f'<Override PartName="/part{n}.xml" ContentType="{each}"/>' for n, each in enumerate(types))
    start = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    return f"{start}{overrides}</Types>".encode()


def office(main: str = WORD, extra: dict[str, bytes] | None = None, *types: str) -> bytes:
    return zipped({"[Content_Types].xml": content_types(main, *types), "document.xml": b"<document/>", **(extra or {})})


def odt(extra: dict[str, bytes] | None = None, mimetype: bytes = ODT) -> bytes:
    return zipped({"mimetype": mimetype, "content.xml": b"<office/>", **(extra or {})})


def relations(kind: str, mode: str = "External") -> bytes:
    link = f'<Relationship Id="r1" Type="{RELATION}{kind}" Target="http://evil.example/x" TargetMode="{mode}"/>'
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return f"{start}{link}</Relationships>".encode()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png(width: int = 4, height: int = 4, tail: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0\0" * min(height, 4)))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"") + tail


def jpeg(width: int = 4, height: int = 4, tail: bytes = b"") -> bytes:
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + app + frame + b"\xff\xda\0\x08\1\1\0\0\x3f\0\0\xff\xd9" + tail


GOOD: dict[str, Callable[[], bytes]] = {
    "議題案.pdf": lambda: PDF,
    "発言.docx": office,
    "図表.docx": lambda: office(WORD, {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": office(SHEET)}),
    "リンク.docx": lambda: office(WORD, {"word/_rels/document.xml.rels": relations("hyperlink")}),
    "一覧.xlsx": lambda: office(SHEET),
    "説明.pptx": lambda: office(SLIDES),
    "文書.odt": odt,
    "メモ.txt": lambda: "第18回の論点\r\n・量子".encode(),
    "SJIS.txt": lambda: "第18回の論点～①".encode("cp932"),
    "UTF16.txt": lambda: "論点".encode("utf-16"),
    "表.csv": lambda: "番号,議題\n1,=1+1\n".encode("utf-8-sig"),
    "写真.png": png,
    "写真.jpg": jpeg,
    "写真.JPEG": jpeg,
}


def zip_that_lies() -> bytes:
    """Says that its part is small; unpacks to more."""
    content = bytearray(zipped({"[Content_Types].xml": content_types(WORD), "a.xml": b"<a>" + b"x" * 50_000}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", 100)
    return bytes(content)


def encrypted_zip() -> bytes:
    content = bytearray(office())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(signature)
        content[at + offset] |= 1
    return bytes(content)


def linked_zip() -> bytes:
    file = io.BytesIO(office())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("passwd")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def doubled_zip() -> bytes:
    file = io.BytesIO(office())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("DOCUMENT.XML", b"<other/>")
    return file.getvalue()


def zip_of_a_million() -> bytes:
    """A directory that says it holds more than anybody may; nothing of it is read."""
    content = bytearray(office())
    at = content.rindex(b"PK\x05\x06")
    content[at + 8 : at + 12] = struct.pack("<HH", 65535, 65535)
    return bytes(content)


def long_directory() -> bytes:
    """One part by its count, many megabytes of directory by its length."""
    content = bytearray(office())
    at = content.rindex(b"PK\x05\x06")
    content[at + 12 : at + 16] = struct.pack("<L", 40 * MEGABYTE)
    return bytes(content)


def zip64() -> bytes:
    content = office()
    at = content.rindex(b"PK\x05\x06")
    return content[:at] + b"PK\x06\x07" + bytes(16) + content[at:]


def many_bombs() -> dict[str, bytes]:
    """Each part just under a megabyte, so that no ratio tells; together far too much."""
    return {f"part{n}.bin": bytes(MEGABYTE) for n in range(230)}


def bzipped() -> bytes:
    return zipped({"[Content_Types].xml": content_types(WORD)}, method=zipfile.ZIP_BZIP2)


DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
RELS = "word/_rels/document.xml.rels"

# name: (content, code of the refusal)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # Kinds that are not let in
    "絵.svg": (lambda: SVG, "kind"),
    "頁.html": (lambda: HTML, "kind"),
    "マクロ.docm": (office, "kind"),
    "マクロ.xlsm": (lambda: office(SHEET), "kind"),
    "古い.doc": (lambda: OLE, "kind"),
    "束.zip": (lambda: zipped({"a.txt": b"a"}), "kind"),
    "実行.exe": (lambda: b"MZ" + bytes(100), "kind"),
    "名前だけ": (lambda: b"text", "kind"),
    # Content and name differ
    "実行.pdf": (lambda: b"MZ" + bytes(100), "content"),
    "絵.png": (lambda: SVG, "content"),
    "絵.txt": (lambda: SVG, "content"),
    "頁.csv": (lambda: b"\xef\xbb\xbf \n<HTML><script>", "content"),
    "束.docx": (lambda: zipped({"a.txt": b"a"}), "content"),
    "表.docx": (lambda: office(SHEET), "content"),
    "文書.xlsx": (office, "content"),
    "文書.odt": (office, "content"),
    "別.odt": (lambda: odt(mimetype=b"application/vnd.oasis.opendocument.graphics"), "content"),
    "写真.jpg": (png, "content"),
    "空の束.docx": (lambda: b"PK\x05\x06" + bytes(18), "content"),
    "機械語.txt": (lambda: bytes(range(32)) * 10, "content"),
    "頁.pdf": (lambda: HTML + PDF, "content"),
    "鍵付き.docx": (lambda: OLE, "encrypted"),
    "鍵付きの束.docx": (encrypted_zip, "encrypted"),
    # Bombs
    "爆弾.xlsx": (lambda: office(SHEET, {"sheet.xml": bytes(60 * MEGABYTE)}), "ratio"),
    "たくさんの爆弾.docx": (lambda: office(WORD, many_bombs()), "unpacked"),
    "部品.docx": (lambda: office(WORD, {f"p{n}.xml": b"<a/>" for n in range(1100)}), "entries"),
    "百万の部品.docx": (zip_of_a_million, "entries"),
    "長い目次.docx": (long_directory, "entries"),
    "入れ子.docx": (lambda: office(WORD, {"word/a.bin": zipped({"b": zipped({"c": b"c"})})}), "nested"),
    "表の中の束.xlsx": (
        lambda: office(SHEET, {"xl/embeddings/a.xlsx": office(SHEET, {"xl/embeddings/b.xlsx": office(SHEET)})}),
        "nested",
    ),
    "嘘.docx": (zip_that_lies, "broken"),
    "特殊.docx": (zip64, "zip64"),
    "別の圧縮.docx": (bzipped, "method"),
    "大画面.png": (lambda: png(60_000, 60_000), "pixels"),
    "長い線.png": (lambda: png(2_000_000_000, 1), "pixels"),
    "大画面.jpg": (lambda: jpeg(65_000, 65_000), "pixels"),
    # What runs, calls out or hides
    "隠しマクロ.docx": (lambda: office(WORD, {"word/vbaProject.bin": OLE}), "macro"),
    "型のマクロ.docx": (lambda: office(WORD, None, "application/vnd.ms-word.document.macroEnabled.main+xml"), "macro"),
    "旧マクロ.xlsx": (lambda: office(SHEET, {"xl/macrosheets/sheet1.xml": b"<a/>"}), "macro"),
    "操作部品.docx": (lambda: office(WORD, {"word/activeX/activeX1.xml": b"<a/>"}), "macro"),
    "マクロ.odt": (lambda: odt({"Basic/Standard/Module1.xml": b"<a/>"}), "macro"),
    "実体.docx": (lambda: office(WORD, {"word/a.xml": DOCTYPE}), "entities"),
    "笑い.xlsx": (lambda: office(SHEET, {"xl/a.xml": LAUGHS}), "entities"),
    "隠れた実体.docx": (lambda: office(WORD, {"word/a.xml": DOCTYPE.decode().encode("utf-16")}), "entities"),
    "離れた実体.docx": (lambda: office(WORD, {"word/a.xml": b"<!--" + b"ab" * 200_000 + b"-->" + DOCTYPE}), "entities"),
    "ひな型.docx": (lambda: office(WORD, {RELS: relations("attachedTemplate")}), "fetches"),
    "枠.docx": (lambda: office(WORD, {RELS: relations("frame")}), "fetches"),
    "埋め込み.docx": (
        lambda: office(WORD, {"word/embeddings/oleObject1.bin": OLE + "\x01Ole10Native".encode("utf-16-le")}),
        "packaged",
    ),
    "外へ.docx": (lambda: office(WORD, {"../../etc/cron.d/x": b"x"}), "path"),
    "根へ.docx": (lambda: office(WORD, {"/etc/passwd": b"x"}), "path"),
    "リンク.docx": (linked_zip, "path"),
    "二つの文書.docx": (doubled_zip, "doubled"),
    "束でもある.png": (lambda: png(tail=zipped({"a": b"a"})), "polyglot"),
    "束でもある.jpg": (lambda: jpeg(tail=zipped({"a": b"a"})), "polyglot"),
    "束でもある.pdf": (lambda: PDF + zipped({"a": b"a"}), "polyglot"),
    "検体.txt": (lambda: TEST_VIRUS, "virus"),
    "検体.docx": (lambda: office(WORD, {"word/media/image1.bin": TEST_VIRUS}), "virus"),
    # Damaged
    "途中.docx": (lambda: office()[:-30], "broken"),
    "途中.pdf": (lambda: PDF[:-8], "broken"),
    "途中.png": (lambda: png()[:-20], "broken"),
    "途中.jpg": (lambda: jpeg()[:8], "broken"),
    "大きさのない.png": (lambda: png(0, 0), "broken"),
    "空.pdf": (lambda: b"", "empty"),
    # Names
    "資料\u202efdp.docx": (office, "name"),
    "資料\x07.pdf": (lambda: PDF, "name"),
    "con.pdf": (lambda: PDF, "name"),
    ".pdf": (lambda: PDF, "name"),
}
