#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails where an include runs against the house plan (README, "The house plan").

include_directions.py SOURCE_DIR    checks libvolvr, apps and examples
include_directions.py --self-test   plants one breach of each kind and expects each to be found
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)

THIRD_PARTIES = {
    "eigen": re.compile(r"^(Eigen/|unsupported/Eigen)"),
    "dcmtk": re.compile(r"^dcmtk/"),
    "archive": re.compile(r"^archive(_entry)?\.h$"),
    "codec": re.compile(r"^(openjpeg|charls|openjph)"),
    "crypto": re.compile(r"^openssl/"),
    "itk": re.compile(r"^(itk[A-Z]|vnl/)"),
    "vtk": re.compile(r"^vtk[A-Z_]"),
    "vtk-openxr": re.compile(r"^vtk(OpenXR|VR)"),
    "openxr": re.compile(r"^openxr"),
    "gl": re.compile(r"^(GL/|EGL/|X11/)"),
    "crypto": re.compile(r"^openssl/"),
    "deflate": re.compile(r"^libdeflate"),
    "json": re.compile(r"^nlohmann/"),
    "simd": re.compile(r"^hwy/"),
    "xml": re.compile(r"^expat"),
    "imgui": re.compile(r"^(imgui|imstb_|backends/imgui)"),
    "fonts": re.compile(r"^(fontconfig/|ft2build|freetype/)"),
    "cli": re.compile(r"^CLI/"),
}
ROOMS = {"core", "dicom", "io", "panels", "render", "review", "surface", "xr"}

# Who may see what: rooms below it, and its own third parties.
ALLOWED = {
    "include": (set(), {"eigen"}),
    "interop": (set(), {"eigen", "itk", "vtk"}),
    "core": ({"core"}, {"eigen"}),
    "dicom": ({"core", "dicom"}, {"archive", "eigen", "dcmtk", "codec", "crypto"}),
    "io": ({"core", "io"}, {"deflate", "eigen", "itk", "json", "xml"}),
    "panels": ({"core", "panels"}, {"eigen", "gl", "imgui", "fonts"}),
    "render": ({"core", "render"}, {"eigen", "vtk", "gl", "simd"}),
    "review": ({"core", "review"}, {"eigen"}),
    "surface": ({"core", "surface"}, {"eigen", "vtk", "json"}),
    "xr": ({"core", "render", "review", "xr"},
           {"eigen", "vtk", "vtk-openxr", "openxr", "gl", "json"}),
    "join": (ROOMS, {"eigen", "crypto", "deflate", "json"}),
    "apps": (set(), {"eigen", "cli", "json"}),
    "examples": (set(), {"eigen"}),
}


def place_of(path):
    parts = path.parts
    if parts[0] in ("apps", "examples"):
        return parts[0]
    if parts[1] == "include":
        return "interop" if "interop" in parts else "include"
    return parts[2] if parts[1] == "src" else "join"


def kinds_of(name):
    kinds = {kind for kind, pattern in THIRD_PARTIES.items() if pattern.match(name)}
    return {"vtk-openxr"} if "vtk-openxr" in kinds else kinds


def breaches(source):
    for top in ("libvolvr", "apps", "examples"):
        for file in sorted((source / top).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".in"):
                continue
            path = file.relative_to(source)
            rooms, third_parties = ALLOWED[place_of(path)]
            for name in INCLUDE.findall(file.read_text(encoding="utf-8")):
                room = name.split("/")[0]
                if room in ROOMS and "/" in name and room not in rooms:
                    yield f"{path}: {name}: {place_of(path)} must not see the room {room}"
                for kind in kinds_of(name) - third_parties:
                    yield f"{path}: {name}: {place_of(path)} must not see {kind}"


def self_test():
    planted = {
        "libvolvr/include/volvr/a.h": "#include <vtkObject.h>\n",
        "libvolvr/include/volvr/b.h": '#include "core/text.h"\n',
        "libvolvr/src/core/a.cpp": '#include "dicom/parse.h"\n',
        "libvolvr/src/dicom/a.cpp": "#include <itkImage.h>\n",
        "libvolvr/src/io/a.cpp": '#include "dicom/parse.h"\n',
        "libvolvr/src/render/a.cpp": "#include <vtkOpenXRRenderWindow.h>\n",
        "libvolvr/src/panels/a.cpp": "#include <vtkRenderer.h>\n",
        "libvolvr/src/panels/b.cpp": '#include "render/scene.h"\n',
        "libvolvr/src/render/b.cpp": "#include <imgui.h>\n",
        "libvolvr/src/review/a.cpp": '  #  include "render/scene.h"\n',
        "libvolvr/src/surface/a.cpp": '#include "render/scene.h"\n',
        "libvolvr/viewer.cpp": "#include <vtkRenderer.h>\n",
        "apps/volvr/a.cpp": '#include "core/text.h"\n',
        "examples/a.cpp": "#include <dcmtk/dcmdata/dctk.h>\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder)
        for name, text in planted.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        found = list(breaches(source))
    missed = [name for name in planted if not any(line.startswith(name) for line in found)]
    print("\n".join(found))
    return [f"{name}: planted breach not found" for name in missed]


def main():
    problems = self_test() if sys.argv[1] == "--self-test" else list(
        breaches(pathlib.Path(sys.argv[1])))
    print("\n".join(problems) or "all includes run downwards")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
