#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Starts the program of this file's name from the bundle that this file lies in.
#
# The OpenGL driver is the machine's own, and it brings libraries of the machine's into the program.
# Those that program and driver share (lib/base: the C and C++ runtimes, X11 and the like) must be
# new enough for both, so the newer set serves: the machine's where its C library is at least the
# bundle's, else the bundle's. Either way the other set fills what is missing.
set -eu

self=$(readlink -f "$0")
bundle=${self%/*}
name=${self##*/}

# "2.36" becomes 2036.
number() { echo "$1" | sed -n 's/^\([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p' | {
  read -r major minor && echo $((major * 1000 + minor)) || echo 0
}; }

machines=$(getconf GNU_LIBC_VERSION 2>/dev/null || ldd --version 2>&1 | sed -n 1p) || true
machines=$(number "${machines##* }")
bundles=$(number "$(cat "$bundle/lib/base/glibc-version")")

loader=/lib64/ld-linux-x86-64.so.2
if [ "$machines" -ge "$bundles" ] && [ -x "$loader" ]; then
  folders=$bundle/lib
  for folder in /lib/x86_64-linux-gnu /usr/lib/x86_64-linux-gnu /lib64 /usr/lib64 /usr/lib; do
    if [ -e "$folder/libc.so.6" ]; then folders=$folders:$folder; fi
  done
  folders=$folders:$bundle/lib/base
else
  loader=$bundle/lib/base/ld-linux-x86-64.so.2
  folders=$bundle/lib/base:$bundle/lib
fi

export DCMDICTPATH="${DCMDICTPATH:-$bundle/share/dcmtk/dicom.dic:$bundle/share/dcmtk/private.dic}"
export DCMICONVPATH="${DCMICONVPATH:-$bundle/share/dcmtk}"
export VOLVR_FONTS="${VOLVR_FONTS:-$bundle/share/volvr/fonts}"
export VOLVR_OPENXR_ACTIONS="${VOLVR_OPENXR_ACTIONS:-$bundle/share/volvr/openxr}"
# `volvr render` is another program of the bundle, to be started in this way, too.
export VOLVR_LAUNCHERS="$bundle"
exec "$loader" --argv0 "$name" --library-path "$folders" "$bundle/bin/$name" "$@"
