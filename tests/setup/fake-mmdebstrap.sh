#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Stands in for mmdebstrap: a root of this machine's own programs.
#   FAKE_CALLS  a file that gets a line of arguments for each call
#   FAKE_WAIT   seconds of work, half-way
#   FAKE_SAYS   if any: fails half-way, saying this
set -eu
echo "$*" >>"$FAKE_CALLS"
for argument; do
  case $argument in /*/root) root=$argument ;; esac
done

mkdir -p "$root/etc" "$root/opt"
sleep "$FAKE_WAIT"
if [ -n "$FAKE_SAYS" ]; then
  echo "$FAKE_SAYS"
  exit 1
fi
for name in usr var; do ln -s "/$name" "$root/$name"; done
cp -dR /etc/alternatives /etc/ld.so.cache "$root/etc"
for name in bin sbin lib lib32 lib64; do
  if [ -L "/$name" ]; then cp -d "/$name" "$root/$name"; fi
done
