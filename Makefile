# Every target sets the project up first; that takes no time when there is nothing to do.
# PYTHON is any Python from 3.11 on: make test PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := brief
.PHONY: setup brief test score bench picture format lock clean

setup:
	@$(PYTHON) tools/setup.py

brief: setup
	@$(BIN)/sitrep build idlib

test: setup tests/web/node_modules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

# axe-core, for the test of the web page; without npm that test says that it was left out.
tests/web/node_modules: tests/web/package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix tests/web || true; fi

# How much of the annotated documents the rules find.
score: setup
	@$(BIN)/python tests/benchmarks/score.py

# How long it takes, where no test fails on a time; and the tests that take long.
bench:
	@$(PYTHON) tools/setup.py bench
	@$(BIN)/python tests/benchmarks/bench.py
	@$(BIN)/pytest -m slow

# The picture in README, of what the sample looks like now.
picture: setup
	@$(BIN)/sitrep render idlib --output docs --format png

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Newest versions that pyproject.toml allows, with hashes and without addresses. Needs uv.
lock:
	uv pip compile pyproject.toml --group dev --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.txt
	uv pip compile --group bench --constraints requirements.txt --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
	  --output-file tests/benchmarks/requirements.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
