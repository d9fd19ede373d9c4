# Every target does its own set-up. PORT=8001 serves elsewhere; ARGS="-k gauge -x" goes to pytest or to a benchmark;
# JOBS=0 runs the tests one after another, else there are as many at a time as the machine has cores.
PORT ?= 8000
ARGS ?=
JOBS ?= auto
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup run test check translations lock bench clean

help: ## Show these lines
	@awk -F ': .*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install everything Juli needs, from its lock files
	@scripts/setup

run: setup ## Open the site with demonstration data at 127.0.0.1:8000 (PORT=8001 for another port)
	@JULI_DEMO=1 $(PY) scripts/run.py $(PORT)

test: setup ## Run the tests (ARGS="tests/site -k home" for some of them)
	@$(PY) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: setup ## Check style, types, who may import whom, and that the translations are complete
	@scripts/check

translations: setup ## Bring the catalogs up to date with the marked texts
	@scripts/translations update

lock: setup ## Resolve the Python and front-end packages anew and write the lock files
	@scripts/lock

bench: setup ## Measure what we claim about speed, against the peers named (ARGS="--quick", ARGS="population")
	@$(PY) benchmarks/run.py $(ARGS)

clean: ## Remove everything that set-up and runs have made, the local database included
	@rm -rf .venv node_modules var build dist locale/*/LC_MESSAGES/*.mo .*_cache .hypothesis
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
