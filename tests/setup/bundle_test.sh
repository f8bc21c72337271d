#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Unpacks a bundle somewhere else and uses it there, with this machine's own OpenGL driver.
#
#   bundle_test.sh ARCHIVE                        an archive that ./dev bundle made
#   bundle_test.sh BUILD_DIR VTK_OPENXR_PREFIX    makes one first (where volvr is built)
#
# The programs are run twice: as this machine chooses (its own C library where that is at least the
# bundle's), and with the bundle's own C library. Needs tar and zstd. Pictures are made where there is
# an OpenGL driver.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
project=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

archive=$1
if (($# == 2)); then
  archive=$work/volvr-test.tar.zst
  "$project/cmake/bundle/make.sh" "$1" "$2" "$archive"
fi
place="$work/a folder"
mkdir "$place" "$work/links"
zstd -dcq "$archive" | tar -x -C "$place"
bundle=$(echo "$place"/*)

fail() {
  echo "FAILED: $*"
  exit 1
}

# Nothing of the place where it was built may be needed.
check_contents() {
  local file
  for file in volvr volvr-review LICENSE share/licenses/libc6/copyright share/dcmtk/dicom.dic \
    share/volvr/openxr share/volvr/fonts/DejaVuSans.ttf lib/base/ld-linux-x86-64.so.2; do
    [[ -e $bundle/$file ]] || fail "$file is not in the bundle"
  done
  if compgen -G "$bundle/lib/libnvidia*" || compgen -G "$bundle/lib/libEGL_*"; then
    fail "a driver is in the bundle: it must be the machine's own"
  fi
}

# use_it HOW: the programs from another folder, through a link, in a path with a space.
use_it() {
  local program=$work/links/$1/volvr
  mkdir "$work/links/$1"
  ln -s "$bundle/volvr" "$program"
  cd /
  "$program" --version | grep -qE '[0-9]+\.[0-9]+\.[0-9]+' || fail "$1: --version"
  "$program" info "$project/data-samples/ct-chest" >"$work/info" || fail "$1: info"
  grep -q 'CT' "$work/info" || fail "$1: info does not see the CT"
  "$program" convert "$project/data-samples/ct-chest" -o "$work/$1.out" --format nii >/dev/null ||
    fail "$1: convert"
  if "$program" info "$work/nowhere" 2>/dev/null; then fail "$1: the exit code is lost"; fi
  "$bundle/volvr-review" --help >/dev/null || fail "$1: volvr-review --help"
  render "$1" "$program"
}

render() {
  local drivers=(/usr/share/glvnd/egl_vendor.d/*.json /etc/glvnd/egl_vendor.d/*.json)
  if ! compgen -G "${drivers[0]}" >/dev/null && ! compgen -G "${drivers[1]}" >/dev/null; then
    echo "$1: no picture: this machine has no OpenGL driver"
    return
  fi
  "$2" render "$project/data-samples/ct-chest" -o "$work/$1.png" --preset ct-bone ||
    fail "$1: render"
  # A black or empty picture of this size packs into a few hundred bytes.
  (($(stat -c %s "$work/$1.png") > 5000)) || fail "$1: the picture is empty"
  echo "$1: rendered, $(stat -c %s "$work/$1.png") bytes"
}

check_contents
use_it machine
echo 99.99 >"$bundle/lib/base/glibc-version" # newer than any machine's: the bundle's own serves
use_it own
echo "the bundle works"
