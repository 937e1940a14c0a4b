# «Маршрут»: two commands, `make run` and `make test`. `make` alone prints this help.
# Needs git, make and Python >= 3.11 with venv; everything else is installed under .venv, var and node_modules.

PYTHON ?= python3
BIN := .venv/bin
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(CURDIR)/$(BIN)/npm --prefix frontend
# Tools of one installation must not pick up settings of another.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help run test setup setup-test lint format types unit frontend e2e screens openapi locks bench clean reset-demo
.NOTPARALLEL:

help: ## показать эту справку
	@echo '«Маршрут»: дорожная карта поддержки школ'
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo '  PORT=8001 make run                  другой порт'
	@echo '  MARSHRUT_NOW= make run              настоящее время вместо дня демонстрации'
	@echo '  DATABASE_URL=postgresql://… make run  своя база вместо встроенной'

run: ## запустить всё и напечатать адрес и учётные записи
	@$(call bootstrap,run)
	@exec $(BIN)/marshrut up

test: ## проверить всё: стиль, типы, границы, тесты, сквозные проверки в браузере
	@$(call bootstrap,test)
	@exec $(BIN)/python -m deploy.checks

setup: ## только установить всё нужное для разработки
	@$(call bootstrap,dev)

lint: setup ## стиль и границы модулей (без тестов)
	@exec $(BIN)/python -m deploy.checks style format imports clean-files

types: setup ## типы Python
	@exec $(BIN)/python -m deploy.checks types

unit: setup ## тесты сервера на настоящем PostgreSQL
	@exec $(BIN)/python -m deploy.checks house backend

frontend: setup ## типы, стиль и тесты интерфейса
	@exec $(BIN)/python -m deploy.checks frontend-check frontend-test

e2e: setup-test ## сквозные проверки в браузере
	@exec $(BIN)/python -m deploy.checks e2e

screens: setup-test ## сквозные проверки и новые снимки экранов в tests/e2e/screens
	@RENEW_SCREENS=1 $(BIN)/python -m deploy.checks e2e

setup-test:
	@$(call bootstrap,test)

format: setup ## привести код к единому стилю
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .
	@$(NPM) run --silent format

openapi: setup ## записать договор API заново и обновить клиент интерфейса
	@$(BIN)/marshrut openapi
	@$(NPM) run --silent client

locks: setup ## обновить файлы блокировки из deploy/locks/*.in
	@for name in uv tools app dev; do \
	  echo "$$name.lock"; \
	  env -u PIP_FIND_LINKS -u UV_FIND_LINKS -u UV_CONFIG_FILE UV_PYTHON_DOWNLOADS=never \
	    $(BIN)/uv pip compile deploy/locks/$$name.in --no-config --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --quiet $(UPGRADE) -o deploy/locks/$$name.lock || exit 1; \
	done

bench: setup ## замеры скорости
	@exec $(BIN)/pytest -p no:playwright tests/bench

clean: ## удалить всё, что можно создать заново (база и файлы остаются)
	@rm -rf .venv frontend/node_modules frontend/dist tests/e2e/node_modules var/stamps var/cache var/log var/chromium var/check
	@find backend deploy migrations tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

reset-demo: ## удалить базу и файлы демонстрации (спросит)
	@$(call bootstrap,run)
	@exec $(BIN)/marshrut reset-demo

# One clear sentence when even Python is missing; everything later is said by deploy/bootstrap.
define bootstrap
command -v $(PYTHON) >/dev/null 2>&1 || { echo 'Ошибка: не найден $(PYTHON). Установите Python 3.11 или новее (Debian, Ubuntu: apt-get install python3 python3-venv).' >&2; exit 1; }; \
exec $(PYTHON) -m deploy.bootstrap $(1)
endef
