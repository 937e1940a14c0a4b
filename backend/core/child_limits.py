"""Limits a child process puts on itself before it opens a stranger's file."""

import contextlib
import resource


def limit_resources(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Put the limits on this very process; asking for more than the system allows keeps the system's limit."""
    for what, soft, hard in (
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        # The soft limit says why the child died (SIGXCPU); the hard one would be a mere SIGKILL.
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))
