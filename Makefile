# The commands of the house. Each one first brings .venv in line with the lock (bootstrap.py); nothing else is needed.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help venv venv-dev run demo test bench ci format format-check lint types walls arabic docs messages migrations shots lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv:
	@$(PYTHON) bootstrap.py

venv-dev:
	@$(PYTHON) bootstrap.py --dev

run: venv ## install, prepare and serve on http://127.0.0.1:8000 (Ctrl-C stops)
	@exec $(BIN)/rafeeq serve

demo: export RAFEEQ_DATA := $(or $(RAFEEQ_DATA),var/demo)
demo: venv ## the same with an invented Arabic company and a month of its work; prints who can sign in
	@$(BIN)/rafeeq demo load --if-empty
	@exec $(BIN)/rafeeq serve

test: venv-dev ## the whole suite: SQLite, PostgreSQL, mail servers, browser
	@exec $(BIN)/python -m tests.suite $(ARGS)

ci: venv-dev format-check lint types walls arabic docs test ## everything that must hold before a change goes in

format: venv-dev ## put the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .

format-check: venv-dev
	@$(BIN)/ruff format --check --quiet . || (echo "Run: make format"; exit 1)

lint: venv-dev ## faults that reading the code shows
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djlint --quiet --lint rafeeq

types: venv-dev ## mypy, strict
	@$(BIN)/mypy rafeeq tests bootstrap.py conftest.py

walls: venv-dev ## who may import what
	@$(BIN)/lint-imports --no-cache

arabic: venv-dev ## every text has its Arabic
	@$(BIN)/rafeeq messages --check

docs: venv-dev ## links and commands in the documentation hold
	@$(BIN)/python -m tests.documents

messages: venv-dev ## gather the texts of the code into the catalogue
	@$(BIN)/rafeeq messages

migrations: venv-dev ## make a migration: make migrations APP=tickets NAME=add_priority
	@$(BIN)/python -m django makemigrations $(APP) --name "$(NAME)" --settings rafeeq.config.settings

bench: venv-dev ## the benchmarks: a table, and JSON in var/bench/
	@exec $(BIN)/python -m tests.bench $(ARGS)

shots: venv-dev ## renew the pictures of the READMEs and the guide (ARGS=inbox for some of them)
	@$(BIN)/python -m tests.shots $(ARGS)

lock: venv-dev ## resolve the dependencies anew into the two locks (UPGRADE=--upgrade for newer versions)
	@UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile pyproject.toml $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --quiet -o requirements.lock
	@UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile pyproject.toml $(UPGRADE) --extra dev -c requirements.lock --universal \
		--python-version 3.11 --generate-hashes --custom-compile-command "make lock" --quiet \
		-o requirements-dev.lock
