"""Make everything the two commands need, from the committed locks: `python3 -m deploy.bootstrap run|dev|test`.

Standard library only; Python ≥ 3.11 (3.11.2 of Debian 12 included). Finished steps are skipped in milliseconds.
This file alone is also read by older Pythons: it finds a newer one or says what is missing.
"""

import os
import shutil
import sys

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")


def use_newer_python() -> None:
    """Run the same command with a newer Python of this machine, else end with one sentence."""
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "deploy.bootstrap", *sys.argv[1:]])  # noqa: S606 - no shell
    print(
        f"Ошибка: нужен Python 3.11 или новее, а найден {sys.version_info[0]}.{sys.version_info[1]}: "
        "установите его или укажите PYTHON=<путь к python3.11>."
    )
    sys.exit(1)


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        use_newer_python()
    from deploy.bootstrap.steps import main

    sys.exit(main(sys.argv[1:]))
