# make run: opens Headwater on the example map.   make test: every check.   make help: the rest.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
SMOKE ?=
BENCHMARKS := start keystrokes commit analysis panel layout conversation size

.DEFAULT_GOAL := help
.PHONY: help run test bench soak lock format clean ready ready-test

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 10

ready:
	@packaging/bootstrap.sh run

ready-test:
	@packaging/bootstrap.sh test

run: ready ## Open Headwater on the example map; without a display write its picture and ranking
	@packaging/run.sh $(PY)

test: ready-test ## Run every check: style, types, who imports whom, behaviour
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2

bench: ready-test ## Measure, side by side with named floors (SMOKE=1: short)
	@for name in $(BENCHMARKS); do echo "== $$name"; \
	  QT_QPA_PLATFORM=offscreen $(PY) benchmarks/$$name.py $(if $(SMOKE),--smoke) || exit 1; done

soak: ready-test ## Eight simulated hours of a summit at the real window: nothing grows, stays behind or slows (SMOKE=1: short)
	@QT_QPA_PLATFORM=offscreen $(PY) benchmarks/soak.py $(if $(SMOKE),--smoke)

lock: ## Pin what is needed anew, with hashes (needs uv)
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
	  pyproject.toml -o packaging/requirements.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
	  --extra dev pyproject.toml -c packaging/requirements.txt -o packaging/requirements-dev.txt

format: ready-test ## Format the code
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean: ## Remove what was made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
