"""What can go wrong at a start is one Russian sentence."""

import errno
import os
import shutil
import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from backend.core.embedded import EmbeddedPostgresError
from backend.core.processes import Child
from backend.core.settings import Settings
from backend.launch.checks import LaunchError, check_port, explain, wait_until_ready


def test_busy_port_is_named_with_the_command_that_helps() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(LaunchError, match=rf"Порт {port} занят .*PORT=\d+ make run"):
            check_port("127.0.0.1", port)


def test_free_port_is_no_obstacle() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    check_port("127.0.0.1", port)


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(LaunchError, match="HOST"):
        check_port("192.0.2.1", 8000)


def test_server_that_ends_is_quoted(tmp_path: Path) -> None:
    api = Child(
        "api",
        [sys.executable, "-c", "raise SystemExit('нет ключа')"],
        environment=dict(os.environ),
        log_dir=tmp_path,
        run_dir=tmp_path,
    )
    api.start()
    with pytest.raises(LaunchError, match=r"код 1.*нет ключа.*api\.log"):
        wait_until_ready(api, "127.0.0.1", 9)


def test_expected_failure_is_its_own_sentence(tmp_path: Path) -> None:
    log = tmp_path / "up.log"
    assert explain(EmbeddedPostgresError("Порт занят."), log) == "Порт занят."
    assert not log.exists()


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("PORT", "восемь", "«PORT»: нужно целое число"),
        ("PORT", "", "«PORT»: нужно целое число"),
        ("PORT", "70000", "«PORT»: нужно значение не больше 65535"),
        ("MARSHRUT_POOL_SIZE", "0", "«MARSHRUT_POOL_SIZE»: нужно значение не меньше 1"),
        ("MARSHRUT_NOW", "вчера", "«MARSHRUT_NOW»"),
        ("MARSHRUT_NOW", "2021-03-17T09:40:00", "укажите время с поясом"),
        ("MARSHRUT_TRUSTED_HOSTS", "a", "«MARSHRUT_TRUSTED_HOSTS»: нужен список"),
    ],
)
def test_wrong_setting_is_one_sentence_with_the_name_of_the_variable(
    variable: str, value: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("MARSHRUT_VAR_DIR", str(tmp_path))
    with pytest.raises((ValidationError, SettingsError)) as refused:
        Settings.load()
    sentence = explain(refused.value, tmp_path / "up.log")
    assert expected in sentence
    assert "\n" not in sentence
    assert "pydantic" not in sentence


def test_full_disk_is_recognised_however_it_arrives(tmp_path: Path) -> None:
    log = tmp_path / "up.log"
    assert explain(OSError(errno.ENOSPC, "No space left on device"), log).startswith(
        "Диск заполнен"
    )
    assert explain(RuntimeError("53100: No space left on device"), log).startswith("Диск заполнен")


def test_full_disk_is_recognised_by_a_lost_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = ConnectionError("connection was closed in the middle of operation")
    log = tmp_path / "log" / "up.log"
    assert "connection was closed" in explain(lost, log)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=3 * 1024 * 1024))
    assert explain(lost, log).startswith("Диск заполнен")


def test_unexpected_failure_keeps_its_story_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log" / "up.log"
    sentence = explain(KeyError("school"), log)
    assert "KeyError" in sentence
    assert str(log) in sentence
    assert "school" in log.read_text()
