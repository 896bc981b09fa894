# What a person does with this product. Each word works in a fresh clone.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The distribution's own Python first: it is built with care for speed, which those that people build seldom are.
PYTHON ?= $(shell for name in /usr/bin/python3 python3.11 python3.12 python3.13 python3; do \
	"$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
CATALOGUES := $(wildcard tracker/translations/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)

.PHONY: help run test check bench venv lock translations messages migration clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(STAMPS)/run $(COMPILED) ## set up what is missing and start the product with its example record
	@TRACKER_ENV=$${TRACKER_ENV:-demo} $(BIN)/tracker run --prepare

test: venv translations ## every check and every test, on both databases
	@.ci/suite all

check: venv translations ## the quick loop: style, types, imports, unit tests
	@.ci/suite quick

bench: venv translations ## measure, and print figures and ratios
	@$(BIN)/python -m bench

venv: $(STAMPS)/test ## .venv with everything that development needs

lock: ## choose versions anew within the ranges of pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade uv
	@$(BIN)/uv lock --quiet --upgrade --python $(BIN)/python
	@$(BIN)/uv export --quiet --frozen --no-header --no-annotate --no-emit-project --no-dev --group build \
		-o requirements/run.lock
	@$(BIN)/uv export --quiet --frozen --no-header --no-annotate --no-emit-project --no-dev --group build \
		--group test --group lint -o requirements/test.lock
	@$(BIN)/uv export --quiet --frozen --no-header --no-annotate --only-group install -o requirements/install.lock

translations: $(COMPILED) ## compile the catalogues of screen texts

migration: venv ## write the next migration from the models: make migration NAME=agencies
	@$(BIN)/tracker migrate --draft "$(NAME)"

messages: venv ## collect new screen texts into the catalogues
	@$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output --project tracker --no-wrap \
		-k _l -k _n:1,2 -k _p:1c,2 -k _lp:1c,2 -o tracker/translations/messages.pot .
	@$(BIN)/pybabel -q update -i tracker/translations/messages.pot -d tracker/translations -l en --no-wrap \
		--ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date

clean: ## remove what was made, except the data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis $(COMPILED)

%.mo: %.po | $(STAMPS)/run
	@$(BIN)/pybabel -q compile --statistics -i $< -o $@

$(STAMPS)/run: requirements/run.lock pyproject.toml | $(STAMPS)/made
	@.ci/install $(VENV) requirements/run.lock
	@touch $@

$(STAMPS)/test: requirements/test.lock requirements/run.lock pyproject.toml | $(STAMPS)/made
	@.ci/install $(VENV) requirements/test.lock
	@touch $(STAMPS)/run $@

$(STAMPS)/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed: apt-get install python3 python3-venv"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS)
	@touch $@
