"""A DATABASE_URL that does not work is one Russian sentence that says what to do; the password is not in it."""

import re
import socket
import threading
from urllib.parse import urlsplit

import pytest

from backend.core.embedded import EmbeddedPostgres
from backend.launch.checks import LaunchError
from backend.launch.external import check_database

SECRET = "tovarisch-parol"


def refusal(url: str) -> str:
    with pytest.raises(LaunchError) as refused:
        check_database(url)
    sentence = str(refused.value)
    assert SECRET not in sentence
    assert "\n" not in sentence
    assert re.match("[А-Я]|DATABASE_URL|PostgreSQL на", sentence), sentence
    return sentence


@pytest.mark.parametrize(
    "url",
    [
        "garbage",
        "",
        f"mysql://boss:{SECRET}@localhost/db",
        f"postgresql+asyncpg://boss:{SECRET}@localhost/db",
        f"postgresql://boss:{SECRET}@127.0.0.1:99999/db",
        f"postgresql://boss:{SECRET}@127.0.0.1:port/db",
    ],
)
def test_an_address_of_another_shape_is_shown_the_right_one(url: str) -> None:
    assert "postgresql://пользователь:пароль@узел:5432/база" in refusal(url)


def test_a_host_that_does_not_exist_is_named() -> None:
    assert "«nohost.invalid»" in refusal(f"postgresql://boss:{SECRET}@nohost.invalid/db")


def test_nobody_listening_is_told_with_the_address() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        sentence = refusal(f"postgresql://boss:{SECRET}@127.0.0.1:{port}/db")
    assert f"127.0.0.1:{port}" in sentence
    assert "никто не отвечает" in sentence


def test_another_program_on_the_port_is_no_postgresql() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)

        def hang_up() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        answering = threading.Thread(target=hang_up)
        answering.start()
        sentence = refusal(f"postgresql://boss:{SECRET}@127.0.0.1:{other.getsockname()[1]}/db")
        answering.join()
    assert "PostgreSQL" in sentence


def test_a_real_server_takes_the_right_key_and_explains_the_wrong_ones(
    cluster: EmbeddedPostgres,
) -> None:
    url = cluster.url()
    check_database(url)
    place = urlsplit(url)
    strangers = f"postgresql://boss:{SECRET}@{place.hostname}:{place.port}/postgres"
    assert "«boss»" in refusal(strangers)
    assert "нет базы «nodb»" in refusal(url.rsplit("/", 1)[0] + "/nodb")
