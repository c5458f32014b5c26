PYTHON ?= python3
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check bench

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: ## from a bare clone to a running site (PORT=8000); Ctrl-C stops everything
	@exec $(PYTHON) incubator/bootstrap.py demo --port "$(PORT)"

demo-reset: ## forget everything that the demo made
	@exec $(PYTHON) incubator/bootstrap.py reset

test: ## all tests (ARGS="tests/jobs -x"; TEST_DATABASE_URL and TEST_BROKER_URL choose other services)
	@exec $(PYTHON) incubator/bootstrap.py test $(ARGS)

check: ## lint, types, architecture, catalogues, settings, lock
	@exec $(PYTHON) incubator/bootstrap.py check $(ARGS)

bench: ## the goals of performance, as ratios measured in one run
	@exec $(PYTHON) incubator/bootstrap.py bench $(ARGS)
