# The front door. `make` alone says what there is.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup build demo test bench clean

# Sourced before Maven: sets JAVA_HOME to a JDK 25, whatever `java` is on the PATH.
WITH_JDK = . ./launcher/find-jdk && { find_jdk || { jdk_missing; exit 1; }; }

help: ## show this list
	@echo "Gristmill grinds Linux kernels into OCI images for microVMs."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "Everything else is ./gristmill --help"

setup: ## install what building the tool needs: a JDK 25 and Maven
	@./launcher/setup

build: setup ## build the tool
	@./gristmill --version

demo: build ## install what is missing, then build a tiny 5.10 kernel for both architectures into ./images
	@./gristmill doctor --install
	@rm -f target/*.aot # made anew, with the compilers at hand
	@./gristmill build --kernel 5.10 --profile tiny

test: build ## run every test: units, then real kernels with real tools
	@./gristmill doctor --install --tests
	@$(WITH_JDK) && mvn -B -ntp verify

bench: build ## measure against raw tools, side by side
	@./gristmill doctor --install --tests
	@./bench/run

clean: ## remove what was built here; the store stays
	rm -rf target
