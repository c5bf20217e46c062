# A few verbs; each sets up what it needs first. `make briefing` and `make test` are all that most people want.
.PHONY: briefing test setup check live-demo bench
.DEFAULT_GOAL := briefing

export PYTHON

briefing: setup ## the briefing of the embedded sample, in both languages
	.venv/bin/reporter build

test: setup ## every test
	.venv/bin/python -m pytest -n auto --maxprocesses 4

test-exhaustive: setup  ## Try every variant of every phrase (many minutes)
	.venv/bin/python -m pytest -n auto --maxprocesses 4 -m exhaustive

setup: ## system packages, virtual environment, Python packages: only what is missing
	@sh scripts/setup.sh

check: setup ## style, types, and which room may import which
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

live-demo: setup ## the sample through the real client for live prices, from a server on this machine; same figures?
	.venv/bin/python scripts/live_demo.py

bench: setup ## next to what people would use instead: QuantStats (QUANTSTATS=python of its environment), WeasyPrint, Chromium
	.venv/bin/python benchmarks/run.py $(if $(QUANTSTATS),--quantstats $(QUANTSTATS))
