#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""VTK's own reader reads the .vti files that volvr saved and must find the same values at the same
places. Usage: vtk_witness.py PROGRAM, the test's save_random_volumes."""

import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkIOXML import vtkXMLImageDataReader
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

MILLIMETRES = 1e-6


def truth_of(file):
    lines = pathlib.Path(f"{file}.txt").read_text().splitlines()
    size = [int(word) for word in lines[0].split()]
    kind, components = lines[1].split()
    matrix = numpy.array([[float(word) for word in line.split()] for line in lines[2:6]])
    return size, numpy.dtype(kind), int(components), matrix


def faults_of(file):
    size, kind, components, matrix = truth_of(file)
    reader = vtkXMLImageDataReader()
    reader.SetFileName(str(file))
    reader.Update()
    image = reader.GetOutput()
    if list(image.GetDimensions()) != size:
        return [f"size {image.GetDimensions()}, not {size}"]
    faults = []
    values = vtk_to_numpy(image.GetPointData().GetScalars())
    if values.dtype != kind or image.GetNumberOfScalarComponents() != components:
        faults.append(f"type {values.dtype} x {image.GetNumberOfScalarComponents()}")
    elif values.tobytes() != pathlib.Path(f"{file}.raw").read_bytes():
        faults.append("other values")
    for corner in range(8):
        index = [(size[axis] - 1) * (corner >> axis & 1) for axis in range(3)]
        place = [0.0] * 3
        image.TransformIndexToPhysicalPoint(index, place)
        distance = float(numpy.linalg.norm(numpy.array(place) - (matrix @ [*index, 1])[:3]))
        if not distance < MILLIMETRES:
            faults.append(f"corner {corner} is {distance:.9f} mm away")
    frame = image.GetFieldData().GetAbstractArray("frame")
    if frame is None or frame.GetValue(0) != "DICOM patient, LPS, millimetres":
        faults.append("the field data does not name the frame")
    return faults


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        files = sorted(pathlib.Path(folder).glob("*.vti"))
        failed = 0
        for file in files:
            for fault in faults_of(file):
                failed += 1
                print(f"{file.name}: {fault}")
        print(f"{len(files)} files, {failed} faults")
        return 0 if files and not failed else 1


sys.exit(main())
