#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""nibabel, which shares no code with volvr, reads the NIfTI files that volvr saved and must find the
same values at the same places. Usage: nibabel_witness.py PROGRAM, the test's save_random_volumes."""

import pathlib
import subprocess
import sys
import tempfile

try:
    import nibabel
    import numpy
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

MILLIMETRES = 1e-3  # at the worst corner: float32 holds 2000 mm no better than 1e-4
LPS_FROM_RAS = numpy.diag([-1.0, -1.0, 1.0, 1.0])


def truth_of(file):
    lines = pathlib.Path(f"{file}.txt").read_text().splitlines()
    size = [int(word) for word in lines[0].split()]
    kind, components = lines[1].split()
    matrix = numpy.array([[float(word) for word in line.split()] for line in lines[2:6]])
    values = numpy.fromfile(f"{file}.raw", dtype=kind)
    if components == "3":
        values = values.reshape([3] + size, order="F")
    else:
        values = values.reshape(size, order="F")
    return size, matrix, values


def worst_corner(size, a, b):
    worst = 0.0
    for corner in range(8):
        index = [(size[axis] - 1) * (corner >> axis & 1) for axis in range(3)] + [1]
        worst = max(worst, float(numpy.linalg.norm((a - b) @ index)))
    return worst


def faults_of(file):
    size, matrix, values = truth_of(file)
    image = nibabel.load(file)
    faults = []
    if list(image.shape) != size:
        return [f"shape {image.shape}, not {size}"]
    read = numpy.asanyarray(image.dataobj)
    if read.dtype.fields:  # RGB comes as a record of three bytes
        read = numpy.stack([read[name] for name in read.dtype.names])
    if read.dtype != values.dtype:
        faults.append(f"type {read.dtype}, not {values.dtype}")
    if not numpy.array_equal(read, values):
        faults.append("other values")
    forms = {"affine": image.affine, "sform": image.get_sform()}
    if image.header["qform_code"] != 0:
        forms["qform"] = image.get_qform()
    for name, form in forms.items():
        distance = worst_corner(size, LPS_FROM_RAS @ form, matrix)
        if not distance < (2e-3 if name == "qform" else MILLIMETRES):
            faults.append(f"{name} is {distance:.6f} mm away at a corner")
    return faults


def sequence_faults(file, kind, volumes):
    """A sequence of volumes 2.5 s apart, whose resampling stands in an extension."""
    image = nibabel.load(file)
    values = numpy.asanyarray(image.dataobj)
    faults = []
    if type(image) is not kind:
        faults.append(f"{type(image).__name__}, not {kind.__name__}")
    if values.ndim != 4 or values.shape[3] != volumes:
        return faults + [f"shape {values.shape}"]
    for number in range(volumes):
        volume = values[..., number]
        if volume[0, 0, 0] != number + 1 or (volume.ravel(order="F")[1:] != number).any():
            faults.append(f"volume {number} holds other values")
    if image.header.get_xyzt_units() != ("mm", "sec") or image.header.get_zooms()[3] != 2.5:
        faults.append(f"units {image.header.get_xyzt_units()}, zooms {image.header.get_zooms()}")
    said = [extension.get_content() for extension in image.header.extensions]
    if len(said) != 1 or b"uneven-spacing" not in bytes(str(said[0]), "utf-8"):
        faults.append(f"extensions {said}")
    return faults


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        files = sorted(p for p in pathlib.Path(folder).iterdir()
                       if p.name[0].isdigit() and p.name.endswith((".nii", ".gz")))
        qforms = 0
        failed = 0
        for file in files:
            qforms += int(nibabel.load(file).header["qform_code"] != 0)
            for fault in faults_of(file):
                failed += 1
                print(f"{file.name}: {fault}")
        for name, kind, shape in (("sequence.nii.gz", nibabel.Nifti1Image, 5),
                                  ("long.nii", nibabel.Nifti2Image, 2)):
            for fault in sequence_faults(pathlib.Path(folder) / name, kind, shape):
                failed += 1
                print(f"{name}: {fault}")
        print(f"{len(files)} files, {qforms} of them with a qform, {failed} faults")
        return 0 if files and qforms and not failed else 1


sys.exit(main())
