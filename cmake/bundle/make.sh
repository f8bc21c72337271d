#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Packs the built programs with the libraries they need into an archive for any x86-64 Linux.
#
#   make.sh BUILD_DIR VTK_OPENXR_PREFIX OUT.tar.zst
#
# It runs where the programs were built, on Debian: each library's licence comes from its package.
#   volvr, volvr-review   launch.sh, which finds everything else from where it lies
#   bin/                  the programs
#   lib/                  libraries; lib/base/ those that an OpenGL driver uses, too, and the loader
#   share/                DCMTK's dictionaries, controller bindings, licences
set -euo pipefail

build=$(readlink -f "$1") vtk=$2 out=$(readlink -f "$3")
project=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
name=$(basename "$out" .tar.zst)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
bundle=$stage/$name

fail() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

# What an OpenGL driver of the machine loads beside the program: the one copy of these in the process
# must serve both.
is_base() {
  case $1 in
    ld-linux-*.so.* | libc.so.* | libm.so.* | libmvec.so.* | libdl.so.* | librt.so.* | \
      libpthread.so.* | libresolv.so.* | libutil.so.* | libanl.so.* | libnss_*.so.* | \
      libstdc++.so.* | libgcc_s.so.* | libatomic.so.* | libz.so.* | libzstd.so.* | liblzma.so.* | \
      libexpat.so.* | libxml2.so.* | libffi.so.* | libelf.so.* | libdrm*.so.* | \
      libX*.so.* | libxcb*.so.* | libICE.so.* | libSM.so.* | libwayland-*.so.* | libxshmfence.so.* | \
      libGL.so.* | libGLX.so.* | libEGL.so.* | libOpenGL.so.* | libGLdispatch.so.* | \
      libGLU.so.* | libbsd.so.* | libmd.so.* | libuuid.so.*) return 0 ;;
  esac
  return 1
}

add_programs() {
  local program
  mkdir -p "$bundle"/{bin,lib/base,share}
  for program in "$build"/bin/volvr "$build"/bin/volvr-*; do
    [[ -x $program ]] || continue
    cp "$program" "$bundle/bin"
    cp "$project/cmake/bundle/launch.sh" "$bundle/$(basename "$program")"
    chmod 755 "$bundle/$(basename "$program")"
  done
  [[ -x $bundle/bin/volvr ]] || fail "there is no program volvr in $build/bin to be packed"
}

# add_libraries: what ldd names for the programs, to its last level, and the loader.
add_libraries() {
  local missing library target
  missing=$(ldd "$bundle"/bin/* | awk '/not found/ {print $1}' | sort -u)
  [[ -z $missing ]] || fail "libraries of the programs are not found: $missing"
  while read -r library; do
    target=$bundle/lib
    if is_base "$(basename "$library")"; then target=$bundle/lib/base; fi
    cp -L "$library" "$target/"
    echo "$library" >>"$stage/libraries"
  done < <(ldd "$bundle"/bin/* | awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\// && NF == 2 {print $1}' |
    sort -u)
  find "$bundle/bin" "$bundle"/lib -name "volvr*" -o -name "libvolvr*" -type f | xargs -r strip --strip-unneeded
  getconf GNU_LIBC_VERSION | awk '{print $2}' >"$bundle/lib/base/glibc-version"
}

add_data() {
  mkdir -p "$bundle/share/dcmtk" "$bundle/share/volvr"
  cp -rL /usr/share/dcmtk/{dicom.dic,private.dic,csmapper,esdb} "$bundle/share/dcmtk"
  echo /usr/share/dcmtk/dicom.dic >>"$stage/libraries"
  cp -r "$project/libvolvr/src/xr/bindings" "$bundle/share/volvr/openxr"
  add_font
  cp "$project/README.md" "$project/CHANGELOG.md" "$bundle"
}

# add_font: the panels' letters, as the build found them.
add_font() {
  local font
  font=$(sed -n 's/^VOLVR_FONT_FILE:FILEPATH=//p' "$build/CMakeCache.txt")
  [[ -f $font ]] || fail "the panels' font is not in ${build}/CMakeCache.txt"
  mkdir -p "$bundle/share/volvr/fonts"
  cp -L "$font" "$bundle/share/volvr/fonts"
  echo "$font" >>"$stage/libraries"
}

# add_licences: the copyright file of each package that something was taken from.
add_licences() {
  local file package target=$bundle/share/licenses
  mkdir -p "$target"
  cp "$project/LICENSE" "$bundle"
  while read -r file; do
    case $file in
      "$build"/* | */libvolvr*.so*) continue ;;
      "$vtk"/*)
        cp -r "$vtk/share/licenses/." "$target/"
        continue
        ;;
    esac
    package=$(package_of "$file")
    mkdir -p "$target/$package"
    cp -L "/usr/share/doc/$package/copyright" "$target/$package/"
  done < <(sort -u "$stage/libraries")
}

# package_of FILE: Debian's name for it; packages list some files by their path before the merge of
# /lib into /usr/lib, and some libraries are links that another package's alternative made.
package_of() {
  local path found
  for path in "$1" "/usr$1" "${1#/usr}" "$(readlink -f "$1")" "$(readlink -f "$1" | sed 's|^/usr||')"; do
    found=$(dpkg-query -S "$path" 2>/dev/null | head -n 1 | cut -d: -f1) || true
    if [[ -n $found && $found != diversion* ]]; then
      echo "$found"
      return
    fi
  done
  fail "no package owns $1: its licence is unknown"
}

pack() {
  local partial=$out.$$.partial
  tar -C "$stage" --owner=0 --group=0 --sort=name -cf - "$name" | zstd -q -T0 -12 -o "$partial"
  mv -f "$partial" "$out"
  printf 'dev: %s: %s, unpacked %s\n' "$out" "$(du -h "$out" | cut -f1)" "$(du -sh "$bundle" | cut -f1)" >&2
}

add_programs
add_libraries
add_data
add_licences
pack
