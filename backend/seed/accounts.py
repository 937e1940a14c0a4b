"""Stage 2: people, their roles and passwords, machine clients. Secrets are random in every installation."""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.access.passwords import hash_password_async, hash_secret, new_secret
from backend.core.clock import real_now
from backend.core.settings import Settings
from backend.seed.registry import REGISTRY, office_id, school_id
from backend.seed.sources import BEGINNING, OFFICE, act, insert, key, read_yaml
from backend.tables import Credential, MachineClient, Person, RoleGrant

FILE = "demo-credentials.json"
# Without letters that look alike: a newcomer types these by hand.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# security.md A8: a machine's key lives for a year at most.
_CLIENT_LIFE = timedelta(days=365)


async def load_accounts(connection: AsyncConnection, settings: Settings) -> None:
    """Write people, grants, credentials and clients; the secrets are in the file before they are in the database.

    A killed run leaves a file without accounts: its secrets are taken again, so that nobody is locked out.
    """
    data = read_yaml(REGISTRY)
    kept = keep_secrets(settings)
    await act(connection)
    await insert(connection, Person, (_person_row(person) for person in data["people"]))
    for person in data["people"]:
        if "role" not in person:
            continue
        await insert(
            connection,
            RoleGrant,
            [
                {
                    "person_id": person_id(person["key"]),
                    "role": person["role"],
                    "office_id": office_id(OFFICE) if person.get("unit") == "office" else None,
                    "school_id": school_id(person["school"]) if "school" in person else None,
                    "valid_from": BEGINNING.date(),
                }
            ],
        )
        if "login" not in person:
            continue
        await insert(
            connection,
            Credential,
            [
                {
                    "person_id": person_id(person["key"]),
                    "login": person["login"],
                    "password_hash": await hash_password_async(kept[person["login"]]),
                }
            ],
        )
    for client in data["clients"]:
        await insert(
            connection,
            MachineClient,
            [
                {
                    "id": client_id(client["key"]),
                    **{field: client[field] for field in ("client_id", "name", "role", "scopes")},
                    "office_id": office_id(OFFICE) if client["unit"] == "office" else None,
                    "region_id": key("region", "63") if client["unit"] == "region" else None,
                    "secret_hash": hash_secret(kept[client["client_id"]]),
                    "expires_at": real_now() + _CLIENT_LIFE,
                }
            ],
        )


async def renew_secrets(connection: AsyncConnection, settings: Settings) -> None:
    """Give the demonstration's accounts new secrets: the file with the old ones is lost."""
    kept = keep_secrets(settings)
    for login, secret in kept.items():
        hashed = await hash_password_async(secret)
        await connection.execute(
            sa.update(Credential)
            .where(Credential.login == login, Credential.person_id.in_(_account_ids()))
            .values(password_hash=hashed, changed_at=real_now())
        )
        await connection.execute(
            sa.update(MachineClient)
            .where(MachineClient.client_id == login, MachineClient.id.in_(_client_ids()))
            .values(secret_hash=hash_secret(secret), expires_at=real_now() + _CLIENT_LIFE)
        )


def keep_secrets(settings: Settings) -> dict[str, str]:
    """Return login or client_id → secret, making the file (mode 0600) where it or an entry is missing."""
    data = read_yaml(REGISTRY)
    known = _known_secrets(settings.var_dir / FILE)
    people = [
        {
            "role": person["role"],
            "login": person["login"],
            "password": known.get(person["login"]) or _new_password(),
        }
        for person in data["people"]
        if "login" in person
    ]
    clients = [
        {
            "name": client["name"],
            "client_id": client["client_id"],
            "client_secret": known.get(client["client_id"])
            or f"{client['client_id']}.{new_secret()}",
            "scopes": client["scopes"],
        }
        for client in data["clients"]
    ]
    address = f"http://{settings.host}:{settings.port}"
    _write(settings.var_dir / FILE, {"base_url": address, "people": people, "clients": clients})
    return {entry["login"]: entry["password"] for entry in people} | {
        entry["client_id"]: str(entry["client_secret"]) for entry in clients
    }


def has_file(settings: Settings) -> bool:
    return (settings.var_dir / FILE).exists()


async def has_accounts(connection: AsyncConnection) -> bool:
    """Tell whether the demonstration's people are there (one transaction wrote all of them)."""
    return bool(
        await connection.scalar(sa.select(sa.exists().where(Person.id.in_(_account_ids()))))
    )


def person_id(name: str) -> UUID:
    return key("person", name)


def client_id(name: str) -> UUID:
    return key("machine_client", name)


def _account_ids() -> list[UUID]:
    return [person_id(person["key"]) for person in read_yaml(REGISTRY)["people"]]


def _client_ids() -> list[UUID]:
    return [client_id(client["key"]) for client in read_yaml(REGISTRY)["clients"]]


def _person_row(person: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": person_id(person["key"]),
        "full_name": person["name"],
        "position": person["position"],
        "organisation_id": key("organisation", person["organisation"])
        if "organisation" in person
        else None,
        "school_id": school_id(person["school"]) if "school" in person else None,
        "municipality_id": key("municipality", person["municipality"])
        if "municipality" in person
        else None,
    }


def _new_password() -> str:
    """Return four groups of four characters: 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _known_secrets(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {entry["login"]: entry["password"] for entry in kept["people"]} | {
            entry["client_id"]: entry["client_secret"] for entry in kept["clients"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)  # the mode of a file that is already there would stay
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
    draft.replace(path)
