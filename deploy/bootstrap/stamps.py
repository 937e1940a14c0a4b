"""Which steps are done: one small file per step under var/stamps/, written last, removed first.

A stamp holds a key (hash of what the step depends on). A step whose stamp is missing or holds another key is
done again, so an interrupted step never counts. Stamps know the environment they were made with.
"""

import hashlib
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path

from deploy.bootstrap.console import ROOT, VAR

STAMPS = VAR / "stamps"
VENV = ROOT / ".venv"
BIN = VENV / "bin"
_IDENTITY = VENV / "marshrut-identity"


def fits(name: str, key: str) -> bool:
    """Tell whether step `name` was finished for exactly this key."""
    try:
        return (STAMPS / name).read_text() == key
    except OSError:
        return False


def begin(name: str) -> None:
    """Forget the stamp before the step starts to change things."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).unlink(missing_ok=True)
    (STAMPS / f"{name}.begun").touch()


def finish(name: str, key: str) -> None:
    """Write the stamp, whole or not at all."""
    draft = STAMPS / f"{name}.{secrets.token_hex(4)}"
    draft.write_text(key)
    draft.replace(STAMPS / name)
    forget_interruption(name)


def was_interrupted(name: str) -> bool:
    """Tell whether the step began and never finished: what it left behind cannot be trusted."""
    return (STAMPS / f"{name}.begun").exists()


def forget_interruption(name: str) -> None:
    """Say that what an interrupted step left behind has been removed."""
    (STAMPS / f"{name}.begun").unlink(missing_ok=True)


def hash_files(files: Iterable[Path], *parts: str) -> str:
    """Hash names and contents of files (and further words) into a key; a missing file counts as empty."""
    digest = hashlib.sha256("\0".join(parts).encode())
    for path in sorted(files):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def base_python() -> str:
    """Return the Python outside any environment: an activated .venv must not be the parent of itself."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def environment_key() -> str:
    """Describe what an environment is tied to: the Python that made it and the folder it lies in."""
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{version} {base_python()} {ROOT}"


def write_identity() -> None:
    """Give a fresh environment a name of its own: steps done in an older one stop counting."""
    _IDENTITY.write_text(f"{environment_key()}\n{secrets.token_hex(8)}\n")


def identity() -> str:
    """Return the name of the present environment, empty when there is none or it is tied to other things."""
    try:
        text = _IDENTITY.read_text()
    except OSError:
        return ""
    return text if text.startswith(f"{environment_key()}\n") else ""
