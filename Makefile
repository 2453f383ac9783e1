# `make demo` shows it, `make test` checks it in a few minutes, `make check` goes on for some more.
# They need nothing but make and Python 3.11 or newer.

PORT ?= 8000
PYTHON ?= $(shell for found in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$found"; break; }; done)

# Larger tests use development data where it is there; without it they say that they were left out.
DATASETS := $(shell cd ../shared/data 2>/dev/null && pwd)
ifneq ($(DATASETS),)
export BACKFILE_DATASETS ?= $(DATASETS)
endif

# An environment remembers where it was made: in a folder that was moved it is made anew.
ifneq ($(wildcard .venv/made-in),)
ifneq ($(shell cat .venv/made-in),$(shell pwd))
$(shell rm -rf .venv)
endif
endif

# What an installation depends on. Python's own files are used as they are.
INSTALLED := pyproject.toml setup.py constraints.txt $(wildcard search/arrays/*.[ch])

.PHONY: demo test test-clean test-corpus test-search test-web check check-hostile check-long check-browser check-stock check-floors pictures clean

demo: .venv/installed
	.venv/bin/backfile demo --port "$(PORT)"

test: .venv/installed-test
	.venv/bin/python -m ruff check .
	.venv/bin/python -m mypy
	.venv/bin/lint-imports
	$(MAKE) --no-print-directory -j2 $(addprefix test-,clean corpus search web)

# Two parts at a time: a part waits for other processes as often as it computes.
OF_CLEAN := $(wildcard $(addprefix tests/test_,[a-b]*.py cle*.py))
OF_CORPUS := $(wildcard tests/test_c[m-z]*.py)
OF_SEARCH := $(wildcard tests/test_[d-s]*.py)
OF_WEB := $(filter-out $(OF_CLEAN) $(OF_CORPUS) $(OF_SEARCH),$(wildcard tests/test_*.py))

test-clean: .venv/installed-test
	.venv/bin/python -m pytest $(OF_CLEAN)

test-corpus: .venv/installed-test
	.venv/bin/python -m pytest $(OF_CORPUS)

test-search: .venv/installed-test
	.venv/bin/python -m pytest $(OF_SEARCH)

test-web: .venv/installed-test
	.venv/bin/python -m pytest $(OF_WEB)

# What takes longer, two parts at a time, the longest first: hostile pages for the cleaner, other tests
# marked so and properties with all their examples, the pages in a browser, on stock postings what
# asks an index, and the floors of the cleaner.
HOSTILE := tests/test_clean_hostile.py
IN_BROWSER := $(addprefix tests/test_,web_browser.py web_walk.py features_browser.py docs_pictures.py)
ON_STOCK := $(wildcard $(addprefix tests/,test_index_*.py test_search_*.py test_cli_*.py \
	$(addprefix test_web_,pages.py draft.py related.py exports.py feed.py periods.py)))

check: .venv/installed-test
	$(MAKE) --no-print-directory -j2 check-hostile check-long check-browser check-stock check-floors

check-hostile: .venv/installed-test
	.venv/bin/python -m pytest --hypothesis-profile=long -m "long or hypothesis" $(HOSTILE)

check-long: .venv/installed-test
	.venv/bin/python -m pytest --hypothesis-profile=long -m "long or hypothesis" \
		$(addprefix --ignore=,$(HOSTILE) $(IN_BROWSER))

check-browser: .venv/installed-test
	.venv/bin/python -m pytest -m long $(IN_BROWSER)

check-stock: .venv/installed-test
	.venv/bin/python -m pytest --codec w3 $(ON_STOCK)

check-floors: .venv/installed-test
	.venv/bin/python benchmarks/template.py
	for set in extraction newspapers dates; do \
		if [ -d "$$BACKFILE_DATASETS/$$set" ]; then \
			.venv/bin/python benchmarks/extraction.py "$$BACKFILE_DATASETS/$$set" --no-peers || exit 1; \
		fi; done

# The pictures of docs/looks.md, of the demo's newspaper.
pictures: .venv/installed-test
	.venv/bin/python -m tests.pictures docs/pictures

clean:
	rm -rf .venv build dist *.egg-info search/arrays/*.so backfile-demo .mypy_cache .ruff_cache .pytest_cache .checkers .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed: $(INSTALLED) | .venv/made-in
	@echo "Installing Backfile and what it needs into .venv, once: a minute or two."
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/installed-test: $(INSTALLED) | .venv/made-in
	@echo "Installing Backfile and what its tests need into .venv, once: some minutes."
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch .venv/installed $@

.venv/made-in:
	@test -n "$(PYTHON)" || { echo "Backfile needs Python 3.11 or newer and finds none; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or newer, which Backfile needs; name another: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks its venv module; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	pwd > $@
