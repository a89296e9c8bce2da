#!/bin/sh
# Usage: tools/arm.sh FOLDER PACKAGE...
# Fills FOLDER with what `make check-arm` runs in:
#   root/  Debian's arm64 packages named and what they need, unpacked. Nothing
#          is installed: next to the system's own Lua, that of arm64 cannot be.
#   bin/   cc, which compiles for root/, and lua5.4 of root/, run by qemu
#   tree/  a copy of the tree here; its build/ is kept
set -eu
folder=$PWD/${1:?the folder to fill}
shift
root=$folder/root
triplet=aarch64-linux-gnu

# apt with lists and a cache of its own, as if on arm64 with nothing installed
apt() {
  apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 \
    -o pkgCacheGen::ForceEssential=none -o Debug::NoLocking=1 \
    -o Dir::State="$folder/apt" -o Dir::State::status="$folder/apt/status" \
    -o Dir::Cache="$folder/apt" "$@" >"$folder/log" 2>&1 && return
  cat "$folder/log" >&2
  return 1
}

# A link to a place of the system's would leave the root.
bend_links() {
  find "$root" -type l -lname '/*' | while read -r link; do
    to=$root$(readlink "$link")
    [ ! -e "$to" ] || ln -sfr "$to" "$link"
  done
}

# What Debian's alternatives would link.
add_links() {
  cd "$root/usr/lib/$triplet"
  ln -s blas/*.so* lapack/*.so* .
}

fill_root() {
  rm -rf "$root" "$folder/apt"
  mkdir -p "$root" "$folder/apt/lists/partial" "$folder/apt/archives/partial"
  : >"$folder/apt/status"
  apt update
  apt --no-install-recommends --download-only -y install "$@"
  for package in "$folder"/apt/archives/*.deb; do
    dpkg-deb -x "$package" "$root"
  done
  bend_links
  (add_links)
  rm -r "$folder/apt" "$folder/log"
  echo "$*" >"$folder/packages"
}

fill_bin() {
  mkdir -p "$folder/bin"
  printf '#!/bin/sh\nexec %s-gcc --sysroot="%s" "$@"\n' "$triplet" "$root" \
    >"$folder/bin/cc"
  printf '#!/bin/sh\nexec qemu-aarch64 -0 lua5.4 -L "%s" "%s" "$@"\n' \
    "$root" "$root/usr/bin/lua5.4" >"$folder/bin/lua5.4"
  chmod +x "$folder"/bin/*
}

fill_tree() {
  mkdir -p "$folder/tree"
  find "$folder/tree" -mindepth 1 -maxdepth 1 ! -name build \
    -exec rm -rf {} +
  tar -c --exclude=./.git --exclude='./build*' --exclude=./runs \
    --exclude=./datasets . | tar -x -C "$folder/tree"
}

if [ "$(cat "$folder/packages" 2>/dev/null)" != "$*" ]; then
  echo "Unpacking arm64 packages: $*"
  fill_root "$@"
fi
fill_bin
fill_tree
