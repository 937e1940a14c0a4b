"""Files made to hurt: name, bytes, and whether they are refused or stored as inert bytes."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from tests.features.documents.conftest import docx
from tests.features.documents.test_texts import pdf

Case = tuple[str, str, bytes, str]
REFUSED, STORED = "refused", "stored"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
BODY = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEBIBYTE = 1024 * 1024


def rezipped(content: bytes, replace: dict[str, bytes], *, without: str = "") -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in replace and name != without:
                new.writestr(name, old.read(name))
        for name, data in replace.items():
            new.writestr(name, data)
    return out.getvalue()


def body(inner: str, doctype: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{doctype}<w:document {W}><w:body>{inner}</w:body></w:document>'
    return rezipped(docx("x"), {BODY: xml.encode()})


def archive(*names: str, content: bytes = b"<xml/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return made.getvalue()


def bomb(part: str, mebibytes: int, *others: str) -> bytes:
    """A zip whose part unpacks into that much; written by pieces."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for other in others:
            file.writestr(other, "<xml/>")
        with file.open(part, "w", force_zip64=True) as out:
            for _ in range(mebibytes):
                out.write(b" " * MEBIBYTE)
    return made.getvalue()


def lying(content: bytes) -> bytes:
    """A zip whose directory says every entry is one byte long."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sizes = [entry.file_size for entry in file.infolist()]
    for size in sizes:
        content = content.replace(size.to_bytes(4, "little"), (1).to_bytes(4, "little"))
    return content


def locked(content: bytes) -> bytes:
    """A zip whose entries say they are encrypted."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE b [<!ENTITY l0 "lol">{lines}]>'


def pdf_with(extra: bytes) -> bytes:
    return pdf("Goal.").replace(b"/Type /Catalog", b"/Type /Catalog " + extra)


def pdf_bomb(mebibytes: int) -> bytes:
    """A PDF whose page unpacks into that much."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * MEBIBYTE) for _ in range(mebibytes)) + packer.flush()
    plain = pdf("Goal.")
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return plain[:start] + head + packed + b"\n" + plain[end:]


def names() -> Iterator[Case]:
    good = pdf("Goal.")
    for what, name, outcome in (
        ("folders up", "../../etc/passwd/../акт.pdf", STORED),
        ("windows folders up", "..\\..\\windows\\акт.pdf", STORED),
        ("a drive", "C:\\Windows\\акт.pdf", STORED),
        ("right-to-left override", "акт\u202efdp.exe.pdf", STORED),
        ("override that hides exe", "акт\u202efdp.exe", REFUSED),
        ("255 bytes of Cyrillic", "я" * 125 + ".pdf", STORED),
        ("a very long Cyrillic name", "я" * 3000 + ".pdf", REFUSED),
        ("255 Cyrillic letters", "я" * 251 + ".pdf", STORED),
        ("a NUL", "акт\0.pdf", STORED),
        ("a NUL before another ending", "акт.pdf\0.exe", REFUSED),
        ("a reserved name", "CON.pdf", STORED),
        ("another reserved name", "nul.pdf", STORED),
        ("a reserved name alone", "AUX", REFUSED),
        ("two endings, the last harmless", "акт.exe.pdf", STORED),
        ("two endings, the last not", "акт.pdf.exe", REFUSED),
        ("only dots", "...", REFUSED),
        ("only an ending", ".pdf", STORED),
        ("a stream of NTFS", "акт.pdf::$DATA", REFUSED),
        ("a line break in a header", "акт\r\nX-Evil: 1.pdf", STORED),
        ("quotes and a tag", '"><script>alert(1)</script>.pdf', STORED),
        ("a lone combining mark", "\u0301.pdf", STORED),
        ("an end in spaces", "акт.pdf   ", STORED),
        ("an end in a dot", "акт.pdf.", REFUSED),
    ):
        yield f"name: {what}", name, good, outcome


def disguised() -> Iterator[Case]:
    for what, name, content in (
        ("html as jpg", "снимок.jpg", HTML),
        ("svg", "рисунок.svg", SVG),
        ("svg as png", "рисунок.png", SVG),
        ("html as pdf", "акт.pdf", HTML),
        ("html before pdf", "акт.pdf", HTML + pdf("x")),
        ("empty", "акт.pdf", b""),
        ("empty docx", "акт.docx", b""),
        ("eicar as pdf", "акт.pdf", EICAR),
        ("eicar as text", "акт.txt", EICAR),
        ("windows program", "акт.exe", b"MZ\x90\x00" + b"\0" * 200),
        ("windows program as pdf", "акт.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("elf as docx", "акт.docx", b"\x7fELF" + b"\0" * 200),
        ("shell script", "акт.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("old word", "акт.doc", OLE),
        ("old excel", "акт.xls", OLE),
        ("old word as docx", "акт.docx", OLE),
        ("rtf", "акт.rtf", b"{\\rtf1 x}"),
        ("rtf as docx", "акт.docx", b"{\\rtf1{\\object\\objdata 01}}"),
        ("mhtml", "акт.mhtml", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"),
        ("eml as docx", "письмо.docx", b"From: a@b\r\nSubject: x\r\n\r\n"),
        ("gif", "снимок.gif", b"GIF89a" + b"\0" * 30),
        ("gif and script as png", "снимок.png", b"GIF89a/*" + b"*/=1;alert(1)"),
        ("zip as docx", "акт.docx", archive("readme.txt")),
        ("docx as zip", "акт.zip", docx("x")),
        ("xlsx as docx", "акт.docx", archive("xl/workbook.xml")),
        ("docm by its name", "акт.docm", docx("x")),
        ("xlsm by its name", "карта.xlsm", archive("xl/workbook.xml")),
        ("cut zip", "акт.docx", docx("x")[:-40]),
        ("zip in a zip", "акт.docx", archive("вложение.zip", content=archive("a"))),
        ("jar as docx", "акт.docx", archive("META-INF/MANIFEST.MF")),
        ("lnk", "акт.lnk", b"L\0\0\0\x01\x14\x02\0"),
        ("nothing but a signature of zip", "акт.docx", b"PK\x03\x04"),
    ):
        yield f"disguise: {what}", name, content, REFUSED


def poisoned() -> Iterator[Case]:
    """What is of an allowed kind, and bad inside: kept as bytes, read only by the limited child."""
    external = '<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    deep = "<w:p>" * 20_000 + "</w:p>" * 20_000
    cases: tuple[tuple[str, str, bytes], ...] = (
        ("pdf, html and zip in one", "акт.pdf", pdf("x") + HTML + archive("a.js")),
        ("pdf and script", "акт.pdf", b"%PDF-1.7\n=1;alert(1)//"),
        ("png and html", "снимок.png", PNG + HTML),
        ("jpeg and zip", "снимок.jpg", JPEG + archive("a.exe")),
        ("cut png", "снимок.png", PNG[:10]),
        ("cut pdf", "акт.pdf", pdf("Goal.")[:120]),
        ("only a header of pdf", "акт.pdf", b"%PDF-"),
        ("pdf with JavaScript", "акт.pdf", pdf_with(b"/OpenAction << /S /JavaScript /JS (app.alert) >>")),
        ("pdf that launches", "акт.pdf", pdf_with(b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
        ("pdf with a circle of pages", "акт.pdf", pdf("x").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")),
        ("pdf with huge counts", "акт.pdf", pdf("x").replace(b"/Count 1", b"/Count 999999999")),
        ("pdf with a bomb of pages", "акт.pdf", pdf(*["x" * 200] * 3000)),
        ("pdf with a bomb as page", "акт.pdf", pdf_bomb(1024)),
        ("docx with macros", "акт.docx", rezipped(docx("x"), {"word/vbaProject.bin": OLE})),
        ("docx with a folder up inside", "акт.docx", rezipped(docx("x"), {"../../evil": b"x"})),
        ("docx with external entities", "акт.docx", body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", external)),
        ("docx of billion laughs", "акт.docx", body("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", laughs())),
        ("docx nested deeply", "акт.docx", body(deep)),
        ("docx of broken xml", "акт.docx", rezipped(docx("x"), {BODY: b"<w:document"})),
        ("docx without types", "акт.docx", rezipped(docx("x"), {}, without="[Content_Types].xml")),
        ("docx with a bomb as body", "акт.docx", bomb(BODY, 1024)),
        ("docx with a bomb as picture", "акт.docx", bomb("word/media/image1.png", 600, BODY)),
        ("docx that lies of its sizes", "акт.docx", lying(bomb(BODY, 200))),
        ("xlsx with a bomb", "карта.xlsx", bomb("xl/worksheets/sheet1.xml", 600, "xl/workbook.xml")),
        ("encrypted docx", "акт.docx", locked(docx("x"))),
        ("docx with zips inside", "акт.docx", rezipped(docx("x"), {"a.zip": bomb("b", 50)})),
        ("docx of a thousand parts", "акт.docx", archive(BODY, *(f"word/{n}.xml" for n in range(5000)))),
        ("docx with surrogates", "акт.docx", body("<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>")),
        ("docx with a huge text", "акт.docx", docx("слово " * 200_000)),
    )  # fmt: skip
    for what, name, content in cases:
        yield f"inside: {what}", name, content, STORED


def all_cases() -> list[Case]:
    return [*names(), *disguised(), *poisoned()]
