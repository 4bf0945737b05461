# Two commands matter to a newcomer: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test bench lint docs install package clean setup setup-tests setup-peers refuse-processing

SYSTEM_PYTHON := /usr/bin/python3
PYTHON := .venv/bin/python
export QT_QPA_PLATFORM := offscreen

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 12

demo: setup ## install what is needed and run the main job on the sample community
	@$(PYTHON) tools/demo.py

test: setup-tests ## install what is needed and run all tests
	@$(PYTHON) -m pytest

bench: setup-tests setup-peers ## compare speeds side by side and print the ratios
	@$(PYTHON) tools/bench.py

lint: setup-tests ## check style and types
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) tools/typecheck.py

docs: setup-tests ## write the reference pages from the code
	@$(PYTHON) tools/make_docs.py

install: refuse-processing ## link the plugin into your QGIS profile
	@$(SYSTEM_PYTHON) tools/install.py

package: refuse-processing ## write the plugin zip into build/
	@$(SYSTEM_PYTHON) tools/package.py

clean: ## remove what the commands made
	rm -rf .venv .venv-peers build .qgis-settings .pytest_cache .hypothesis .ruff_cache .mypy_cache

setup: refuse-processing
	@bash tools/setup.sh runtime

setup-tests: refuse-processing
	@bash tools/setup.sh tests

setup-peers: refuse-processing
	@bash tools/setup.sh peers

refuse-processing:
	@if [ "$$(basename "$$PWD")" = processing ]; then \
	  echo "A folder named «processing» hides QGIS's own package of that name: rename this folder, then try again."; exit 1; fi
