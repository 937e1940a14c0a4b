"""Steps that make the Python environment: the machine is fit, .venv, libraries from the locks."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from deploy.bootstrap.console import ROOT, VAR, Refusal, run
from deploy.bootstrap.stamps import (
    BIN,
    VENV,
    base_python,
    begin,
    finish,
    fits,
    forget_interruption,
    hash_files,
    identity,
    was_interrupted,
    write_identity,
)

LOCKS = ROOT / "deploy" / "locks"
FULL_INSTALL_BYTES = 2_000_000_000
EVERY_START_BYTES = 200_000_000
_PROGRAMS = ("python", "uv", "node", "npm", "uvicorn", "marshrut")


def check_machine() -> str | None:
    """Refuse early, in one sentence, what would fail later in a hundred lines."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Refusal(
            "В этом Python нет модуля venv: установите пакет python3-venv "
            f"(Debian, Ubuntu: `apt-get install python3-venv` или {package})."
        )
    if os.name != "posix":
        raise Refusal("Нужен Linux или macOS (в Windows — WSL).")
    try:
        (VAR / "log").mkdir(parents=True, exist_ok=True)
        probe = VAR / "log" / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise Refusal(f"Нельзя писать в папку {VAR.name}/: {error.strerror}.") from error
    free = shutil.disk_usage(ROOT).free
    installed = _is_stamped(dev=False) or fits("libraries", _libraries_key(dev=True))
    needed = EVERY_START_BYTES if installed else FULL_INSTALL_BYTES
    if free < needed:
        raise Refusal(
            f"На диске свободно {free / 1e9:.1f} ГБ, нужно {needed / 1e9:.1f} ГБ: освободите место и повторите."
        )
    return None


def make_environment() -> str | None:
    """Make .venv and put uv into it; a half-made or foreign one is made again from the start."""
    if identity() and _works() and not was_interrupted("libraries"):
        return "готово"
    begin("environment")
    shutil.rmtree(VENV, ignore_errors=True)
    run([base_python(), "-m", "venv", VENV], failure="Не удалось создать окружение Python (.venv)")
    pip: list[str | Path] = [BIN / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run(
        [*pip, "install", "--require-hashes", "--no-deps", "-r", LOCKS / "uv.lock"],
        failure="Не удалось установить uv",
    )
    write_identity()
    finish("environment", identity())
    forget_interruption("libraries")
    return None


def install_libraries(*, dev: bool) -> str | None:
    """Install exactly what the locks say, each file checked by its hash, then the `marshrut` command."""
    # What an earlier `make test` installed is kept: switching between the two commands costs nothing.
    if _is_stamped(dev=True) and _programs_there():
        return "готово"
    if not dev and _is_stamped(dev=False) and _programs_there():
        return "готово"
    # Finished once, but a program is gone: somebody deleted files behind the installer's back.
    again = ["--reinstall"] if any(_is_stamped(dev=kind) for kind in (True, False)) else []
    begin("libraries")
    names = ["app", "tools", *(["dev"] if dev else [])]
    locks = [part for name in names for part in ("-r", str(LOCKS / f"{name}.lock"))]
    uv = _uv_environment()
    run(
        [
            BIN / "uv",
            "pip",
            "install",
            "--require-hashes",
            *again,
            "--python",
            BIN / "python",
            *locks,
        ],
        failure="Не удалось установить библиотеки Python",
        environment=uv,
    )
    run(
        [BIN / "uv", "pip", "install", "--python", BIN / "python",
         "--no-deps", "--no-build-isolation", "--offline", "--editable", ROOT],
        failure="Не удалось установить команду marshrut",
        environment=uv,
    )  # fmt: skip
    finish("libraries", _libraries_key(dev=dev))
    return None


def _is_stamped(*, dev: bool) -> bool:
    return fits("libraries", _libraries_key(dev=dev))


def _libraries_key(*, dev: bool) -> str:
    names = ["app", "tools", *(["dev"] if dev else [])]
    files = [LOCKS / f"{name}.lock" for name in names]
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    command = json.dumps([described["project"], described["build-system"]], sort_keys=True)
    return hash_files(files, identity(), command, "dev" if dev else "run")


def _uv_environment() -> dict[str, str]:
    """Keep uv from downloading interpreters and reading foreign settings; hand pip's mirror over to it."""
    found = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_CONFIG": "1", "UV_NO_PROGRESS": "1"}
    mirror = os.environ.get("PIP_INDEX_URL")
    if mirror and "UV_DEFAULT_INDEX" not in os.environ:
        found["UV_DEFAULT_INDEX"] = mirror
    return found


def _works() -> bool:
    """Tell whether the environment's Python starts (the system's one may have been replaced)."""
    try:
        done = subprocess.run(
            [BIN / "python", "-I", "-S", "-c", ""], check=False, capture_output=True
        )
    except OSError:
        return False
    return done.returncode == 0 and (BIN / "uv").exists()


def _programs_there() -> bool:
    return all((BIN / name).exists() for name in _PROGRAMS)
