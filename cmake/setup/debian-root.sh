#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes and removes ./dev's private Debian roots, as root or as an ordinary user.
#
#   debian-root.sh check                         whether it can be done here; installs what it can
#   debian-root.sh make SUITE ROOT PACKAGE...    a new root with these packages
#   debian-root.sh remove DIR                    a folder, with files of the packages' users in it
#   debian-root.sh proxies                       this machine's APT proxies, as APT configuration
#
# Steps go to the output as lines that start with "== ", failures as one sentence to the errors.
set -euo pipefail

fail() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# --- What is needed ------------------------------------------------------------------------------

check() {
  local needed=() tool
  for tool in mmdebstrap bwrap; do have $tool || needed+=("${tool/bwrap/bubblewrap}"); done
  if ((EUID != 0)) && ! have newuidmap; then needed+=(uidmap); fi
  if ((${#needed[@]})); then install_tools "${needed[@]}"; fi
  if ((EUID != 0)); then check_user_namespaces; fi
}

install_tools() {
  local names="$*" sudo=() how="with your package manager"
  if ((EUID != 0)); then sudo=(sudo -n); fi
  if have apt-get && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then
    printf 'dev: installing %s by apt-get\n' "$names" >&2
    "${sudo[@]}" apt-get -q update 2>&1 || true # a broken third-party source must not stop it
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qy -o DPkg::Lock::Timeout=600 \
      install --no-install-recommends "$@" debian-archive-keyring 2>&1 && return
    fail "apt-get cannot install $names: is there a network, and space?"
  fi
  if have apt-get; then
    how="by: sudo apt-get install $names debian-archive-keyring"
  elif have dnf; then
    how="by: sudo dnf install ${names/uidmap/shadow-utils-subid} apt debian-keyring"
  elif have pacman; then
    how="by: sudo pacman -S bubblewrap debian-archive-keyring, and mmdebstrap from the AUR"
  elif have zypper; then
    how="by: sudo zypper install ${names/uidmap/shadow}"
  fi
  fail "to make a private Debian root, $names must be installed, $how"
}

check_user_namespaces() {
  unshare --user true 2>/dev/null || fail "this machine forbids user namespaces to ordinary users" \
    "(see sysctl user.max_user_namespaces and kernel.apparmor_restrict_unprivileged_userns):" \
    "ask its administrator, or run ./dev as root"
  if ! subordinate_ids uid >/dev/null || ! subordinate_ids gid >/dev/null; then
    fail "you have no subordinate ids: sudo usermod --add-subuids 100000-165535" \
      "--add-subgids 100000-165535 $(id -un), or run ./dev as root"
  fi
}

# --- Root of one's own ---------------------------------------------------------------------------

# as_own_root CMD...: CMD as root, in mount and process namespaces that end with it and with us. For
# an ordinary user, as root of a user namespace where the user's own files are root's, and the
# subordinate ids are everybody else; setuid newuidmap says so, from outside.
as_own_root() {
  local alone=(unshare --mount --pid --fork --kill-child) pipes
  if have setpriv; then alone=(setpriv --pdeathsig KILL "${alone[@]}"); fi
  if ((EUID == 0)); then
    "${alone[@]}" "$@"
    return
  fi
  pipes=$(mktemp -d)
  mkfifo "$pipes/ready" "$pipes/mapped"
  map_ids "$pipes" &
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --user bash -c 'echo $$ >"$0/ready"; read -r mapped <"$0/mapped"; rm -rf "$0"
    [[ $mapped == yes ]] && exec "$@"' "$pipes" "${alone[@]}" "$@"
}

map_ids() {
  local pipes=$1 pid uids gids mapped=no
  read -r pid <"$pipes/ready"
  read -ra uids < <(subordinate_ids uid)
  read -ra gids < <(subordinate_ids gid)
  if newuidmap "$pid" 0 "$UID" 1 1 "${uids[@]}" &&
    newgidmap "$pid" 0 "$(id -g)" 1 1 "${gids[@]}"; then
    mapped=yes
  fi
  echo $mapped >"$pipes/mapped"
}

# subordinate_ids uid|gid: "FIRST COUNT" of this user's range.
subordinate_ids() {
  awk -F: -v name="$(id -un)" -v id="$UID" '
    ($1 == name || $1 == id) && $3 > 65533 {print $2, $3; found = 1; exit}
    END {exit !found}' "/etc/sub$1" 2>/dev/null
}

# --- Making and removing -------------------------------------------------------------------------

make() {
  local release=$1 root=$2 source proxy name packages
  # A root that is not whole is thrown away: nothing need be forced to the disk on the way. Manuals
  # stay, as Java's packages want their folder.
  local options=(--dpkgopt='force-unsafe-io' --dpkgopt='path-exclude=/usr/share/locale/*'
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright')
  shift 2
  source=$(mirror)
  while IFS= read -r proxy; do options+=("--aptopt=$proxy"); done < <(proxies)
  packages=$(IFS=,; echo "$*,ca-certificates")
  echo "== making a Debian root from ${source:-the default mirror}"
  as_own_root mmdebstrap --mode=root --variant=apt --verbose "${options[@]}" \
    --include="$packages" "$release" "$root" ${source:+"$source"} 2>&1
  # Places where the machine's own files will be seen.
  mkdir -p "$root/etc/openxr" "$root/etc/xdg/openxr"
  rm -f "$root/etc/resolv.conf"
  for name in passwd group hosts resolv.conf; do touch "$root/etc/$name"; done
}

remove() {
  rm -rf "$1" 2>/dev/null && return
  as_own_root rm -rf "$1" || fail "cannot remove $1: some of it belongs to other users"
}

# --- This machine's APT --------------------------------------------------------------------------

proxies() {
  have apt-config || return 0
  apt-config dump 2>/dev/null | grep -iE '^Acquire::(https?|ftp)::Proxy(::[^ ]+)? "[^"]' || true
}

# The Debian mirror: the user's choice, or this machine's own where it is a Debian; else none, and
# mmdebstrap takes its default.
mirror() {
  local id codename uri
  if [[ -n ${VOLVR_DEBIAN_MIRROR:-} ]]; then
    echo "$VOLVR_DEBIAN_MIRROR"
    return
  fi
  id=$(. /etc/os-release && echo "${ID:-}")
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  [[ $id == debian ]] || return 0
  while read -r uri; do
    if [[ $uri == mirror+file:* ]]; then # the file holds the addresses
      uri=$(grep -m1 -oE '^https?://[^[:space:]]+' "/${uri##mirror+file:*(/)}" 2>/dev/null || true)
    fi
    if [[ $uri == http://* || $uri == https://* ]]; then
      echo "$uri"
      return
    fi
  done < <({ listed_uris "$codename"; described_uris "$codename"; } |
    awk '{print ($0 !~ /debian/), $0}' | sort -s -k1,1n | cut -d' ' -f2)
}

# listed_uris, described_uris CODENAME: where APT gets the component main of a release from, in
# one-line style and in deb822 style.
listed_uris() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -r $file ]] || continue
    sed -nE 's/#.*//; s/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]*)?//p' "$file" |
      awk -v suite="$1" '$2 == suite && / main( |$)/ {print $1}'
  done
}

described_uris() {
  local file
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -r $file ]] || continue
    grep -v '^#' "$file" | awk -v suite="$1" -v RS= -F '\n' '
      {
        delete of
        for (i = 1; i <= NF; ++i) if (match($i, /^[A-Za-z-]+:/))
          of[tolower(substr($i, 1, RLENGTH - 1))] = " " substr($i, RLENGTH + 1) " "
        gsub(/[ \t]+/, " ", of["types"])
      }
      of["types"] ~ / deb / && of["suites"] ~ " " suite " " && of["components"] ~ / main / &&
      of["enabled"] !~ /no|false/ {
        n = split(of["uris"], uris, " ")
        for (i = 1; i <= n; ++i) print uris[i]
      }'
  done
}

shopt -s extglob
case ${1:-} in
  check | proxies) "$1" ;;
  make | remove) "$@" ;;
  *) fail "debian-root.sh: what is to be done? Its first lines say" ;;
esac
