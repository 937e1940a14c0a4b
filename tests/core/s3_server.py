"""A real server of the S3 protocol beside the tests: s3rver, which checks signatures, under the wheel's Node."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEY, SECRET = "S3RVER", "S3RVER"
"""The only pair this server knows."""
_PROGRAM = """
const S3rver = require(process.argv[1])
const [, , directory, port] = process.argv
new S3rver({ directory, port: Number(port), address: '127.0.0.1', silent: true,
  configureBuckets: [{ name: 'marshrut' }] }).run()
"""


@contextmanager
def s3_server(folder: Path, port: int | None = None) -> Generator[str, None, None]:
    """Run the server with an empty bucket `marshrut` (or what the folder holds); yield its address."""
    module = ROOT / "frontend/node_modules/@20minutes/s3rver"
    assert module.exists(), "s3rver is missing: run `make setup`"
    port = port or _free_port()
    node = shutil.which("node", path=Path(sys.executable).parent)
    assert node is not None
    server = subprocess.Popen(
        [node, "-e", _PROGRAM, str(module), str(folder), str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # The wheel's `node` is a script that starts the real one: both must end.
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the S3 server has not started")
