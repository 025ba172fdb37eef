# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What tests of commands begin with. Sourced, not run; they end with: exit $((failures > 0))

# shellcheck disable=SC2034  # for those who source it
source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

check() {   # check SENTENCE COMMAND...
    if "${@:2}" > "$folder/output" 2>&1; then
        printf 'ok    %s\n' "$1"
    else
        printf 'FAIL  %s\n' "$1"
        sed 's/^/      /' "$folder/output"
        failures=$((failures + 1))
    fi
}

check_with() {   # check_with TOOL SENTENCE COMMAND...
    if command -v "$1" > /dev/null; then check "${@:2}"; else check "$2 ($1 is installed)" false; fi
}
