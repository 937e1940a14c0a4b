"""A child process on a leash: it dies with the process that started it, even after kill -9.

Run as a script in front of the real command (`leashed()` builds the line). A tiny program and not a
`preexec_fn`, because code between fork and exec is unsafe when the parent has threads. On Linux the kernel
sends the signal (PR_SET_PDEATHSIG); elsewhere the next start finds and stops the orphan by its recorded id.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PR_SET_PDEATHSIG = 1


class ProcessUser(NamedTuple):
    """Numeric user and group a child runs as."""

    uid: int
    gid: int


def leashed(
    command: Sequence[str | Path],
    *,
    on_parent_death: signal.Signals = signal.SIGTERM,
    user: ProcessUser | None = None,
) -> list[str]:
    """Return the command line that runs `command` on the leash, as `user` when given (needs root).

    The process id stays the same through exec. Linux counts the *thread* that started the child as its
    parent: start such children from a thread that lives as long as they should.
    """
    identity = f"{user.uid}:{user.gid}" if user else "-"
    me = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    return [*me, str(int(on_parent_death)), identity, str(os.getpid()), *map(str, command)]


def die_with_parent(on_parent_death: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies; does nothing outside Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(on_parent_death))


def _become(arguments: list[str]) -> None:
    """Take the user's rights, tie the leash, turn into the command; never returns."""
    on_parent_death, identity, parent, *command = arguments
    if identity != "-":
        uid, gid = (int(part) for part in identity.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid: the kernel forgets the signal when the identity changes.
        die_with_parent(signal.Signals(int(on_parent_death)))
        if os.getppid() != int(parent):  # it died before the leash was tied
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    _become(sys.argv[1:])
