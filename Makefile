# Everything that can be done here; `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV := tools/uv
RUN := $(UV) run --no-sync
WP ?= latest
wordpress := $(WP:latest=7.1)
# The large test set lies beside the repository, where there is one.
LABELS ?= ../shared/data/labelled/dev.json ../shared/data/pages/dev.json
.PHONY: $(shell grep -hoE '^[a-z0-9-]+:' $(MAKEFILE_LIST) | tr -d :)

help: ## list all targets
	@grep -hE '^[a-z0-9%-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-18s %s\n", $$1, $$2}'

setup: ## install what is missing (Debian packages, Python and npm packages); quick when nothing is
	@tools/setup

demo: setup ## set everything up, run all three pipelines in a real WordPress, prove the result
	@$(RUN) picopt demo

up: setup ## serve WordPress, dashboard and API locally until Ctrl-C
	@$(RUN) picopt up

screenshots: setup ## photograph every screen into var/screenshots/ from a real run, and check it; PART=road, plugin, words or dashboard
	@$(RUN) picopt tour $(if $(PART),--part $(PART))

test: setup ## set everything up and pass all tests, two suites at a time; what each says appears when it ends
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-service test-parts test-php test-e2e test-js # the longest first

test-python: test-parts test-service ## Python tests: units and integration with a real PostgreSQL

test-parts: setup ## Python tests of everything but the service: libraries, gateway, tools, deployment
	$(RUN) pytest

test-service: setup ## Python tests of the service, with a real PostgreSQL
	cd saas && ../$(RUN) pytest

test-js: setup ## the screens' unit tests, with WordPress' own packages in jsdom
	npm --prefix wordpress test --silent

test-php: setup ## PHPUnit in a real WordPress on MariaDB; WP=6.5 for the oldest one
	$(RUN) picopt site --wp $(wordpress) --name phpunit -- phpunit -c wordpress/phpunit.xml.dist

test-e2e: setup ## the whole chain in Chromium; WP=6.5 for the oldest WordPress
	PICOPT_WP=$(wordpress) $(RUN) pytest e2e

DEEP_PARTS := deep-parts deep-service deep-heic deep-php deep-php-oldest deep-e2e deep-e2e-oldest
test-deep: ## what takes long: kill matrix, fuzz, load, deployments, old WordPress; goes through to the end; a part of it: deep-service, deep-php, ...
	@$(MAKE) --no-print-directory --keep-going $(DEEP_PARTS)

$(DEEP_PARTS): setup

deep-servers: setup # what deployments and the queue are tested with beside the rest
	tools/setup-deploy

deep-parts: deep-servers
	$(RUN) pytest -m deep

deep-service: deep-servers
	cd saas && ../$(RUN) pytest -m deep

deep-heic:
	tools/test-heic

deep-php:
	$(RUN) picopt site --name deep -- phpunit -c wordpress/phpunit.xml.dist --group deep

deep-php-oldest:
	$(RUN) picopt site --wp 6.5 --name deep65 -- phpunit -c wordpress/phpunit.xml.dist

deep-e2e:
	$(RUN) pytest e2e -m deep

deep-e2e-oldest:
	PICOPT_WP=6.5 $(RUN) pytest e2e

acceptance: setup ## run the tests of the acceptance rows and write var/acceptance.json; DEEP=1 for the long ones too
	$(RUN) python tools/acceptance.py $(if $(DEEP),--deep)

mutate: setup ## change the code a little, hundreds of times, and count what the tests notice: var/mutation.json; PACKAGES="jobs Replace"; AGAIN=1 for survivors only
	$(RUN) python -m picopt_bench.mutation $(if $(AGAIN),--again) $(PACKAGES)

lint: setup ## all static checks
	tools/lint

fix: setup ## mend what can be mended
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	-phpcbf -q --standard=wordpress/phpcs.xml.dist
	cd wordpress && npm run --silent build

contract: setup ## generate openapi.json, and the plugin's classes of what crosses the wire
	$(RUN) python -m picopt_contract.openapi
	$(RUN) python tools/php_wire.py

audit: setup ## look up known weaknesses of all Python packages that we depend on
	$(RUN) python tools/audit.py

phpstan: ## PHPStan over the plugin (Composer fetches it)
	tools/php-tools phpstan analyse --no-progress --configuration wordpress/phpstan.neon.dist

lower-bounds: setup ## install the oldest versions that our packages declare; test the whole service on them, and what leans on them most elsewhere
	tools/bounds oldest

upper-bounds: setup ## the same with the newest versions that they declare, which our lock file may not have yet
	tools/bounds newest

php-compat: ## what PHP 8.1 or a newer one does not know or no longer knows (Composer fetches the rules)
	tools/php-tools phpcs -q --standard=PHPCompatibility --runtime-set testVersion 8.1- --extensions=php wordpress/picture-optimizer

plugin-check: plugin ## WordPress' own Plugin Check over the built plugin
	$(RUN) picopt site --name plugin-check -- tools/plugin-check

release-check: setup ## build all that a release consists of into dist/, and refuse what does not hold; TAG=v1.2.3
	$(RUN) python tools/release.py --tag "$(TAG)"

images: ## build the container images; TAG=v1.2.3 IMAGES=registry/name
	tools/images build "$(IMAGES)" "$(TAG)"

push-images: ## push them, and write their digests to dist/images.txt
	tools/images push "$(IMAGES)" "$(TAG)"

publish: ## publish dist/ as a release of TAG (needs the forge's own command)
	cd dist && gh release create "$(TAG)" --verify-tag --generate-notes SHA256SUMS LICENSES.md sbom.cdx.json picture-optimizer.zip *.whl

pot: setup ## collect the plugin's strings into languages/picture-optimizer.pot
	tools/pot

translations: pot ## merge new strings of plugin and dashboard into their .po files, and compile them
	$(RUN) python tools/translations.py
	tools/dashboard-strings

plugin: setup ## build dist/picture-optimizer.zip
	$(RUN) python tools/build_plugin.py

bench: ## all benchmarks; goes through to the end, then fails when one missed a goal
	$(if $(PART),$(error PART is of one benchmark: make bench-NAME PART="$(PART)"))
	@failed=; for name in $$(ls bench/src/picopt_bench | grep -oP '^bench_\K[a-z0-9_]+(?=\.py)'); do \
		$(MAKE) bench-$${name//_/-} || failed+=" $$name"; \
	done; [ -z "$$failed" ] || { echo "not met:$$failed"; exit 1; }

bench-first-hour: setup ## a stranger's first hour; goes over all screens first
	$(if $(PART),$(error bench-first-hour has no parts; make screenshots has: PART=road, plugin, words or dashboard))
	-$(RUN) picopt tour
	$(RUN) python -m picopt_bench.bench_first_hour

bench-%: setup ## one benchmark, e.g. bench-imaging, bench-first-hour; some parts of it: PART="promise meter"
	$(RUN) python -m picopt_bench.bench_$(subst -,_,$*) $(if $(PART),--part $(PART))

eval-vision: setup ## judge a vision model over labeled images: LABELS="my/labels.json" (as docs/vision.md has it); MODEL=embedded, or a name with BASE_URL=…
	$(RUN) python -m picopt_bench.eval_vision --model "$(or $(MODEL),embedded)" --base-url "$(BASE_URL)" \
		--labels $(LABELS) --json var/eval-vision.json --page var/eval-vision.html --verdicts bench/results/vision-verdicts.json \
		--judge-model "$(JUDGE)" --judge-base-url "$(JUDGE_URL)"
