SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo build bench generate test needs

# Outside a readable git checkout there is no version to stamp.
stamp := $(shell git rev-parse --git-dir >/dev/null 2>&1 || echo -buildvcs=false)
# ST1018 wants the joiners inside Persian names written as escapes, which nobody can read.
staticcheck := go tool -modfile=.ci/tools.mod staticcheck -checks inherit,-ST1018

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Fill a database with invented people and open the console on it; ARGS="…" for options
	@.ci/needs postgres
	@go build $(stamp) -o bin/roster ./cmd/roster
	@exec bin/roster demo $(ARGS)

build: ## Build bin/roster
	go build $(stamp) -o bin/roster ./cmd/roster

bench: ## Measure the console beside the least program that could answer as it does; ARGS="…" for options
	@.ci/needs postgres
	@go build -C cmd/bench $(stamp) -o ../../bin/bench .
	@exec bin/bench $(ARGS)

generate: ## Make the Go of the templates, the CSS and htmx anew
	@.ci/needs node packages
	.ci/generate

test: ## Check everything that CI checks
	@.ci/needs compiler node packages postgres chromium
	.ci/generate --check
	@echo gofmt; bad=$$(find . -name '*.go' -not -path '*/node_modules/*' -print0 | xargs -0 gofmt -l) && \
		if [ -n "$$bad" ]; then printf 'gofmt -w these:\n%s\n' "$$bad" >&2; exit 1; fi
	go vet ./...
	$(staticcheck) ./...
	go test -race -timeout 15m ./...
	go vet -C cmd/bench ./...
	go test -C cmd/bench ./...

needs: ## Install what this machine lacks for all of that
	@.ci/needs compiler node packages postgres chromium
