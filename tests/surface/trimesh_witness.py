#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""trimesh, which shares no code with volvr, reads the surfaces that volvr saved in every format and
must find the same points and triangles, closed and right side out.
Usage: trimesh_witness.py PROGRAM, the test's save_surfaces."""

import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    import trimesh
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

# x = L, y = S, z = A, in metres.
GLTF_FROM_PATIENT = numpy.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]]) / 1000.0


def read(file, process):
    """The mesh as it lies in the file, and the transform of its node."""
    loaded = trimesh.load(str(file), process=process, maintain_order=True)
    if not isinstance(loaded, trimesh.Scene):
        return loaded, numpy.eye(4)
    [node] = loaded.graph.nodes_geometry
    transform, name = loaded.graph[node]
    mesh = loaded.geometry[name]
    if process:
        mesh.merge_vertices(merge_norm=True, merge_tex=True)
    return mesh, transform


def faults_of(file):
    stem = str(file.with_suffix(""))
    points = numpy.fromfile(stem + ".points", dtype="<f4").reshape(-1, 3)
    triangles = numpy.fromfile(stem + ".triangles", dtype="<u4").reshape(-1, 3)
    volume, area, *centroid = map(float, pathlib.Path(stem + ".txt").read_text().split())
    raw, transform = read(file, process=False)
    faults = []
    if file.suffix == ".stl":  # has no indices: each triangle has its own three points
        same = numpy.array_equal(raw.vertices[raw.faces].astype("f4"), points[triangles])
    else:
        same = (numpy.array_equal(raw.vertices.astype("f4"), points)
                and numpy.array_equal(raw.faces, triangles))
        # Weighting differs between the two; sides must not.
        if (numpy.einsum("ij,ij->i", raw.vertex_normals, point_normals(points, triangles)) < 0.5).any():
            faults.append("normals that point elsewhere")
    if not same:
        faults.append("other points or triangles")
    mesh, _ = read(file, process=True)
    if not mesh.is_watertight or not mesh.is_winding_consistent:
        faults.append(f"watertight: {mesh.is_watertight}, winding: {mesh.is_winding_consistent}")
    if not abs(mesh.volume - volume) < 1e-4 * volume:
        faults.append(f"volume {mesh.volume}, not {volume}")
    if not abs(mesh.area - area) < 1e-4 * area:
        faults.append(f"area {mesh.area}, not {area}")
    if not numpy.allclose(mesh.center_mass, centroid, atol=1e-3):
        faults.append(f"centre {mesh.center_mass}, not {centroid}")
    expected = numpy.eye(4)
    if file.suffix == ".glb":
        expected[:3, :3] = GLTF_FROM_PATIENT
    if not numpy.allclose(transform, expected, atol=1e-9):
        faults.append(f"the node's transform is {transform}")
    return faults


def point_normals(points, triangles):
    corners = points[triangles].astype(float)
    faces = numpy.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = numpy.zeros(points.shape)
    for i in range(3):
        numpy.add.at(normals, triangles[:, i], faces)
    return normals / numpy.maximum(numpy.linalg.norm(normals, axis=1, keepdims=True), 1e-30)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        files = sorted(file for file in pathlib.Path(folder).iterdir()
                       if file.suffix in (".stl", ".ply", ".obj", ".glb"))
        failed = 0
        for file in files:
            for fault in faults_of(file):
                failed += 1
                print(f"{file.name}: {fault}")
        print(f"{len(files)} files, {failed} faults")
        return 0 if len(files) == 100 and not failed else 1


sys.exit(main())
