# For a fresh machine with Python >= 3.11, git and make. `make help` lists the targets.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help brief test check format docs bench soak mutation wheel clean

help:
	@echo "make brief   install, then write the briefing on the shipped case to out/ukraine-2025"
	@echo "make test    install with the test tools, then run every check and test"
	@echo "make check   only the checks: format, lint, types, layers"
	@echo "make docs    build the documentation, warnings as errors"
	@echo "make bench   run the benchmarks"
	@echo "make soak    long fuzzing of the readers"
	@echo "make mutation  break the engine on purpose; every break must be noticed"
	@echo "make wheel   build the wheel into dist/"
	@echo "make clean   remove what these targets made"

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade pip
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

brief: $(VENV)/run.stamp
	$(BIN)/goodoffices brief examples/ukraine-2025 --as-of 2025-12-29 --since 2025-11-20 \
	  --format html,docx,json --out out/ukraine-2025

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check docs
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not soak'

docs: $(VENV)/dev.stamp
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.agreement
	$(BIN)/python -m benchmarks.engine --quick
	$(BIN)/python -m benchmarks.stability

soak: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 -m soak

mutation: $(VENV)/dev.stamp
	$(BIN)/python scripts/mutations.py

wheel: $(VENV)/dev.stamp
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) out build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
