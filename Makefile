# Everything that can be done here; `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV := tools/uv
RUN := $(UV) run --no-sync
LABELS ?= ../shared/data/labelled/dev.json ../shared/data/pages/dev.json
.PHONY: eval-vision help setup demo up test test-python test-php test-e2e test-deep acceptance lint fix plugin contract bench

help: ## list all targets
	@grep -hE '^[a-z0-9%-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-18s %s\n", $$1, $$2}'

setup: ## install what is missing (Debian packages, Python and npm packages); quick when nothing is
	@tools/setup

demo: setup ## set everything up, run all three pipelines in a real WordPress, prove the result
	@$(RUN) picopt demo

up: setup ## serve WordPress, dashboard and API locally until Ctrl-C
	@$(RUN) picopt up

test: setup test-python test-php test-e2e ## set everything up and pass all tests

test-python: ## Python tests: units and integration with a real PostgreSQL
	$(RUN) pytest
	cd saas && ../$(RUN) pytest

test-php: ## PHPUnit in a real WordPress on MariaDB
	$(RUN) picopt site --name phpunit -- phpunit -c wordpress/phpunit.xml.dist

test-e2e: ## the whole chain in Chromium
	$(RUN) pytest e2e

test-deep: setup ## what takes long: kill matrix, fuzz, load, old WordPress
	$(RUN) pytest -m deep
	cd saas && ../$(RUN) pytest -m deep
	tools/test-heic
	$(RUN) picopt site --name deep -- phpunit -c wordpress/phpunit.xml.dist --group deep
	$(RUN) picopt site --wp 6.5 --name deep65 -- phpunit -c wordpress/phpunit.xml.dist
	$(RUN) pytest e2e -m deep
	PICOPT_WP=6.5 $(RUN) pytest e2e

acceptance: setup ## run the tests of the acceptance rows and write var/acceptance.json
	$(RUN) python tools/acceptance.py

lint: setup ## all static checks
	tools/lint

fix: setup ## mend what can be mended
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	-phpcbf -q --standard=wordpress/phpcs.xml.dist
	cd wordpress && npm run --silent build

contract: setup ## generate openapi.json and the plugin's copies of shared data
	$(RUN) python -m picopt_contract.openapi

plugin: setup ## build dist/picture-optimizer.zip
	$(RUN) python tools/build_plugin.py

bench: ## all benchmarks; goes through to the end, then fails when one missed a goal
	@failed=; for name in $$(ls bench/src/picopt_bench | grep -oP '^bench_\K[a-z0-9_]+(?=\.py)'); do \
		$(MAKE) bench-$${name//_/-} || failed+=" $$name"; \
	done; [ -z "$$failed" ] || { echo "not met:$$failed"; exit 1; }

bench-%: setup ## one benchmark, e.g. bench-imaging, bench-first-hour
	$(RUN) python -m picopt_bench.bench_$(subst -,_,$*)

eval-vision: setup ## judge a vision model over labelled images: MODEL=embedded, or a name with BASE_URL=…
	$(RUN) python -m picopt_bench.eval_vision --model "$(or $(MODEL),embedded)" --base-url "$(BASE_URL)" \
		--labels $(LABELS) --json var/eval-vision.json --page var/eval-vision.html --verdicts bench/results/vision-verdicts.json
