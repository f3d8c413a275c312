# `make run` prints the itinerary, `make test` runs every test; both build .venv with what they need.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SOURCES = $(shell find src data tools -type f -not -name '*.pyc') pyproject.toml

.PHONY: run test suite test-all lint browser-test bench mutate fuzz golden docs clean

run: $(VENV)/installed
	@$(BIN)/harristrip itinerary

test: $(VENV)/test
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

suite: $(VENV)/test
	$(BIN)/python -m pytest -n auto

# The suite under each CPython that is supported and installed, each in an environment of its own.
test-all:
	@$(PYTHON) tools/interpreters.py | { status=; while read -r version python; do \
	  echo "== CPython $$version"; \
	  $(MAKE) --no-print-directory suite VENV=.venv-$$version PYTHON="$$python" </dev/null \
	    && status=$${status:-0} || status=1; \
	done; exit $${status:-1}; }

lint: $(VENV)/lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The briefing in headless Chromium, where that, Node.js and npm are installed; pictures and PDF files go to build/browser.
browser-test: $(VENV)/test
	$(BIN)/python tools/browser_test.py

# Ratios of medians; jq, tomlq, sqlite3 and recsel are timed too where they are installed.
bench: $(VENV)/installed
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/linear.py

# Which share of single changes to the facts `verify` notices: make mutate ARTICLES=DIR
mutate: $(VENV)/installed
	$(BIN)/python bench/mutate_facts.py $(ARTICLES) --slips

# Each target for a minute, seeded with the corpus and the test stores; then many more examples of the laws.
FUZZ_SECONDS ?= 60
FUZZ_EXAMPLES ?= 3000
fuzz: $(VENV)/fuzz
	@for target in loader near words; do \
	  mkdir -p build/fuzz/$$target; \
	  $(BIN)/python tests/fuzz/fuzz.py $$target build/fuzz/$$target tests/fuzz/corpus/$$target tests/data/valid tests/data/invalid \
	    -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1 -artifact_prefix=build/fuzz/ || exit 1; \
	done
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/python -m pytest tests/facts/test_hostile.py -k nearly_right

# Golden files hold what commands print; read the difference before you commit it.
golden: $(VENV)/test
	$(BIN)/python -m pytest tests/test_golden.py tests/cli/test_help.py --golden-write

# What is made from the code: the reference, the manual page, the schema for editors, pictures, what the pages show.
docs: $(VENV)/test
	$(BIN)/harristrip schema store > data/facts.schema.json
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/pictures.py
	$(BIN)/python tools/console_blocks.py

clean:
	rm -rf .venv .venv-* dist build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

# The package is installed as its users get it: built into a wheel, facts compiled.
$(VENV)/installed: $(VENV)/bin/python $(SOURCES)
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps .
	$(BIN)/python -m pip install --quiet .
	@touch $@

$(VENV)/test: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

$(VENV)/fuzz: $(VENV)/test pyproject.toml
	$(BIN)/python -m pip install --quiet --group fuzz
	@touch $@

$(VENV)/lint: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --group lint
	@touch $@
