# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The tests that run.sh runs, each in a subshell with `set -e` after prepare().

# A copy of the script in $sandbox/clone, made to think that it needs a private root.
prepare() {
  clone=$sandbox/clone
  export XDG_CACHE_HOME=$sandbox/cache HOME=$sandbox/home VOLVR_SETUP=private
  export FAKE_CALLS=$sandbox/calls FAKE_WAIT=0 FAKE_SAYS='' VOLVR_DEBIAN_MIRROR=''
  mkdir -p "$HOME" "$sandbox/bin" "$clone/cmake"
  cp "${project:?}/dev" "$clone"
  cp -r "$project"/cmake/{packages.txt,setup,vtk-openxr} "$clone/cmake"
  printf '#!/bin/sh\necho "built in $PWD" >"$1/made"\n' >"$clone/cmake/vtk-openxr/build.sh"
  fake_program sample 'echo "in $PWD: $*"'
  install -m 755 "${here:?}/fake-mmdebstrap.sh" "$sandbox/bin/mmdebstrap"
  PATH=$sandbox/bin:$PATH
  : >"$FAKE_CALLS"
}

# fake_program NAME SCRIPT: what the build would have put into bin/.
fake_program() {
  mkdir -p "$clone/build/default/bin"
  printf '#!/bin/bash\n%s\n' "$2" >"$clone/build/default/bin/$1"
  chmod +x "$clone/build/default/bin/$1"
}

# fake_tool NAME SCRIPT: a command that ./dev finds before the machine's own.
fake_tool() {
  printf '#!/bin/bash\n%s\n' "$2" >"$sandbox/bin/$1"
  chmod +x "$sandbox/bin/$1"
}

set_up() { "$clone/dev" shell true 2>&1; }
calls() { wc -l <"$FAKE_CALLS"; }
roots() { find "$sandbox/cache/volvr" -maxdepth 1 -name 'setup-????????????????' | wc -l; }
partials() { find "$sandbox/cache/volvr" -maxdepth 1 -name '*.partial' | wc -l; }

# expect WHAT ACTUAL WANTED
expect() {
  [[ $2 == "$3" ]] && return
  echo "$1: got '$2', not '$3'"
  exit 1
}

# expect_text TEXT PATTERN
expect_text() {
  grep -qE -- "$2" <<<"$1" && return
  printf 'no "%s" in:\n%s\n' "$2" "$1"
  exit 1
}

# fails_with PATTERN CMD...: CMD fails, and says so.
fails_with() {
  local pattern=$1 output status=0
  shift
  output=$("$@" 2>&1) || status=$?
  expect "exit code is an error" "$((status != 0))" 1
  expect_text "$output" "$pattern"
}

wait_for() {
  local i
  for i in {1..100}; do
    if eval "$1"; then return 0; fi
    sleep 0.1
  done
  echo "waited in vain for: $1"
  exit 1
}

test_second_run_is_quiet_and_quick() {
  expect_text "$(set_up)" 'setting up'
  expect calls "$(calls)" 1
  expect roots "$(roots)" 1
  expect partials "$(partials)" 0
  local start output
  start=$(date +%s%N)
  output=$(set_up)
  expect output "$output" ''
  expect "took two seconds" $((($(date +%s%N) - start) / 2000000000)) 0
  expect calls "$(calls)" 1
}

test_killed_half_way_then_run_again() {
  FAKE_WAIT=60 "$clone/dev" shell true >/dev/null 2>&1 &
  local pid=$!
  wait_for '(($(calls) == 1))'
  kill -KILL $pid
  wait $pid || true
  wait_for '! pgrep -f "$sandbox/bin/mmdebstrap" >/dev/null'
  expect roots "$(roots)" 0
  expect partials "$(partials)" 1
  expect_text "$(set_up)" 'removing .*partial, which an interrupted run left'
  expect roots "$(roots)" 1
  expect partials "$(partials)" 0
  expect calls "$(calls)" 2
}

test_two_clones_at_once_share_one_set_up() {
  cp -r "$clone" "$sandbox/second"
  FAKE_WAIT=2 "$clone/dev" shell true >"$sandbox/one" 2>&1 &
  local first=$!
  wait_for '(($(calls) == 1))'
  expect_text "$("$sandbox/second/dev" shell true 2>&1)" 'another run is setting this machine up'
  wait $first
  expect calls "$(calls)" 1
  expect roots "$(roots)" 1
}

test_other_packages_need_another_set_up() {
  set_up >/dev/null
  echo 'hello' >>"$clone/cmake/packages.txt"
  set_up >/dev/null
  expect calls "$(calls)" 2
  expect roots "$(roots)" 2
  expect_text "$(tail -n 1 "$FAKE_CALLS")" '--include=[^ ]*,hello,'
}

test_no_network() {
  export FAKE_SAYS="Err:1 http://mirror.invalid trixie InRelease
  Temporary failure resolving 'mirror.invalid'"
  fails_with "cannot be fetched: is there a network" set_up
  expect roots "$(roots)" 0
  expect partials "$(partials)" 0
}

test_disk_full_while_it_works() {
  export FAKE_SAYS='dpkg: error: failed to write: No space left on device'
  fails_with 'no space left' set_up
  expect roots "$(roots)" 0
  expect partials "$(partials)" 0
}

test_too_little_space_is_said_before() {
  fake_tool df 'printf "Filesystem 1M Used Available Use Mounted\nx 9000 8900 100 98%% /\n"'
  fails_with 'not enough space under .*100 MB are free' set_up
  expect calls "$(calls)" 0
}

test_cache_that_cannot_be_written() {
  : >"$sandbox/file"
  XDG_CACHE_HOME=$sandbox/file fails_with "cannot write to $sandbox/file/volvr" set_up
}

test_unknown_failure_shows_the_log() {
  export FAKE_SAYS='E: something nobody thought of'
  fails_with 'something nobody thought of' set_up
  fails_with 'the whole log: .*/setup.log' set_up
}

test_missing_tools_are_named() {
  local tool
  mkdir "$sandbox/few"
  for tool in bash awk cat cp cut date df dirname env find flock grep id mkdir mktemp mv nproc paste \
    readlink rm sed setpriv sha256sum sleep tail tee touch uname unshare; do
    ln -s "$(command -v $tool)" "$sandbox/few/$tool"
  done
  PATH=$sandbox/few fails_with 'mmdebstrap bubblewrap must be installed' set_up
  : >"$sandbox/few/dnf" && chmod +x "$sandbox/few/dnf"
  PATH=$sandbox/few fails_with 'sudo dnf install mmdebstrap bubblewrap' set_up
}

# The mirror as ./dev finds it on a Debian 12 whose APT configuration is the folder $1.
mirror_with() {
  printf 'ID=debian\nVERSION_ID=12\nVERSION_CODENAME=bookworm\n' >"$sandbox/os-release"
  : >"$FAKE_CALLS"
  rm -rf "$sandbox/cache"
  bwrap --dev-bind / / --bind "$sandbox/os-release" "$(readlink -f /etc/os-release)" \
    --bind "$1" /etc/apt "$clone/dev" shell true >/dev/null 2>&1
  sed -nE 's/.* trixie [^ ]+ ?//p' "$FAKE_CALLS"
}

test_mirror_is_this_machines_own() {
  local apt=$sandbox/apt
  mkdir -p "$apt/sources.list.d"
  cat >"$apt/sources.list.d/debian.sources" <<'END'
Types: deb deb-src
# a comment
URIs: http://one.invalid/debian
Suites: bookworm bookworm-updates
Components: main contrib

Types: deb
URIs: http://security.invalid/debian-security
Suites: bookworm-security
Components: main
END
  expect deb822 "$(mirror_with "$apt")" http://one.invalid/debian
  printf 'deb https://other.invalid/stuff bookworm main\n%s\n' \
    'deb [arch=amd64 signed-by=/x] http://two.invalid/debian/ bookworm main # comment' \
    >"$apt/sources.list"
  rm "$apt/sources.list.d/debian.sources"
  expect list "$(mirror_with "$apt")" http://two.invalid/debian/
  echo 'http://three.invalid/debian' >"$sandbox/mirrors"
  echo "deb mirror+file:$sandbox/mirrors bookworm main" >"$apt/sources.list"
  expect "mirror file" "$(mirror_with "$apt")" http://three.invalid/debian
  expect "the user's" "$(VOLVR_DEBIAN_MIRROR=http://four.invalid/debian mirror_with "$apt")" \
    http://four.invalid/debian
  rm "$apt/sources.list"
  expect none "$(mirror_with "$apt")" ''
}

test_proxy_is_passed_on() {
  mkdir -p "$sandbox/apt/apt.conf.d"
  echo 'Acquire::http::Proxy "http://proxy.invalid:3128";' >"$sandbox/apt/apt.conf.d/proxy"
  bwrap --dev-bind / / --bind "$sandbox/apt" /etc/apt "$clone/dev" shell true >/dev/null 2>&1
  expect_text "$(cat "$FAKE_CALLS")" '--aptopt=Acquire::http::Proxy "http://proxy.invalid:3128";'
}

test_run_keeps_folder_arguments_and_exit_code() {
  mkdir "$sandbox/a folder"
  set_up >/dev/null
  fake_program fails 'exit 42'
  cd "$sandbox/a folder"
  expect output "$("$clone/dev" run sample one 'two three')" "in $sandbox/a folder: one two three"
  local status=0
  "$clone/dev" run fails || status=$?
  expect 'exit code' $status 42
  expect input "$(fake_program echo_input cat && echo text | "$clone/dev" run echo_input)" text
}

test_run_passes_signals_on() {
  set_up >/dev/null
  fake_program waits 'trap "exit 7" INT; trap "exit 8" TERM
    echo ready; for i in {1..100}; do sleep 0.1; done'
  expect INT "$(status_after INT -)" 7
  expect TERM "$(status_after TERM '')" 8
  status_after KILL '' >/dev/null
  wait_for '! pgrep -f "$clone/build/default/bin/waits" >/dev/null'
}

# status_after SIGNAL GROUP: of ./dev run waits, killed alone or (-) with its group as by Ctrl-C.
status_after() {
  local pid status=0
  rm -f "$sandbox/out"
  setsid env --default-signal=INT "$clone/dev" run waits >"$sandbox/out" 2>&1 &
  pid=$!
  wait_for 'grep -qs ready "$sandbox/out"'
  kill "-$1" -- "$2$pid"
  wait $pid || status=$?
  echo $status
}

test_a_checkout_below_a_system_folder_is_seen() {
  set_up >/dev/null
  mkdir -p "$sandbox/var/lib/there" && cp -r "$clone" "$sandbox/var/lib/there"
  expect output "$(bwrap --dev-bind / / --tmpfs /var/lib/dpkg \
    --bind "$sandbox/var/lib/there" /var/lib/dpkg/there \
    /var/lib/dpkg/there/clone/dev run sample x)" "in $PWD: x"
}

test_commands_that_do_not_exist() {
  set_up >/dev/null
  fails_with "no command 'nonsense'" "$clone/dev" nonsense
  fails_with 'run what' "$clone/dev" run
  fails_with 'bench what' "$clone/dev" bench
  expect_text "$("$clone/dev" help)" '^usage: ./dev COMMAND'
}

test_clean_removes_what_it_names() {
  set_up >/dev/null
  mkdir -p "$clone/out" "$sandbox/cache/volvr/something-else"
  "$clone/dev" clean >/dev/null 2>&1
  expect builds "$(find "$clone/build" "$clone/out" 2>/dev/null | wc -l)" 0
  expect roots "$(roots)" 1
  expect_text "$("$clone/dev" clean --all 2>&1)" 'removing .*/setup-'
  expect roots "$(roots)" 0
  expect "others' things" "$(find "$sandbox/cache/volvr/something-else" | wc -l)" 1
}

# A project in the clone whose CTest tests are the arguments, each NAME=SHELL COMMANDS.
project_with_tests() {
  local entry
  {
    printf 'cmake_minimum_required(VERSION 3.25)\nproject(sample LANGUAGES NONE)\nenable_testing()\n'
    for entry; do
      printf 'add_test(NAME %s COMMAND sh -c [==[%s]==])\n' "${entry%%=*}" "${entry#*=}"
      printf 'set_tests_properties(%s PROPERTIES SKIP_RETURN_CODE 77)\n' "${entry%%=*}"
    done
  } >"$clone/CMakeLists.txt"
  cp "$project/CMakePresets.json" "$clone"
}

test_tests_are_counted_with_the_reasons_of_skips() {
  project_with_tests 'good=true' 'bad=echo why; false' 'absent=echo "SKIP: no GPU"; exit 77' \
    "gtest=echo '/a.cpp:3: Skipped'; echo 'no runtime'; echo '[  SKIPPED ] A.B'; exit 77"
  local output status=0
  output=$("$clone/dev" test 2>&1) || status=$?
  expect 'exit code is an error' $((status != 0)) 1
  expect_text "$output" '^2 tests skipped'
  expect_text "$output" '^ +1  SKIP: no GPU \(absent\)'
  expect_text "$output" '^ +1  no runtime \(gtest\)'
  expect_text "$(tail -n 1 <<<"$output")" '^75% tests passed, 1 tests failed out of 4'
  project_with_tests 'good=true'
  expect_text "$("$clone/dev" test 2>&1 | tail -n 1)" '^100% tests passed, 0 tests failed out of 1'
}

test_no_tests_are_a_failure() {
  project_with_tests
  fails_with 'no test ran' "$clone/dev" test
  project_with_tests 'good=true'
  fails_with 'no test ran' "$clone/dev" test -R nothing-of-this-name
}

test_tests_have_a_loopback_and_a_tmp_of_their_own() {
  project_with_tests 'net=test "$(grep -c : /proc/net/dev)" = 1' \
    'tmp=test ! -e /tmp/outside && touch /tmp/inside && test -z "${DISPLAY:-}"' \
    'pid=test "$(ls /proc | grep -c "^[0-9]")" -lt 10'
  touch /tmp/outside
  DISPLAY=:5 "$clone/dev" test 2>&1
  rm -f /tmp/outside
  expect 'files left in /tmp' "$(find /tmp -maxdepth 1 -name inside | wc -l)" 0
  expect 'scratch folders' "$(find "$sandbox/cache/volvr/scratch" -mindepth 1 | wc -l)" 0
}

test_a_failing_build_is_said() {
  project_with_tests 'good=true'
  echo 'add_custom_target(broken ALL COMMAND false)' >>"$clone/CMakeLists.txt"
  local output status=0
  output=$("$clone/dev" build 2>&1) || status=$?
  expect 'exit code is an error' $((status != 0)) 1
  expect_text "$output" 'dev: the build failed'
  echo 'nonsense(' >>"$clone/CMakeLists.txt"
  rm -rf "$clone/build"
  output=$("$clone/dev" build 2>&1) || true
  expect_text "$output" 'dev: CMake failed'
}
