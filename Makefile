# Everything a developer or a machine does with trainhub. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PORT ?= 8000
DEMO := var/demo
DEMO_ENV := TRAINHUB_DATA=$(DEMO) TRAINHUB_BASE_URL=http://127.0.0.1:$(PORT)

export PYTHONDONTWRITEBYTECODE :=  # else each of the programs that tests start compiles all modules anew

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types imports check wheel bench bench-planner shots lock messages

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# uv installs the lock in seconds; where it cannot reach a package as set up, plain pip does the same slowly
$(VENV)/.locked: requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	awk '/^uv==/ {on = 1} on && !/^(uv==|    )/ {exit} on' requirements.lock > $(VENV)/uv.txt
	$(PIP) install --quiet --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock \
	  || $(PIP) install --quiet --require-hashes -r requirements.lock
	touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@

# compiles the planner's engine into the user's cache, so that no plan waits for it
ENGINE := $(wildcard trainhub/engine/kernels/*.py) trainhub/engine/grid.py trainhub/engine/general.py
$(VENV)/.engine: $(VENV)/.installed $(ENGINE)
	$(BIN)/python -m trainhub.engine.solving
	touch $@

setup: $(VENV)/.installed $(VENV)/.engine  ## Environment with the locked dependencies, assets, compiled catalogues
	@$(BIN)/python hatch_build.py

demo: setup  ## A centre with demonstration data on 127.0.0.1:$PORT; FRESH=1 starts anew
	@$(if $(FRESH),rm -rf $(DEMO))
	@$(DEMO_ENV) $(BIN)/trainhub demo ensure
	@exec env $(DEMO_ENV) $(BIN)/trainhub serve --port $(PORT)

test: setup  ## Every test: both databases, contracts, journeys, browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 25 --durations-min 5

lint: setup  ## Style
	$(BIN)/ruff check .

types: setup  ## Types, strictly
	$(BIN)/mypy

imports: setup  ## Who may import whom
	$(BIN)/lint-imports

check: lint types imports test wheel  ## All that the build machine runs

wheel: setup  ## Build, install into an empty environment, open the first page
	$(BIN)/python tests/wheel.py

bench: setup  ## Speed and size of docs/budgets.md, into var/bench.json
	$(BIN)/python -m benchmarks

bench-planner: setup  ## The planner's engine on public instances and planted years, into var/bench-planner.json
	$(BIN)/python -m benchmarks.planner

shots: setup  ## Pictures of the main pages, into var/shots/
	$(BIN)/python -m tests.browser.shots

messages: setup  ## Collect the texts of code and templates into the catalogues
	$(BIN)/python -m trainhub.translations.collect

lock: setup  ## Resolve the dependencies anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements.lock
