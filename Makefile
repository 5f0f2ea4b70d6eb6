# For a fresh machine with Python >= 3.11, git and make. `make help` lists the targets.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help brief serve page test check format docs bench soak fuzz mutation wheel clean

help:
	@echo "make brief   install, then write the briefing on the shipped case to out/ukraine-2025"
	@echo "make serve   install, then open a copy of the shipped case in the browser (port 8765)"
	@echo "make test    install with the test tools, then run every check and test"
	@echo "make page    build the page again after a change in frontend/"
	@echo "make check   only the checks: format, lint, types, layers"
	@echo "make docs    build the documentation, warnings as errors"
	@echo "make bench   run the benchmarks"
	@echo "make soak    long fuzzing of the readers"
	@echo "make fuzz    fuzz the readers for an hour, guided by coverage (installs atheris)"
	@echo "make mutation  break the engine on purpose; every break must be noticed"
	@echo "make wheel   build the wheel into dist/"
	@echo "make clean   remove what these targets made"

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade pip
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/web.stamp: $(VENV)/run.stamp
	$(PIP) install --constraint constraints.txt --editable '.[web]'
	@touch $@

# What the page is made of, folders too: a file that a pull took away makes its folder newer.
PAGE := hatch_build.py $(shell find frontend -name node_modules -prune -o -name schema.ts -o -print)

# Installing builds the page where it is not made of these sources.
$(VENV)/page.stamp: $(VENV)/web.stamp $(PAGE)
	$(PIP) install --constraint constraints.txt --no-deps --editable '.[web]'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

brief: $(VENV)/run.stamp
	$(BIN)/goodoffices brief examples/ukraine-2025 --as-of 2025-12-29 --since 2025-11-20 \
	  --format html,docx,json --out out/ukraine-2025

serve: $(VENV)/page.stamp
	@test -d out/serve/ukraine-2025 || { mkdir -p out/serve && cp -r examples/ukraine-2025 out/serve; }
	$(BIN)/goodoffices serve out/serve/ukraine-2025

page: $(VENV)/dev.stamp
	$(BIN)/python hatch_build.py --tools

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Without network or Node the page is not built, and the tests that want it skip and say so.
test: check docs
	-$(BIN)/python hatch_build.py --tools
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m 'not soak'

docs: $(VENV)/dev.stamp
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.agreement
	$(BIN)/python -m benchmarks.engine --quick
	$(BIN)/python -m benchmarks.stability
	$(BIN)/python -m benchmarks.store --reports 2000
	$(BIN)/python -m benchmarks.page

soak: $(VENV)/dev.stamp
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 -m soak

fuzz: $(VENV)/dev.stamp
	$(PIP) install 'atheris>=3.0'
	$(BIN)/python scripts/fuzz_readers.py --all --seconds 3600 --keep out/fuzz

mutation: $(VENV)/dev.stamp
	$(BIN)/python scripts/mutations.py

wheel: $(VENV)/dev.stamp
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) out build dist docs/_build frontend/node_modules src/goodoffices/web/static .mypy_cache .ruff_cache .pytest_cache .hypothesis
