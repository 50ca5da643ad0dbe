# Every target is one call of the command; where make is not at hand, type `python3 -m recount TARGET`.
# More arguments go through ARGS: make test ARGS="-k bounds"
PYTHON ?= python3
TARGETS = setup report test test-full lab bench mutate lock check release site verify faults environments licences clean

.PHONY: help $(TARGETS)

help:
	@$(PYTHON) -m recount --help

$(TARGETS):
	@$(PYTHON) -m recount $@ $(ARGS)
