# Every target sets itself up: python3 (3.11 or later) with pip is all that a machine needs.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: help generate check test test-fast golden lint bench official corpus corpus-types corpus-examples referee mock-referee clean

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1 \t\2/p' Makefile

generate: $(READY)  ## Regenerate the committed SDK, generated/python
	$(BIN)/sdkwright generate

check: $(READY)  ## Tell whether generated/python is what would be generated now
	$(BIN)/sdkwright check

test: $(READY)  ## Run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-fast: $(READY)  ## Run the unit, golden and runtime tests, in less than a minute
	$(BIN)/python -m pytest tests/unit tests/golden tests/runtime -m 'not slow' -n 2 --dist loadfile

golden: $(READY)  ## Rewrite the expected output of the golden tests
	@if [ -n "$${CI:-}" ]; then echo "make golden: refused under CI, where expectations are only compared" >&2; exit 2; fi
	$(BIN)/python -m pytest tests/golden --rewrite-golden

lint: $(READY)  ## Check style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/python -m pytest -q tests/unit/test_import_rules.py

bench: $(READY)  ## Measure SDK and generator beside others; ROW=import measures one row
	$(BIN)/python -m tests.bench $(ROW)

official: $(READY)  ## Compare the SDK with the official openrouter package, row by row
	$(BIN)/python tests/official/compare.py

corpus: $(READY)  ## Generate from every real document of the corpus beside the project: a table, with types where that is quick
	$(BIN)/python -m tests.corpus.run --types-up-to 120

corpus-types: $(READY)  ## The same and more: mypy, pyright and ruff over every output, every operation called; fixtures and broken documents too
	$(BIN)/python -m tests.corpus.run --types --calls --kind real --kind fixture --kind invalid

corpus-examples: $(READY)  ## Whether every example of the corpus's documents validates and comes back, with JSON Schema as referee
	$(BIN)/python -m tests.corpus.run --examples --kind real --kind fixture

referee: $(READY)  ## Call every operation of eight SDKs against Prism, which validates the requests; NAME=Resend judges one
	$(BIN)/python -m tests.referee.run $(NAME)

mock-referee: $(READY)  ## Send 500 valid and 500 broken requests to the mock server and to Prism, and compare the verdicts
	$(BIN)/python -m tests.mock.beside_prism $(NAME)

clean:  ## Remove the environment and every cache
	rm -rf $(VENV) .bootstrap .bench .referee build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The environment is made again when the project's requirements change.
# A Python without ensurepip (Debian's) gets its environment from virtualenv instead.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: $(PYTHON) must be Python 3.11 or later; try PYTHON=python3.12" >&2; exit 2; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
		rm -rf $(VENV) && \
		$(PYTHON) -m pip install --quiet --target .bootstrap virtualenv && \
		PYTHONPATH=.bootstrap $(PYTHON) -m virtualenv --quiet $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,models,mock,docs]'
	@touch $@
