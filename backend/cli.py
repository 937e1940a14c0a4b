"""The `marshrut` command. Heavy modules are imported by the sub-command that needs them."""

import asyncio
import json
import secrets
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from backend.core.settings import Settings
from backend.launch.checks import wrong_settings

app = typer.Typer(
    name="marshrut",
    help="«Маршрут»: дорожная карта поддержки школ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Scale(StrEnum):
    """How much synthetic data: one territorial office, one region, a country (36 / 700 / 40 000 schools)."""

    OFFICE = "office"
    REGION = "region"
    COUNTRY = "country"


@app.command()
def up() -> None:
    """Запустить всё: базу данных, сервер и исполнителя заданий (этим заканчивается `make run`)."""
    from backend.up import run_everything

    raise typer.Exit(run_everything())


@app.command()
def serve() -> None:
    """Запустить только сервер (API и страницы); база — DATABASE_URL."""
    import uvicorn

    settings = _settings()
    _need_database(settings)
    uvicorn.run(
        "backend.main:create_only_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        # Only a proxy of ours may say where a request comes from: throttling counts by address.
        proxy_headers=settings.behind_proxy,
        log_config=None,  # one log format for all: backend.core.logging
        access_log=False,
        server_header=False,
        timeout_keep_alive=65,  # longer than proxies and browsers keep theirs: they close, not we
        timeout_graceful_shutdown=5,  # streams of progress never end by themselves
    )


@app.command()
def worker() -> None:
    """Запустить исполнителя заданий; база — DATABASE_URL."""
    from backend.worker import run_worker

    settings = _settings()
    _need_database(settings)
    asyncio.run(run_worker(settings))


@app.command()
def migrate() -> None:
    """Подготовить базу данных: роли и схема последней версии."""
    from backend.core.local_database import opened_database
    from backend.core.provision import prepare_database

    with opened_database(_settings()) as settings:
        prepare_database(str(settings.database_url), settings)
    typer.echo("Схема базы данных приведена к последней версии.")


@app.command()
def seed(
    scale: Annotated[Scale, typer.Option(help="Сколько школ: 36, 700 или 40 000.")] = Scale.OFFICE,
) -> None:
    """Наполнить пустую базу правдоподобными данными (всегда одними и теми же)."""
    from backend.core.local_database import opened_database
    from backend.core.provision import prepare_database
    from backend.seed import run_seed

    with opened_database(_settings()) as settings:
        prepare_database(str(settings.database_url), settings)
        run_seed(settings, scale.value, typer.echo)


@app.command()
def openapi(
    output: Annotated[Path, typer.Option(help="Куда записать.")] = Path("openapi/openapi.json"),
) -> None:
    """Записать договор API (OpenAPI) в файл."""
    from backend.main import create_app

    schema = create_app(_settings()).openapi()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    typer.echo(f"Записано: {output}")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Файлы результатов: XLSX, CSV, JSON, ZIP.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Напечатать JSON для программ.")] = False,
    server: Annotated[
        str | None, typer.Option(help="Адрес сервера: сравнить его правила со здешними.")
    ] = None,
) -> None:
    """Проверить файлы результатов до отправки, без базы данных; код 1, если есть ошибки."""
    import structlog

    from backend.features.uploads.local_check.printing import print_check

    # What is printed is the verdict; the log of the reader stands beside it.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with tempfile.TemporaryDirectory(prefix="marshrut-check-") as folder:
        settings = _settings(var_dir=Path(folder))
        is_clean = print_check(files, settings, server=server, as_json=as_json, echo=typer.echo)
    raise typer.Exit(0 if is_clean else 1)


@app.command("reset-demo")
def reset_demo(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Не спрашивать.")] = False,
) -> None:
    """Удалить встроенную базу и файлы демонстрации; следующий запуск создаст их заново."""
    from backend.up import forget_installation

    settings = _settings()
    if not yes:
        typer.confirm("Удалить все данные этой установки?", abort=True)
    forget_installation(settings)
    typer.echo("Данные удалены. `make run` создаст новую установку.")


def _settings(var_dir: Path | None = None) -> Settings:
    """Read the settings; a wrong one is a sentence that names it. `var_dir`: nothing of the installation is used."""
    try:
        if var_dir is not None:
            return Settings(secret_key=secrets.token_urlsafe(48), var_dir=var_dir)
        return Settings.load()
    except (ValidationError, SettingsError) as error:
        sentence = wrong_settings(error)
    except ValueError as error:
        sentence = f"Ошибка в настройках: {error}"
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _need_database(settings: Settings) -> None:
    if not settings.database_url:
        typer.echo("Ошибка: задайте DATABASE_URL или запустите всё сразу: make run.", err=True)
        raise typer.Exit(1)


def main() -> None:
    """Run the command; an expected failure is one sentence and exit code 1, never a traceback."""
    try:
        app()
    except RuntimeError as error:
        if not _is_expected(error):
            raise
        sys.exit(f"Ошибка: {error}")


def _is_expected(error: RuntimeError) -> bool:
    from backend.core.embedded import EmbeddedPostgresError
    from backend.core.provision import ProvisionError
    from backend.launch.checks import LaunchError

    return isinstance(error, EmbeddedPostgresError | ProvisionError | LaunchError)


if __name__ == "__main__":
    main()
