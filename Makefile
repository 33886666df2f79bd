# Everything runs in .venv; nothing is installed anywhere else. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help install demo crawl test test-slow lint format docs evaluate bench lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(READY) ## Make the virtual environment, versions and hashes as in requirements.txt

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

demo: $(READY) ## Crawl the replica of the five sites into demo/archive.db and query it
	$(BIN)/python -m tests.sites.demo

crawl: $(READY) ## Crawl the real sites into the archive (ARCHIVE_DATABASE_URL)
	$(BIN)/archive upgrade
	$(BIN)/scrapy nightly

# The variable: the programs that tests start are to find their modules compiled, whatever the shell says.
# The order: tests/conftest.py puts the longest files first, which xdist by itself puts last.
test: $(READY) ## Run all tests but the slow ones
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not slow"

test-slow: $(READY) ## Run the slow tests
	$(BIN)/python -m pytest -m slow

lint: $(READY) ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY) ## Write the generated pages of docs/
	$(BIN)/python -m archive.dictionary
	$(BIN)/python -m tests.command_help
	$(BIN)/python -m crawler.site_table
	$(BIN)/python -m tests.tutorial

evaluate: $(READY) ## Say how often the metadata are right, on labelled data
	$(BIN)/python -m tests.evaluation

bench: $(READY) ## Measure the whole path against download only
	$(BIN)/python -m benchmarks.crawl

lock: ## Write requirements.txt anew (needs the program uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements.txt

clean: ## Remove what the targets made, but no archive
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache *.egg-info demo
