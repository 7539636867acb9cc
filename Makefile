# The four commands of the portal. Each sets up what it needs and skips what is already there.
#
#   make run     opens the portal at http://localhost:8000 (PORT=8010 for another port); Ctrl-C ends it
#   make test    all tests, those in a real browser too
#   make check   linters, types, migrations, translations, deployment files
#   make bench   benchmarks, printed as JSON lines
#
# PYTHON names the Python to build the environment with, CHROMIUM an installed browser for the tests.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-processes check bench setup setup-tests locks

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && exit; \
	done; echo python3)
PY := .venv/bin/python
# Messages are in Japanese, whatever the locale of the terminal.
export PYTHONUTF8 := 1
EMBEDDED := $(PY) -m diplomacy.embedded
# Tests have their own servers: a portal that runs meanwhile is not touched.
TEST_ENV := PORTAL_MODE=demo PORTAL_DATA="$${PORTAL_TEST_DATA:-var/test}"
PYTEST = $(TEST_ENV) $(EMBEDDED) exec --volatile -- $(PY) -m pytest
TEST_WORKERS ?= 2

help:
	@sed -n 's/^# \{0,1\}//; 1,8p' Makefile

setup:
	@$(PYTHON) -I -X utf8 diplomacy/setup/environment.py demo
	@PYTHONPATH=. $(PY) diplomacy/setup/frontend.py

setup-tests:
	@$(PYTHON) -I -X utf8 diplomacy/setup/environment.py dev
	@PYTHONPATH=. $(PY) diplomacy/setup/frontend.py --tests
	@$(PY) -m diplomacy.ui.compile_messages

run: setup
	@PORTAL_MODE=demo exec $(EMBEDDED) run

# Both halves run even if the first fails; exit code 5 says that ARGS left none of the second.
test: setup-tests
	@$(PY) -m diplomacy.setup.browser
	@failed=0; \
	$(PYTEST) -m "not processes" -n $(TEST_WORKERS) $(ARGS) || failed=1; \
	$(PYTEST) -m processes -n 0 $(ARGS) || [ $$? = 5 ] || failed=1; \
	exit $$failed

test-processes: setup-tests
	$(PYTEST) -m processes -n 0 $(ARGS)

# While working: one area, no browser. make test-fast ARGS=tests/meetings
test-fast: setup-tests
	$(PYTEST) -m "not processes and not browser" -n 0 $(ARGS)

check: setup-tests
	$(PY) -m diplomacy.checks

bench: setup-tests
	PORTAL_MODE=demo PORTAL_DATA="$${PORTAL_BENCH_DATA:-var/bench}" $(EMBEDDED) exec -- $(PY) -m benchmarks $(ARGS)

# After a change of dependencies in pyproject.toml; the locks name no registry.
COMPILE = $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	--no-header $(UPGRADE)
locks: setup-tests
	$(COMPILE) pyproject.toml -o requirements/base.lock
	$(COMPILE) pyproject.toml --group demo -o requirements/demo.lock
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.lock
	$(COMPILE) requirements/uv.in --no-annotate -o requirements/uv.lock
