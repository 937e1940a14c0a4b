"""Files in a storage that speaks S3: the same promises as of the folder, against a server that checks signatures."""

import hashlib
from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.core.errors import NotFound, TooLarge, Unavailable
from backend.core.files import FileStore, FolderFiles, make_file_store
from backend.core.files.s3 import S3Files
from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import SECRET, client_of, headers_of
from tests.core.s3_server import KEY, s3_server
from tests.core.s3_server import SECRET as S3_SECRET
from tests.world import key

BIG = 12 * 1024 * 1024  # more than one part of a multipart upload


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Generator[str, None, None]:
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


def stored_at(endpoint: str, root: Path, **other: Any) -> S3Files:
    named = {"access_key": KEY, "secret_key": S3_SECRET, "bucket": "marshrut"} | other
    return S3Files(root, endpoint=endpoint, region="us-east-1", **named)


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.mark.parametrize("content", [b"", b"one", b"x" * BIG], ids=["empty", "small", "in parts"])
async def test_what_is_saved_is_read_back_under_its_hash(
    endpoint: str, tmp_path: Path, content: bytes
) -> None:
    store = stored_at(endpoint, tmp_path)
    kept = await store.save(stream(content[:7], content[7:]), limit=20 * 1024 * 1024)
    assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert await store.read(kept.sha256) == content
    async with store.local_copy(kept.sha256) as path:
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [], "nothing stays on this machine"


async def test_the_same_content_twice_is_one_object(endpoint: str, tmp_path: Path) -> None:
    store = stored_at(endpoint, tmp_path, prefix="twice/")
    first = await store.save(stream(b"again"), limit=100)
    assert await store.save(stream(b"ag", b"ain"), limit=100) == first
    assert await store.read(first.sha256) == b"again"


async def test_a_file_over_the_limit_reaches_no_bucket(endpoint: str, tmp_path: Path) -> None:
    store = stored_at(endpoint, tmp_path)
    with pytest.raises(TooLarge):
        await store.save(stream(b"1234", b"5678"), limit=6)
    with pytest.raises(NotFound):
        await store.read(hashlib.sha256(b"12345678").hexdigest())
    assert list(tmp_path.iterdir()) == []


async def test_a_missing_object_is_said_as_gone(endpoint: str, tmp_path: Path) -> None:
    store = stored_at(endpoint, tmp_path)
    with pytest.raises(NotFound):
        await store.read("0" * 64)
    with pytest.raises(NotFound):
        async with store.local_copy("0" * 64):
            pass


async def test_a_wrong_secret_or_bucket_is_a_refusal_that_can_be_repeated(
    endpoint: str, tmp_path: Path
) -> None:
    for wrong in ({"secret_key": "wrong"}, {"bucket": "another"}):
        with pytest.raises((Unavailable, NotFound)) as refused:
            await stored_at(endpoint, tmp_path, **wrong).save(stream(b"x"), limit=10)
        assert "S3RVER" not in str(refused.value)


async def test_an_object_that_was_exchanged_is_not_given_out(endpoint: str, tmp_path: Path) -> None:
    store = stored_at(endpoint, tmp_path)
    kept = await store.save(stream(b"the right paper"), limit=100)
    other = stored_at(endpoint, tmp_path)
    await other._keep(_file(tmp_path, b"another paper"), kept.sha256)
    with pytest.raises(Unavailable, match="повреждён"):
        await store.read(kept.sha256)


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "exchanged"
    path.write_bytes(content)
    return path


async def test_an_unreachable_storage_is_503_with_when_to_come_back(tmp_path: Path) -> None:
    with s3_server(tmp_path / "gone") as address:
        pass
    store = stored_at(address, tmp_path)
    with pytest.raises(Unavailable) as refused:
        await store.save(stream(b"x"), limit=10)
    assert refused.value.headers["Retry-After"]


async def test_a_paper_goes_through_the_api_into_the_bucket_and_back(
    settings: Settings, endpoint: str
) -> None:
    """The product with the settings of a bucket: evidence by file comes in, waits nowhere here, and is downloaded."""
    settings.files_s3_bucket, settings.files_s3_endpoint = "marshrut", endpoint
    settings.files_s3_access_key, settings.files_s3_secret_key = KEY, S3_SECRET
    app = create_app(settings)
    paper = b"%PDF-1.4 through the bucket"
    async with app.router.lifespan_context(app), client_of(app) as client:
        sent = await client.post(
            "/api/v1/evidence",
            headers=headers_of("coordinator"),
            data={
                "fact": "medk_mark",
                "occurred_on": "2021-03-01",
                "basis": "отметка",
                "school_id": str(key("school:own")),
            },
            files={"file": ("отметка.pdf", paper, "application/pdf")},
        )
        assert sent.status_code == 201, sent.text
        path = f"/api/v1/evidence/{sent.json()['id']}/file"
        back = await client.get(path, headers=headers_of("coordinator"))
    assert back.content == paper
    assert not [p for p in (settings.var_dir / "files").rglob("*") if p.is_file()]


def test_the_settings_choose_the_storage(tmp_path: Path) -> None:
    def chosen(**values: Any) -> FileStore:
        return make_file_store(Settings(secret_key=SECRET, var_dir=tmp_path, **values))

    assert isinstance(chosen(), FolderFiles)
    assert isinstance(chosen(files_s3_bucket="b", files_s3_endpoint="http://127.0.0.1:9"), S3Files)


async def test_the_server_of_these_tests_checks_signatures(endpoint: str) -> None:
    """Else the tests above would prove less than they say."""
    forged = {
        "Authorization": "AWS4-HMAC-SHA256 Credential=S3RVER/20210317/us-east-1/s3/aws4_request,"
        " SignedHeaders=host;x-amz-date, Signature=" + "0" * 64,
        "x-amz-date": "20210317T000000Z",
        "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    }
    async with httpx.AsyncClient() as client:
        reply = await client.put(f"{endpoint}/marshrut/forged", headers=forged, content=b"x")
    assert reply.status_code == 403
