#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds VTK's OpenXR and VR modules from Debian's source archive of the installed VTK.
#
#   build.sh PREFIX WORK_DIR SOURCES_DIR
#
# PREFIX         where the modules are installed
# WORK_DIR       an existing folder for the sources and the build, about 500 MB; left as it is
# SOURCES_DIR    a folder of APT source lists (deb-src); the machine's own are neither read nor changed
set -eu

prefix=$1 work=$2 sources=$3
here=$(cd "$(dirname "$0")" && pwd)

version=$(dpkg-query -W -f '${source:Version}' libvtk9-dev)

mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/source"
apt() {
  apt-get -q \
    -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$sources" \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" \
    -o APT::Sandbox::User="$(id -un)" "$@"
}

echo "Fetching the sources of VTK $version"
apt update
cd "$work"
apt source --download-only --tar-only "vtk9=$version"

echo "Unpacking"
for archive in vtk9_*.orig.tar.*; do
  tar -xf "$archive" -C source --strip-components=1 --no-same-owner \
    --wildcards --no-wildcards-match-slash '*/Rendering/OpenXR' '*/Rendering/VR' '*/CMake'
  rm -f "$archive"
done

echo "Building"
cmake -G Ninja -Wno-dev -S "$here" -B build -DVTK_SOURCE_DIR="$work/source" \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix"
cmake --build build --target install
