# Set-up needs Python 3.11+, make and git; the engine is built with Go where `pulumi` is not installed.
PYTHON ?= python3
STACK ?= dev
WORKERS ?= 2

BIN := .venv/bin
# The name of the stamp holds a checksum of what decides the environment: nothing is done while that is the same.
STAMP := .venv/.installed-$(shell cat requirements.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
SDK_MODULES := __init__.py _utilities.py provider.py authorization monitor network operationalinsights privatedns resources storage
POLICIES := $(if $(wildcard policies/PulumiPolicy.yaml),--policy-pack policies)
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q

.DEFAULT_GOAL := help
.PHONY: help setup engine up preview down test test-fast prove lint bench docs lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "  Variables: STACK=$(STACK) (up, preview, down), WORKERS=$(WORKERS) (tests at once), PYTHON=$(PYTHON), ONLY=tests/... (prove)"

setup: $(STAMP) ## create .venv with everything that requirements.lock pins

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: $(PYTHON) is missing or older than Python 3.11; name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the packages of requirements.lock into .venv"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@# Once for all processes to come. All of the azure-native SDK would take longer than fetching it: only what is imported.
	@$(BIN)/python -m compileall -qq -j 0 -x '/pulumi_azure_native/' .venv/lib || true
	@cd .venv/lib/python*/site-packages/pulumi_azure_native && $(CURDIR)/$(BIN)/python -m compileall -qq -j 0 $(SDK_MODULES) || true
	@rm -f .venv/.installed-*
	@touch $@

engine: setup ## find the Pulumi engine, or build it once into the user's cache
	@$(BIN)/python -m azure_offline.engine > /dev/null

up: engine ## deploy STACK against the offline Azure, and print its outputs
	@$(BIN)/pulumi-offline up --yes --stack $(STACK) $(POLICIES)

preview: engine ## show what `make up` would change
	@$(BIN)/pulumi-offline preview --stack $(STACK) $(POLICIES)

down: ## delete everything STACK has offline, and the stack
	@if [ -d .azure-offline/state ]; then $(MAKE) --no-print-directory remove-stack; \
	else echo "Nothing is deployed offline."; fi

.PHONY: remove-stack
remove-stack: engine
	@if $(BIN)/pulumi-offline stack --stack $(STACK) > /dev/null 2>&1; then \
	  $(BIN)/pulumi-offline state unprotect --all --yes --stack $(STACK) > /dev/null && \
	  $(BIN)/pulumi-offline destroy --yes --stack $(STACK) && \
	  $(BIN)/pulumi-offline stack rm --yes --stack $(STACK); \
	else echo "There is no stack $(STACK) offline."; fi

test: engine ## run the tests (sampled where there are thousands of cases)
	@$(PYTEST) -m "not prove"

test-fast: setup ## run the tests that need no engine and take no time
	@$(PYTEST) -m "not engine and not slow and not prove"

prove: engine ## run every test there is, campaigns included: up to an hour; its table is docs/proved.md
	@$(PYTEST) --proof=docs/proved.md $(ONLY)

lint: setup ## check style, format, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: engine ## measure previews of large estates against a bare program
	@$(BIN)/python benchmarks/run.py

docs: setup ## generate the reference pages
	@$(BIN)/python docs/generate.py

lock: ## renew requirements.lock with the newest versions that pyproject.toml allows
	@rm -rf build/lock && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --disable-pip-version-check -e '.[dev]'
	@{ echo "# Exact versions of everything, development tools included. Renew with: make lock"; \
	  build/lock/bin/python -m pip freeze --exclude-editable --disable-pip-version-check; } > requirements.lock
	@rm -rf build/lock

clean: ## remove the offline state and what runs and tests leave behind; .venv and the engine stay
	rm -rf .azure-offline build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
