"""RESULTS.md: one section a measurement, replaced whole by the run that measured it."""

import re
from pathlib import Path

_FILE = Path(__file__).parent / "RESULTS.md"


def record(title: str, text: str) -> None:
    """Write the section `# title`, replacing the one of the same title; print it."""
    section = f"# {title}\n\n{text.strip()}\n"
    known = _FILE.read_text(encoding="utf-8") if _FILE.exists() else ""
    parts = [part.strip() + "\n" for part in re.split(r"(?m)^(?=# )", known) if part.strip()]
    mine = [place for place, part in enumerate(parts) if part.startswith(f"# {title}\n")]
    if mine:
        parts[mine[0]] = section
    else:
        parts.append(section)
    _FILE.write_text("\n".join(parts), encoding="utf-8")
    print("\n" + section)
