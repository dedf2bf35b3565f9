# The front door. `make` alone says what there is.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup build demo test test-matrix docs bench clean
.PHONY: build-fc push-fc build-and-push-fc build-ch push-ch build-and-push-ch registry-is-named

# Sourced before Maven: sets JAVA_HOME to a JDK 25, whatever `java` is on the PATH.
WITH_JDK = . ./launcher/find-jdk && { find_jdk || { jdk_missing; exit 1; }; }

help: ## show this list
	@echo "Gristmill grinds Linux kernels into OCI images for microVMs."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' Makefile
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

test-matrix: build ## build every series and profile for every architecture (hours), and write docs/matrix.md
	@./gristmill doctor --install --tests
	@./matrix/run

docs: build ## write the tables of kernels in README.md and docs/ anew
	@./docs/tables

bench: build ## measure against raw tools, side by side
	@./gristmill doctor --install --tests
	@./bench/run

# The original's way of working: name a registry and kernel versions, then make.
#   export REGISTRY=ghcr.io/acme FC_KERNEL_VERSIONS="5.10.262"
#   make build-and-push-fc
IMAGES = images
FOR_fc = --vmm firecracker $(addprefix --kernel ,$(FC_KERNEL_VERSIONS))
FOR_ch = --vmm cloud-hypervisor $(addprefix --kernel ,$(CH_KERNEL_VERSIONS))
BUILD = ./gristmill build --output $(IMAGES)
PUSH = ./gristmill push --layout $(IMAGES)

build-fc: ## build Firecracker kernels: FC_KERNEL_VERSIONS="5.10.262", or all
	@$(BUILD) $(FOR_fc)

push-fc: registry-is-named ## push them to $REGISTRY
	@$(PUSH) $(FOR_fc)

build-and-push-fc: registry-is-named ## both
	@$(BUILD) $(FOR_fc)
	@$(PUSH) $(FOR_fc)

build-ch: ## build Cloud Hypervisor kernels: CH_KERNEL_VERSIONS, or all
	@$(BUILD) $(FOR_ch)

push-ch: registry-is-named ## push them to $REGISTRY
	@$(PUSH) $(FOR_ch)

build-and-push-ch: registry-is-named ## both
	@$(BUILD) $(FOR_ch)
	@$(PUSH) $(FOR_ch)

# Said before an hour of compiling rather than after it.
registry-is-named:
	@[ -n "$$REGISTRY" ] || grep -q '^registry:' gristmill.yaml || { \
	  echo "error: no registry is named to push to" >&2; \
	  echo "  try:      export REGISTRY=ghcr.io/acme, or the key 'registry' in gristmill.yaml" >&2; exit 2; }

clean: ## remove what was built here; the store stays
	rm -rf target
