#!/bin/sh
# Installs the Debian packages named that are missing, and only those.
set -eu
missing=
for package in "$@"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
  echo "These packages are needed, and apt-get is not here:$missing" >&2
  exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    echo "Run as root, or install sudo, to install:$missing" >&2
    exit 1
  fi
fi
echo "Installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends $missing >"$log" 2>&1
}
if ! install; then
  $as_root apt-get update >"$log" 2>&1 && install || { cat "$log" >&2; exit 1; }
fi
