"""What a start prints and keeps for the person in front of it."""

import json
from pathlib import Path

import pytest

from backend.core.settings import Settings
from backend.launch.screen import base_url, greet, note_base_url, timed

PEOPLE = [{"role": "curator", "login": "kurator", "password": "слово-пароль"}]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "demo-credentials.json"
    path.write_text(json.dumps({"base_url": "http://127.0.0.1:1", "people": PEOPLE, "clients": []}))
    return Settings(var_dir=tmp_path, port=8123, now=None, _env_file=None)


def test_base_url_follows_the_port_and_the_file_stays_private(settings: Settings) -> None:
    note_base_url(settings)
    path = settings.var_dir / "demo-credentials.json"
    assert json.loads(path.read_text())["base_url"] == "http://127.0.0.1:8123"
    assert json.loads(path.read_text())["people"] == PEOPLE
    assert path.stat().st_mode & 0o777 == 0o600


def test_address_for_every_interface_is_one_a_browser_can_open(settings: Settings) -> None:
    assert base_url(settings.model_copy(update={"host": "0.0.0.0"})) == "http://127.0.0.1:8123"  # noqa: S104


def test_greeting_shows_the_address_and_the_logins(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    greet(settings)
    shown = capsys.readouterr().out
    assert "http://127.0.0.1:8123" in shown
    assert "Куратор  kurator  слово-пароль" in shown


def test_failed_step_does_not_pass_for_a_done_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="x"), timed("Схема"):
        raise ValueError("x")
    assert capsys.readouterr().out == "• Схема … не вышло\n"
