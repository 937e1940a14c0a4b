"""Loads the layouts of results files; the digest of rules and layouts is the version of the check."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.domain.scores.profile import Profile, profile_from
from backend.domain.scores.rules import RULES

FOLDER = Path(__file__).parents[3] / "data" / "upload_profiles"
SHARED = "shared_words.yaml"


def load_profiles(folder: Path = FOLDER) -> dict[str, Profile]:
    """Return every layout by its code, in the order of file names; `shared_words.yaml` holds what they share."""
    shared = _read(folder / SHARED)
    files = sorted(path for path in folder.glob("*.yaml") if path.name != SHARED)
    found = [profile_from(_read(path), shared) for path in files]
    return {profile.code: profile for profile in found}


@cache
def rules_version() -> str:
    """Return a short digest of the catalogue and of every layout: the same file checked twice gives the same."""
    digest = hashlib.sha256(repr(sorted(RULES.items())).encode())
    for path in sorted(FOLDER.glob("*.yaml")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read(path: Path) -> dict[str, Any]:
    # The C loader is ten times faster and the child starts for every file.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return data
