#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tests ./dev's set-up in copies of the script, with a cache of their own and an mmdebstrap that
# makes a root from this machine's own folders in no time. bwrap is the real one.
#
#   run.sh [NAME...]    all tests, or those named (the functions test_NAME below)
#
# Exits with 77, after "SKIP: REASON", where bwrap cannot run.
set -uo pipefail

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
project=$(cd "$here/../.." && pwd)

# The tests need root's rights over mounts: an ordinary user gets them in a user namespace.
if ((EUID != 0)); then
  unshare --user --map-root-user true 2>/dev/null || {
    echo "SKIP: user namespaces are forbidden to ordinary users here"
    exit 77
  }
  exec unshare --user --map-root-user "$0" "$@"
fi
bwrap --dev-bind / / true 2>/dev/null || {
  echo "SKIP: bwrap is not installed, or may not make namespaces here"
  exit 77
}

# shellcheck source=tests/setup/tests.sh
. "$here/tests.sh"

failed=0
run_one() {
  sandbox=$(mktemp -d)
  if (set -e; prepare; "test_$1") >"$sandbox/output" 2>&1; then
    echo "ok       $1"
  else
    echo "FAILED   $1"
    sed 's/^/         /' "$sandbox/output"
    failed=$((failed + 1))
  fi
  rm -rf "$sandbox"
}

if (($# == 0)); then
  mapfile -t names < <(declare -F | sed -n 's/^declare -f test_//p')
  set -- "${names[@]}"
fi
for name in "$@"; do run_one "$name"; done
echo "$(($# - failed)) of $# passed"
exit $((failed > 0))
