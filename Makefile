# `make run` prints the itinerary, `make test` runs every test; both build .venv with what they need.
PYTHON ?= python3
BIN = .venv/bin
SOURCES = $(shell find src data tools -type f -not -name '*.pyc') pyproject.toml

.PHONY: run test lint bench golden clean

run: .venv/installed
	@$(BIN)/harristrip itinerary

test: .venv/test
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

lint: .venv/lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/linear.py

# Golden files hold what commands print; read the difference before you commit it.
golden: .venv/test
	$(BIN)/python -m pytest tests/test_golden.py --golden-write

clean:
	rm -rf .venv dist build

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

# The package is installed as its users get it: built into a wheel, facts compiled.
.venv/installed: .venv/bin/python $(SOURCES)
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps .
	$(BIN)/python -m pip install --quiet .
	@touch $@

.venv/test: .venv/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

.venv/lint: .venv/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --group lint
	@touch $@
