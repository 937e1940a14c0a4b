"""A file is what its bytes say; its name is only shown, and made harmless first."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.media_types import DOCX, EXTENSIONS, XLSX, media_type_of, shown_name

PDF, PNG, JPEG = b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n\0", b"\xff\xd8\xff\xe1"


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return made.getvalue()


def kind(folder: Path, name: str, content: bytes) -> str | None:
    path = folder / "file"
    path.write_bytes(content)
    return media_type_of(path, name)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("а.pdf", PDF, "application/pdf"),
        ("а.PdF", PDF, "application/pdf"),
        ("а.b.c.pdf", PDF, "application/pdf"),
        ("а.png", PNG, "image/png"),
        ("а.jpg", JPEG, "image/jpeg"),
        ("а.jpeg", JPEG, "image/jpeg"),
        ("а.docx", packed("[Content_Types].xml", "word/document.xml"), DOCX),
        ("а.xlsx", packed("xl/workbook.xml"), XLSX),
        ("а.pdf", b"%PDF", None),
        ("а.pdf", b" %PDF-1.4", None),
        ("а.png", PDF, None),
        ("а.pdf", PNG, None),
        ("а.jpeg", PNG, None),
        ("а.docx", packed("xl/workbook.xml"), None),
        ("а.docx", packed("document.xml", "word/other.xml"), None),
        ("а.docx", b"PK\x03\x04", None),
        ("а.docx", b"PK\x05\x06" + b"\0" * 18, None),
        ("а.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        ("а.html", b"<html>", None),
        ("а.svg", b"<svg/>", None),
        ("", PDF, None),
        ("а", PDF, None),
        ("а.pdf.", PDF, None),
        ("а.pdf ", PDF, None),
        ("а.pdf", b"", None),
    ],
)
def test_only_five_kinds_whose_name_and_bytes_agree(
    tmp_path: Path, name: str, content: bytes, expected: str | None
) -> None:
    assert kind(tmp_path, name, content) == expected


def test_every_kind_has_an_ending_in_small_letters() -> None:
    endings = [ending for found in EXTENSIONS.values() for ending in found]
    assert len(endings) == len(set(endings))
    assert all(ending == ending.lower().strip(".") for ending in endings)


def test_no_part_of_an_archive_is_unpacked_to_know_it(tmp_path: Path) -> None:
    """A zip bomb is known by its list of names: gigabytes inside cost nothing here."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    broken = made.getvalue().replace(b"\xed\xc1", b"\xff\xff", 1)
    assert kind(tmp_path, "а.docx", broken) == DOCX


@given(content=st.binary(max_size=300), start=st.sampled_from([b"", b"PK\x03\x04", PDF, PNG, JPEG]))
def test_no_bytes_make_the_look_at_a_file_fail(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name in ("а.docx", "а.pdf", "а.xlsx"):
        found = kind(folder, name, start + content)
        assert found is None or name.rpartition(".")[2] in EXTENSIONS[found]


@given(st.binary(max_size=60), st.integers(0, 200))
def test_a_damaged_office_file_is_known_or_refused_and_never_a_fault(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    whole = packed("word/document.xml", "word/styles.xml")
    at = place % len(whole)
    damaged = b"PK\x03\x04" + (whole[:at] + noise + whole[at + len(noise) :])[4:]
    assert kind(tmp_path_factory.getbasetemp(), "а.docx", damaged) in {None, DOCX}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (None, "файл"),
        ("", "файл"),
        ("   ", "файл"),
        ("акт.pdf", "акт.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\docs\\акт.pdf", "акт.pdf"),
        ("/", "файл"),
        ("..", "файл"),
        (".", "файл"),
        ("\u202e\u2066fdp.exe", "fdp.exe"),
        ("а\x00б\r\nв\t.pdf", "абв.pdf"),
        ("я" * 300 + ".pdf", "я" * 196 + ".pdf"),
        ("а." + "b" * 400, None),
        ("я" * 300, "я" * 200),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_could_harm(
    sent: str | None, shown: str | None
) -> None:
    found = shown_name(sent, fallback="файл")
    assert shown is None or found == shown
    assert 0 < len(found) <= 200


@given(st.text(max_size=400))
def test_no_name_has_a_folder_a_control_or_direction_sign_or_is_too_long(name: str) -> None:
    found = shown_name(name, fallback="файл")
    assert found.strip()
    assert len(found) <= 200
    assert not set(found) & set("/\\\0\r\n")
    assert not {unicodedata.category(c) for c in found} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert found not in {".", ".."}
    assert shown_name(found, fallback="файл") == found
