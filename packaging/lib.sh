# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by packaging/run and packaging/test: install what is missing, build. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Clones in different folders share what ccache keeps, where it is installed.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

say() { printf '== %s\n' "$*" >&2; }

fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# The packages of packages.txt for these uses.
packages() {
    local use
    for use in "$@"; do
        awk -v use="$use" '$1 == use { print $2 }' "$root/packaging/packages.txt"
    done
}

# Those of the named packages that are neither installed nor provided by an installed one.
missing() {
    local present
    # shellcheck disable=SC2016  # dpkg-query's own variables
    present=$(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' |
        sed -n 's/^installed //p' | sed 's/([^)]*)//g' | tr -s ', ' '\n')
    printf '%s\n' "$@" | grep -Fxv -f <(printf '%s\n' "$present") || true
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >&2
}

# Installs what is missing for these uses and says so before. Calls no apt when all is there, so that needs no network.
install_packages() {
    command -v dpkg-query apt-get > /dev/null || fail "This needs Debian 12 or 13: dpkg-query and apt-get are not there.
On other systems install the counterparts of packaging/packages.txt and build with 'cmake --preset release'."
    local wanted lacking
    mapfile -t wanted < <(packages "$@")
    mapfile -t lacking < <(missing "${wanted[@]}")
    if [[ ${#lacking[@]} -eq 0 ]]; then
        say "All ${#wanted[@]} packages are installed."
        return
    fi
    say "Will install, with what they need: ${lacking[*]}"
    [[ $EUID -eq 0 ]] || command -v sudo > /dev/null || fail "Installing needs root, and sudo is not here. Ask an administrator for
    apt-get install --no-install-recommends ${lacking[*]}
and call this again."
    apt_get update || say "The package lists could not be renewed; trying with those at hand."
    apt_get install -y --no-install-recommends "${lacking[@]}" ||
        fail "The packages could not be installed; apt-get says why above."
}

# onnxruntime for the tests. Its own install step would fetch 300 MB for graphics cards, so it is told not to.
install_node_tools() {
    local version=1.30.0 tools=$root/build/tools
    if [[ $(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "$tools/node_modules/onnxruntime-node/package.json" 2> /dev/null) == "$version" ]]; then
        return
    fi
    say "Will install onnxruntime-node $version into build/tools (npm)"
    mkdir -p "$tools"
    ONNXRUNTIME_NODE_INSTALL=skip npm install --prefix "$tools" --no-audit --no-fund --ignore-scripts "onnxruntime-node@$version" >&2 ||
        fail "onnxruntime-node could not be installed; npm says why above."
}

# How many compilers at once: one per core, and 1.5 GB for each, since a file that includes torch takes 1.1 GB.
job_count() {
    local cores memory_kb jobs
    cores=$(nproc)
    memory_kb=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    jobs=$((memory_kb / 1500000))
    if ((jobs > cores)); then jobs=$cores; fi
    if ((jobs < 1)); then jobs=1; fi
    printf '%s\n' "${CMAKE_BUILD_PARALLEL_LEVEL:-$jobs}"
}

# Configures and builds one of CMakePresets.json into build/PRESET.
build() {
    local preset=$1
    say "Building into $root/build/$preset, $(job_count) at once. The first time takes some minutes."
    build_targets "$preset" all
}

# Configures, and builds only these targets of a preset.
build_targets() {
    local preset=$1
    (cd "$root" && cmake --preset "$preset" && cmake --build --preset "$preset" --parallel "$(job_count)" --target "${@:2}") >&2
}

# All C++ sources, separated by zero bytes.
sources() { find "$root"/core "$root"/ui "$root"/app "$root"/tests -name '*.cpp' -print0 -o -name '*.h' -print0; }
