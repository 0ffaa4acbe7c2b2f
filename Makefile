# Each target installs what it needs into .venv first. Needed beforehand: Python 3.12 or later, and make.

RUNS = 1000
OUT = results/china$(if $(filter-out 1000,$(RUNS)),-$(RUNS))
PYTEST_ARGS =
WORKERS = 2
MUTATION_ARGS =

# The first Python that runs, is 3.12 or later and can make virtual environments. A command of that name may
# be the shim of a version manager and fail, so every one on the PATH is tried by running it: first `python3`
# if it answers with the version in .python-version, then the named versions, then any `python3`.
define find_python
{ IFS=. read -r major minor rest < .python-version; } 2>/dev/null || :; \
try() { \
  IFS=:; for folder in $$PATH; do unset IFS; \
    [ -x "$$folder/$$1" ] && [ ! -d "$$folder/$$1" ] || continue; \
    answer=$$("$$folder/$$1" -c 'import sys, venv, ensurepip; print(*sys.version_info[:2])' 2>/dev/null </dev/null) || continue; \
    [ "$${answer%% *}" = 3 ] && [ "$${answer#* }" -ge 12 ] 2>/dev/null || continue; \
    if [ -n "$$2" ] && [ "$$answer" != "$$2" ]; then continue; fi; \
    python="$$folder/$$1"; return 0; \
  done; unset IFS; return 1; \
}; \
if ! { try python3 "$$major $$minor" || try python3.13 || try python3.12 || try python3; }; then \
  echo "No Python 3.12 or later with venv was found on the PATH (tried python3, python3.13, python3.12)." >&2; exit 1; \
fi
endef

.PHONY: help run test notebooks docs validate coverage mutation lint types format install interpreter clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

run: .venv/installed ## compare five assumptions about China (RUNS=1000 histories each); again to resume
	@.venv/bin/dilemma compare march-2025 --vary china --runs $(RUNS) --out $(OUT)

test: .venv/installed ## run the tests (PYTEST_ARGS="-k truce" for some of them; WORKERS=0 in one process)
	@.venv/bin/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

notebooks: .venv/installed ## run the notebooks anew and keep their figures (DILEMMA_RUNS=400 histories each)
	@.venv/bin/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False notebooks/*.ipynb

docs: .venv/installed ## build the documentation into results/site (no network needed)
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet --site-dir results/site
	@echo 'Open results/site/index.html; its search needs a server: python3 -m http.server -d results/site'

validate: .venv/installed ## hold the model to published limits, its properties and the record
	@.venv/bin/dilemma validate

coverage: .venv/installed ## branch coverage of the rules, run as plain Python (minutes; fails below 95%)
	@.venv/bin/python -m tests.rule_coverage

mutation: .venv/installed ## small faults written into rules, which their tests must find (MUTATION_ARGS=model/word.py for one file)
	@.venv/bin/python -m tests.mutants $(MUTATION_ARGS)

lint: .venv/installed ## check format and style
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .

types: .venv/installed ## check types
	@.venv/bin/mypy

format: .venv/installed ## put the code into the house's format
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

install: .venv/installed ## install everything into .venv (the other targets do it when needed)

interpreter: ## print the Python that the virtual environment is made with
	@$(find_python); echo "$$python"

clean: ## remove .venv and caches; results stay
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis ./*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed once, and again when the requirements change. Where the Python has gone or the checkout has moved,
# the virtual environment is made anew.
usable := $(and $(shell .venv/bin/python -c 'import pip; print(1)' 2>/dev/null),$(filter x$(CURDIR),x$(shell cat .venv/installed 2>/dev/null)))
ifeq ($(usable),)
.PHONY: .venv/installed
endif

.venv/installed: pyproject.toml constraints.txt
	@if [ -z '$(usable)' ]; then \
		$(find_python); \
		echo "Installing into .venv with $$python (once; a few minutes)"; \
		"$$python" -m venv --clear .venv; \
	fi
	@.venv/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@echo '$(CURDIR)' > $@
