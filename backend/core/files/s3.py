"""Files in a storage that speaks the protocol of S3: for installations of more than one machine."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from backend.core.errors import NotFound, Unavailable
from backend.core.files.store import FileStore, gone

_RETRY_AFTER_SECONDS = "15"
_PART = 4 * 1024 * 1024
_DAMAGED = "Файл в хранилище повреждён. Сообщите администратору."


class S3Files(FileStore):
    """Files as objects of one bucket, named by their hash; what is read back is checked against its name."""

    def __init__(
        self,
        root: Path,
        *,
        bucket: str,
        endpoint: str | None,
        region: str,
        access_key: str | None,
        secret_key: str | None,
        prefix: str = "",
    ) -> None:
        super().__init__(root)
        self._prefix = prefix
        # The library takes no None: without a pair it looks for credentials in the environment.
        named = {"endpoint": endpoint, "access_key_id": access_key, "secret_access_key": secret_key}
        self._store = S3Store(
            bucket,
            region=region,
            # Servers of one's own have no name for every bucket.
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": bool(endpoint and endpoint.startswith("http://")),
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(seconds=60),
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
            **{name: value for name, value in named.items() if value is not None},  # type: ignore[arg-type]
        )

    async def read(self, sha256: str) -> bytes:
        with _in_words():
            reply = await obstore.get_async(self._store, self._name(sha256))
            content = bytes(await reply.bytes_async())
        if await asyncio.to_thread(_digest, content) != sha256:
            raise Unavailable(_DAMAGED)
        return content

    @asynccontextmanager
    async def local_copy(self, sha256: str) -> AsyncGenerator[Path, None]:
        self.root.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=self.root, prefix="incoming-") as file:
            with _in_words():
                reply = await obstore.get_async(self._store, self._name(sha256))
                async for part in reply.stream(min_chunk_size=_PART):
                    digest.update(part)
                    await asyncio.to_thread(file.write, part)
            if digest.hexdigest() != sha256:
                raise Unavailable(_DAMAGED)
            file.flush()
            yield Path(file.name)

    async def discard(self, sha256: str) -> None:
        with _in_words(), suppress(NotFound):
            await obstore.delete_async(self._store, self._name(sha256))

    async def _keep(self, incoming: Path, sha256: str) -> None:
        with _in_words():
            await obstore.put_async(self._store, self._name(sha256), incoming)

    def _name(self, sha256: str) -> str:
        return f"{self._prefix}{sha256[:2]}/{sha256}"


@contextmanager
def _in_words() -> Generator[None, None, None]:
    """Turn what the storage answers into the house's refusals: gone, or not reachable now."""
    try:
        yield
    except FileNotFoundError:
        raise gone() from None
    except (BaseError, OSError) as error:
        raise Unavailable(
            "Хранилище файлов сейчас не отвечает. Повторите через минуту: введённое не потеряется.",
            headers={"Retry-After": _RETRY_AFTER_SECONDS},
        ) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
