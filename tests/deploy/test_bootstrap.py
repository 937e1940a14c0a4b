"""The installer never counts an interrupted step and says why one failed."""

import sys
from pathlib import Path

import pytest

from deploy.bootstrap import console, stamps
from deploy.bootstrap.console import Refusal, run
from deploy.bootstrap.web_side import is_whole


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(console, "LOG", tmp_path / "bootstrap.log")
    monkeypatch.setattr(console, "ROOT", tmp_path)
    return tmp_path


def failing(words: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit(1)"]


def test_begun_step_loses_its_stamp_until_it_is_finished() -> None:
    stamps.begin("libraries")
    stamps.finish("libraries", "key")
    assert stamps.fits("libraries", "key")
    assert not stamps.fits("libraries", "other key")
    assert not stamps.was_interrupted("libraries")
    stamps.begin("libraries")
    assert not stamps.fits("libraries", "key")
    assert stamps.was_interrupted("libraries")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "Диск заполнен"),
        ("npm error code ENOTFOUND", "Нет связи с реестром"),
        ("error sending request for url: dns error", "Нет связи с реестром"),
        ("npm error code EUSAGE\nMissing: x from lock file", "не согласован"),
        ("error: Hash mismatch for `numpy`", "не совпал с контрольной суммой"),
        ("SSL: certificate verify failed", "Сертификат"),
    ],
)
def test_reason_of_a_failed_program_is_said_in_russian(words: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as caught:
        run(failing(words), failure="Не удалось")
    assert "bootstrap.log" in str(caught.value)


def test_reason_of_an_earlier_program_is_not_blamed_on_a_later_one(folders: Path) -> None:
    with pytest.raises(Refusal):
        run(failing("No space left on device"), failure="Не удалось")
    with pytest.raises(Refusal) as caught:
        run(failing("что-то другое"), failure="Не удалось", cwd=folders)
    assert "Диск" not in str(caught.value)


def test_a_half_deleted_build_is_made_again(tmp_path: Path) -> None:
    assert not is_whole(tmp_path)
    (tmp_path / "index.html").write_text('<script src="/assets/index-1.js"></script>')
    assert not is_whole(tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1.js").write_text("")
    assert is_whole(tmp_path)
