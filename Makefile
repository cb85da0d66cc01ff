# Handbell's everyday commands. "make" alone lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install lock demo test check bench bench-flags weights torture

PORT ?= 5000
PYTHON ?= python3
WORKERS ?= 2
UV_VERSION := 0.13.9
BIN := .venv/bin
INSTALLED := .venv/installed.stamp
AXE := tests/browser/node_modules/axe-core/axe.min.js

help:
	@echo "make demo [PORT=5000]  a sample school in the browser, from nothing"
	@echo "make test              every test; parts that are not installed are skipped with the reason"
	@echo "make check             style, types, import rules, security lint"
	@echo "make torture           the fault, race and fuzz tests at full count"
	@echo "make bench             the benchmarks, as a table and bench/results.json"
	@echo "make bench-flags       how well talks, risks and operations are seen; reads HANDBELL_DATA"
	@echo "make weights           learn gateway/domain/weighing/weights.csv anew; reads HANDBELL_DATA"
	@echo "make install           the dependencies, development tools included"
	@echo "make lock              work out requirements.lock.txt anew from requirements.in"

install: $(INSTALLED)

# The stamp makes a second run instant; a changed lock file installs again.
$(INSTALLED): requirements.lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Handbell needs Python 3.11 or newer; give it with: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python cannot make virtual environments here; install that with: apt-get install -y python3-venv" >&2; exit 2; }
	@echo "Installing the dependencies into .venv ..." >&2
	@[ -x $(BIN)/python ] && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@if $(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION); then \
		$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock.txt; \
	else \
		echo "uv cannot be had here; pip installs instead, which takes longer." >&2; \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock.txt; \
	fi
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import gateway.app, gateway.migrating'  # compiled once: else each start compiles it all where caches are off
	@touch $@

lock: $(INSTALLED)
	$(BIN)/uv pip compile requirements.in --generate-hashes --universal --python-version 3.11 -q -o requirements.lock.txt

demo: $(INSTALLED)
	@$(BIN)/flask demo --port $(PORT)

# Without npm, or where it cannot install, the accessibility tests skip and say so.
$(AXE): tests/browser/package-lock.json
	@if command -v npm >/dev/null; then (cd tests/browser && npm ci --silent) && touch $@; fi || true

test: $(INSTALLED) $(AXE)
	$(BIN)/pytest -n $(WORKERS) --dist loadscope

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit -q -c pyproject.toml -r gateway integrations

torture: $(INSTALLED) $(AXE)
	HANDBELL_TORTURE=full $(BIN)/pytest -m torture -n $(WORKERS) --dist loadscope -o faulthandler_timeout=1800

bench: $(INSTALLED)
	$(BIN)/python -m bench

bench-flags: $(INSTALLED)
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.flags

weights: $(INSTALLED)
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.flags.learning
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.flags.abroad
