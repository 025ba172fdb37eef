#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The two set-up commands without a network: their syntax, what they would install, and that they leave alone what is there.
# A check whose tool is not installed fails: packaging/packages.txt lists them all.
# shellcheck disable=SC2317  # functions are called through check
set -euo pipefail
# shellcheck source=tests/packaging/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"
scripts=("$source_root"/packaging/{run,test,check,format,get-mnist,lib.sh} "$source_root/.ci/run" "$source_root"/tests/packaging/*.sh)

# A machine whose dpkg-query lists $1 and whose apt-get and sudo only write down how they were called.
machine() {
    printf '%s\n' "$1" > "$folder/installed"
    : > "$folder/calls"
    printf '#!/bin/sh\ncat "%s"\n' "$folder/installed" > "$folder/dpkg-query"
    printf '#!/bin/sh\necho "$@" >> "%s"\n' "$folder/calls" > "$folder/apt-get"
    printf '#!/bin/sh\nexec "$@"\n' > "$folder/sudo"
    chmod +x "$folder"/{dpkg-query,apt-get,sudo}
}

install_here() {
    bash -c 'set -euo pipefail; . "$1/packaging/lib.sh"; install_packages build window' "${0##*/}" "$source_root" \
        < /dev/null > "$folder/said" 2>&1 || true
}

all_but() {
    awk -v but="$1" '/^(build|window)/ && $2 != but { print "installed " $2 "," }' "$source_root/packaging/packages.txt"
}

leaves_alone_what_is_there() {
    machine "$(all_but none)"
    PATH=$folder:$PATH install_here
    cat "$folder/said" "$folder/calls"
    [[ ! -s $folder/calls ]]
}

counts_what_another_package_provides() {
    machine "$(all_but libqt6opengl6-dev)
installed something, libother (= 1), libqt6opengl6-dev (= 6.8.2)"
    PATH=$folder:$PATH install_here
    cat "$folder/said" "$folder/calls"
    [[ ! -s $folder/calls ]]
}

installs_only_what_is_missing() {
    machine "$(all_but cmake)
not-installed cmake,"
    PATH=$folder:$PATH install_here
    cat "$folder/said" "$folder/calls"
    grep -q 'Will install, with what they need: cmake$' "$folder/said" && grep -q 'install -y --no-install-recommends cmake$' "$folder/calls"
}

names_are_known() {
    local name unknown=0
    while read -r name; do
        apt-cache showpkg "$name" 2> /dev/null | awk '/^[A-Z]/ { part = $0; next } NF && part ~ /^(Versions|Reverse Provides):/ { known = 1 }
            END { exit !known }' || { echo "apt does not know $name"; unknown=1; }
    done < <(awk -v here="test-$(. /etc/os-release && echo "${VERSION_ID:-}")" '$1 ~ /^(build|window|test)$/ || $1 == here { print $2 }' "$source_root/packaging/packages.txt")
    return "$unknown"
}

# Puts the MIME type where nobody else looks and asks the desktop what it takes files for.
knows_run_files() {   # knows_run_files NAME CONTENT
    mkdir -p "$folder/mime/mime/packages"
    cp "$source_root/packaging/gridscope-mime.xml" "$folder/mime/mime/packages/"
    XDG_DATA_HOME=$folder/mime update-mime-database "$folder/mime/mime"
    cp "$2" "$folder/$1"
    XDG_DATA_HOME=$folder/mime gio info -a standard::content-type "$folder/$1" | tee "$folder/type"
    grep -q 'application/x-gridscope' "$folder/type"
}

for script in "${scripts[@]}"; do check "bash reads ${script#"$source_root"/}" bash -n "$script"; done
check_with shellcheck "shellcheck has nothing to say" shellcheck -S warning -x -P "$source_root" "${scripts[@]}"
check "nothing is installed, and apt is not called, where all packages are there" leaves_alone_what_is_there
check "a package that another one provides counts as there" counts_what_another_package_provides
check "only what is missing is installed, and it is named first" installs_only_what_is_missing
if compgen -G '/var/lib/apt/lists/*Packages*' > /dev/null; then check "apt knows every package" names_are_known; fi
check_with desktop-file-validate "the desktop entry is valid" desktop-file-validate "$source_root/packaging/gridscope.desktop"
check_with appstreamcli "the AppStream data are valid" appstreamcli validate --no-net "$source_root"/packaging/*.metainfo.xml
check_with xmllint "the MIME type is well-formed" xmllint --noout "$source_root/packaging/gridscope-mime.xml"
check_with gio "a run file is known by its name" knows_run_files named.gridscope "$source_root/packaging/packages.txt"
check_with gio "a run file is known by its content" knows_run_files renamed "$source_root/tests/data/run_v1.gridscope"
exit $((failures > 0))
