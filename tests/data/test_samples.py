"""The committed sample files are what their generator makes."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.data.make_samples import CLEAN, DIRTY, csv_bytes, table, xlsx_bytes

HERE = Path(__file__).parent


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("vpr_f1_math5_2020.xlsx", xlsx_bytes(table(CLEAN))),
        ("vpr_f1_math5_2020_dirty.xlsx", xlsx_bytes(table(DIRTY))),
    ],
)
def test_sample_workbooks_are_fresh(name: str, made: bytes) -> None:
    assert entries((HERE / name).read_bytes()) == entries(made)


def test_the_sample_csv_is_fresh_and_in_cp1251() -> None:
    content = (HERE / "vpr_f1_math5_2020.csv").read_bytes()
    assert content == csv_bytes(table(CLEAN))
    assert ";12,0;" in content.decode("cp1251")
