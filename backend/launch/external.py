"""Before anything is built on it: does the PostgreSQL of DATABASE_URL answer, and if not, why, in Russian."""

import asyncio
import socket
from typing import Final
from urllib.parse import SplitResult, urlsplit

import asyncpg

from backend.launch.checks import LaunchError

_PATIENCE_SECONDS: Final = 10
_SHAPE: Final = "DATABASE_URL должен иметь вид postgresql://пользователь:пароль@узел:5432/база."


def check_database(url: str) -> None:
    """Connect once; raises LaunchError with one sentence, the password is never in it."""
    place = _place(url)
    host, port = place.hostname or "localhost", place.port or 5432
    try:
        asyncio.run(_connect_once(url))
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise LaunchError(
            f"PostgreSQL на {host}:{port} не принял пользователя «{place.username or ''}» из DATABASE_URL:"
            " проверьте имя и пароль."
        ) from error
    except asyncpg.InvalidCatalogNameError as error:
        name = place.path.lstrip("/")
        raise LaunchError(
            f"На сервере PostgreSQL {host}:{port} нет базы «{name}» из DATABASE_URL: создайте её."
        ) from error
    except asyncpg.TooManyConnectionsError as error:
        raise LaunchError(
            f"У PostgreSQL на {host}:{port} кончились подключения: закройте лишние или поднимите max_connections."
        ) from error
    except asyncpg.CannotConnectNowError as error:
        raise LaunchError(
            f"PostgreSQL на {host}:{port} ещё запускается или останавливается: повторите через минуту."
        ) from error
    except socket.gaierror as error:
        raise LaunchError(f"Узел «{host}» из DATABASE_URL не найден: проверьте адрес.") from error
    except (OSError, asyncpg.PostgresConnectionError) as error:
        raise LaunchError(
            f"По адресу {host}:{port} из DATABASE_URL никто не отвечает как PostgreSQL:"
            " проверьте, что сервер запущен и доступен."
        ) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise LaunchError(
            f"Подключиться к PostgreSQL на {host}:{port} не удалось ({type(error).__name__}). {_SHAPE}"
        ) from error


def _place(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        if place.scheme == "postgresql" and place.port != 0:
            return place
    except ValueError:
        pass  # a port that is no port
    raise LaunchError(_SHAPE)


async def _connect_once(url: str) -> None:
    connection = await asyncpg.connect(url, timeout=_PATIENCE_SECONDS)
    await connection.close()
