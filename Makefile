# Everything is set up by the targets themselves: Python 3.11 to 3.13, git and make are enough.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PARTS := domain config platforms store collector scheduler listener reporting dashboard sandbox

.PHONY: help demo test lint floors migrate run clean requirements words picture bench

help:  ## Say what can be made
	@grep -E '^[.a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([.a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 24

.venv: requirements-dev.txt pyproject.toml  ## Make the environment that everything runs in
	@test -n "$(PYTHON)" || { echo "Bluelamp needs Python 3.11, 3.12 or 3.13, and none was found."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv

demo: .venv  ## Practise: a made-up county, nothing is public
	$(BIN)/bluelamp demo

run: .venv  ## Collect, publish and show, for real
	$(BIN)/bluelamp run

migrate: .venv  ## Bring the database up to date
	$(BIN)/bluelamp migrate

test: .venv  ## Run every test
	$(BIN)/pytest -n auto --dist loadgroup

lint: .venv  ## Format, rules, types, secrets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/detect-secrets-hook --baseline .secrets.baseline $$(git ls-files -- ':!:requirements*.txt')

floors: .venv  ## Who may know whom
	$(BIN)/lint-imports

requirements: .venv  ## Write the pinned requirements anew
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet -o requirements-dev.txt

words: .venv  ## Gather the pages' sentences for translators
	$(BIN)/python -m tests.dashboard.catalogue

picture: .venv  ## Make the README's picture anew (needs Chromium)
	$(BIN)/python -m tests.browser.picture

bench: .venv  ## Measure collector and publisher against their yardsticks (about 25 minutes)
	$(BIN)/python -m benchmarks.ingest
	$(BIN)/python -m benchmarks.publish

clean:  ## Remove the environment, the caches and what was practised
	rm -rf .venv var/practice* artefacts build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
