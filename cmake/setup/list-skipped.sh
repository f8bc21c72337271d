#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Says how many of CTest's tests were skipped, and why.
#
#   list-skipped.sh OUTPUT LOG    what ctest wrote, and its Testing/Temporary/LastTest.log
#
# A reason is what GoogleTest's GTEST_SKIP() prints below "FILE:LINE: Skipped", or a line that starts
# with "SKIP".
set -eu

skipped=$(mktemp)
trap 'rm -f "$skipped"' EXIT
sed -nE 's/^[[:space:]]+[0-9]+ - (.*) \((Skipped|Not Run|Disabled)\)$/\1/p' "$1" >"$skipped"
printf '\n%d tests skipped\n' "$(wc -l <"$skipped")"

awk '
  NR == FNR {skipped[$0] = 1; next}
  /^[0-9]+\/[0-9]+ Test: / {
    name = $0
    sub(/^[0-9]+\/[0-9]+ Test: /, "", name)
    reason = ""
    announced = 0
  }
  /: Skipped$/ {announced = 1; next}
  reason == "" && NF && (announced || /^SKIP/) && !/SKIPPED/ {reason = $0; sub(/^ +/, "", reason)}
  /^"[^"]*" end time/ && name in skipped {
    if (reason == "") reason = "no reason given"
    if (!count[reason]++) first[reason] = name
  }
  END {
    for (reason in count)
      printf "%5d  %s (%s%s)\n", count[reason], reason, first[reason], (count[reason] > 1 ? ", ..." : "")
  }
' "$skipped" "$2" | sort -rn
