# Set-up needs Python 3.11+, make and git; the engine is built with Go where `pulumi` is not installed.
# VERBOSE=1 shows what pip and the engine write in full.
PYTHON ?= python3
STACK ?= dev
WORKERS ?= 2

BIN := .venv/bin
# The name of a stamp holds a checksum of what decides the environment: nothing is done while that is the same.
sum = $(shell cat $(1) pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
STAMP := .venv/.running-$(call sum,requirements.lock)
DEV_STAMP := .venv/.developing-$(call sum,requirements-dev.lock)
PIP := $(BIN)/python -m pip install --disable-pip-version-check
export VERBOSE
SDK_MODULES := __init__.py _utilities.py provider.py authorization monitor network operationalinsights privatedns resources storage
POLICIES := $(if $(wildcard policies/PulumiPolicy.yaml),--policy-pack policies)
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q

.DEFAULT_GOAL := help
.PHONY: help setup dev engine up preview down test test-fast prove lint bench docs lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "  Variables: STACK=$(STACK) (up, preview, down), WORKERS=$(WORKERS) (tests at once), PYTHON=$(PYTHON), ONLY=tests/... (prove), VERBOSE=1"

setup: $(STAMP) ## create .venv with what running needs, as requirements.lock pins it

dev: $(DEV_STAMP) ## add what tests and checks need, as requirements-dev.lock pins it

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: $(PYTHON) is missing or older than Python 3.11; name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@.ci/quietly "Installing what running needs into .venv" $(PIP) --no-compile --require-hashes -r requirements.lock
	@$(PIP) -q --no-deps --no-build-isolation -e .
	@# Once for all processes to come. All of the azure-native SDK would take longer than fetching it: only what is imported.
	@.ci/quietly "Compiling it once for all runs" $(MAKE) --no-print-directory compile
	@rm -f .venv/.running-*
	@touch $@

.PHONY: compile
compile:
	@$(BIN)/python -m compileall -qq -j 0 -x '/pulumi_azure_native/' .venv/lib || true
	@cd .venv/lib/python*/site-packages/pulumi_azure_native && $(CURDIR)/$(BIN)/python -m compileall -qq -j 0 $(SDK_MODULES) || true

$(DEV_STAMP): $(STAMP)
	@.ci/quietly "Installing what tests and checks need into .venv" $(PIP) --require-hashes -r requirements-dev.lock
	@rm -f .venv/.developing-*
	@touch $@

engine: setup ## find the Pulumi engine, or build it once into the user's cache
	@$(BIN)/python -m azure_offline.engine > /dev/null

up: engine ## deploy STACK against the offline Azure, and print its outputs
	@if $(BIN)/pulumi-offline stack --stack $(STACK) > /dev/null 2>&1; then \
	  .ci/quietly -o "Deploying $(STACK) once more" $(BIN)/pulumi-offline up --yes --stack $(STACK) $(POLICIES); \
	else $(BIN)/pulumi-offline up --yes --stack $(STACK) $(POLICIES); fi

preview: engine ## show what `make up` would change
	@$(BIN)/pulumi-offline preview --stack $(STACK) $(POLICIES)

down: ## delete everything STACK has offline, and the stack
	@if [ -d .azure-offline/state ]; then $(MAKE) --no-print-directory remove-stack; \
	else echo "Nothing is deployed offline."; fi

.PHONY: remove-stack
remove-stack: engine
	@if $(BIN)/pulumi-offline stack --stack $(STACK) > /dev/null 2>&1; then \
	  $(BIN)/pulumi-offline state unprotect --all --yes --stack $(STACK) > /dev/null && \
	  .ci/quietly -o "Deleting $(STACK)" $(BIN)/pulumi-offline destroy --yes --remove --stack $(STACK); \
	else echo "There is no stack $(STACK) offline."; fi

test: engine dev ## run the tests (sampled where there are thousands of cases)
	@$(PYTEST) -m "not prove"

test-fast: dev ## run the tests that need no engine and take no time
	@$(PYTEST) -m "not engine and not slow and not prove"

prove: engine dev ## run every test there is, campaigns included: up to an hour; its table is docs/proved.md
	@$(PYTEST) --proof=docs/proved.md $(ONLY)

lint: dev ## check style, format, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: engine dev ## measure previews of large estates against a bare program
	@$(BIN)/python benchmarks/run.py

docs: dev ## generate the reference pages
	@$(BIN)/python docs/generate.py

lock: ## renew both lock files with the newest versions that pyproject.toml allows
	@rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install -q --disable-pip-version-check pip-tools
	@.ci/quietly "Resolving what running needs" $(MAKE) --no-print-directory locked OUT=requirements.lock EXTRAS="--extra build"
	@.ci/quietly "Resolving what tests need" $(MAKE) --no-print-directory locked OUT=requirements-dev.lock EXTRAS="--extra build --extra dev -c requirements.lock"
	@rm -rf build/lock

.PHONY: locked
locked:
	@build/lock/bin/pip-compile -q --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options $(EXTRAS) -o build/lock/pins pyproject.toml
	@{ echo "# Exact versions with their hashes. Renew with: make lock"; cat build/lock/pins; } > $(OUT)

clean: ## remove the offline state and what runs and tests leave behind; .venv and the engine stay
	rm -rf .azure-offline build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
