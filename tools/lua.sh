#!/bin/sh
# Usage: tools/lua.sh FOLDER
# Builds the Lua that is installed here again, of Debian's source, with what its
# authors test it with; each is FOLDER/KIND/lua5.4:
#   checked    asserts what it and those who call its C API promise
#   moving     that, and a full collection, finalizers too, wherever one may be,
#              and a stack that moves whenever it is looked at
#   emergency  that of checked, and every request for memory is refused at
#              first, so that a full collection precedes it
# The last two do so while the collector runs, not while it is stopped. (Both at
# once are more than this Lua's own compiler bears.)
# Ends with status 3 where the source is not to be had.
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
version=$(dpkg-query -W -f '${Version}' lua5.4)

# apt with lists of its own, of sources
apt() {
  apt-get -q -o Dir::Etc::SourceList="$folder/sources" \
    -o Dir::Etc::SourceParts=/dev/null -o Dir::State::lists="$folder/lists" \
    -o Dir::Cache="$folder/cache" "$@" >"$folder/log" 2>&1 && return
  echo "skipped: the source of lua5.4 $version is not to be had:" \
    "$(tail -n 1 "$folder/log")"
  exit 3
}

fetch() {
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' | sort -u >"$folder/sources"
  apt update
  (cd "$folder" && apt source "lua5.4=$version")
  rm -rf "$folder/lists" "$folder/cache"
  rm -f "$folder"/*/src/luac.c
}

build() {
  kind=$1
  shift
  mkdir -p "$folder/$kind"
  gcc -O1 -g -std=gnu99 -w -DLUA_COMPAT_5_3 -DLUA_USE_LINUX \
    -DLUA_USE_APICHECK -DLUAI_ASSERT "$@" "$folder"/lua5.4-*/src/*.c \
    -Wl,-E -o "$folder/$kind/lua5.4" -lm -ldl
}

[ "$(cat "$folder/version" 2>/dev/null)" != "$version" ] || exit 0
rm -rf "$folder"/lua5.4*
fetch
sed -i 's/if (completestate(g) && ns > 0)/if (gcrunning(g) \&\& ns > 0)/' \
  "$folder"/lua5.4-*/src/lmem.c
grep -q 'if (gcrunning(g) && ns > 0)' "$folder"/lua5.4-*/src/lmem.c
build checked
build moving -DHARDMEMTESTS -DHARDSTACKTESTS
build emergency -DEMERGENCYGCTESTS
echo "$version" >"$folder/version"
