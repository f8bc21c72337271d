#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dciodvfy finds no error in the DICOM objects that volvr writes; pydicom reads the same values at
the same places from them; dcm2niix makes of them what volvr saves as NIfTI directly.
Usage: write_witness.py PROGRAM [NAME=STUDY...], the test's save_dicom_cases and real studies."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import nibabel
    import numpy
    import pydicom
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

CASES = 13


class Truth:
    def __init__(self, folder):
        lines = (folder / "truth.txt").read_text().splitlines()
        self.size = [int(word) for word in lines[0].split()]
        self.matrix = numpy.array([[float(word) for word in line.split()] for line in lines[1:5]])
        self.sources = [tuple(line.split()) for line in lines[5:]]
        self.values = numpy.fromfile(folder / "truth.raw").reshape(self.size, order="F")

    def near(self, k):
        """The sources of slice k: its own, or the two that a plane between them lies between."""
        if len(self.sources) == self.size[2]:
            return self.sources[k:k + 1]
        return self.sources[k // 2:(k + 1) // 2 + 1]


def complaints(file, source=None):
    """dciodvfy's errors about the file, but those that it has of the source as well."""
    def of(path):
        text = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True,
                              errors="replace", timeout=600)
        return [line for line in (text.stderr + text.stdout).splitlines()
                if line.startswith("Error")]
    inherited = set(of(source)) if source else set()
    return [f"dciodvfy: {line}" for line in of(file) if line not in inherited]


LEGACY = ["1.2.840.10008.5.1.4.1.1.2.2", "1.2.840.10008.5.1.4.1.1.4.4",
          "1.2.840.10008.5.1.4.1.1.128.1"]


def reference_of(item):
    """The instance and the frame that an item refers to; frame 0 for an image of one."""
    return item.ReferencedSOPInstanceUID, str(item.get("ReferencedFrameNumber", 0))


def values_of(stored, item):
    return stored.astype(float) * float(item.get("RescaleSlope", 1)) + float(
        item.get("RescaleIntercept", 0))


def same_values(read, truth):
    """Equal as the float32 that fractional values are."""
    return numpy.array_equal(read.T.astype("f4"), truth.astype("f4"))


def plane_faults(position, orientation, spacing, truth, k):
    expected = truth.matrix @ [0, 0, k, 1]
    row, column = numpy.array(orientation[:3], float), numpy.array(orientation[3:], float)
    faults = []
    if numpy.linalg.norm(numpy.array(position, float) - expected[:3]) > 1e-9:
        faults.append(f"slice {k} lies elsewhere")
    axes = numpy.stack([row * float(spacing[1]), column * float(spacing[0])], axis=1)
    if abs(axes - truth.matrix[:3, :2]).max() > 1e-9:
        faults.append(f"slice {k} is turned")
    return faults


def single_faults(folder, truth):
    faults, files = [], sorted((folder / "single").iterdir())
    if len(files) != truth.size[2]:
        return [f"{len(files)} files"]
    for k, file in enumerate(files):
        data = pydicom.dcmread(file)
        faults += plane_faults(data.ImagePositionPatient, data.ImageOrientationPatient,
                               data.PixelSpacing, truth, k)
        if not same_values(values_of(data.pixel_array, data), truth.values[:, :, k]):
            faults.append(f"slice {k} has other values")
        if reference_of(data.SourceImageSequence[0]) not in truth.near(k):
            faults.append(f"slice {k} names another source")
        preserved = len(truth.sources) == truth.size[2]
        if data.SourceImageSequence[0].SpatialLocationsPreserved != ("YES" if preserved else "NO"):
            faults.append(f"slice {k} is wrong about whether it was interpolated")
        if any(element.tag.is_private for element in data):
            faults.append(f"slice {k} has private attributes")
    return faults


def enhanced_faults(folder, truth):
    data = pydicom.dcmread(folder / "enhanced.dcm")
    shared = data.SharedFunctionalGroupsSequence[0]
    faults = []
    stored = data.pixel_array
    if int(data.NumberOfFrames) != truth.size[2]:
        return [f"{data.NumberOfFrames} frames"]
    for k, frame in enumerate(data.PerFrameFunctionalGroupsSequence):
        def group(name):
            return (frame if name in frame else shared)[name][0]
        measures = group("PixelMeasuresSequence")
        faults += plane_faults(group("PlanePositionSequence").ImagePositionPatient,
                               group("PlaneOrientationSequence").ImageOrientationPatient,
                               measures.PixelSpacing, truth, k)
        values = values_of(stored[k], group("PixelValueTransformationSequence"))
        if not same_values(values, truth.values[:, :, k]):
            faults.append(f"frame {k} has other values")
        content = group("FrameContentSequence")
        if (list(content.DimensionIndexValues) != [1, k + 1]
                or content.InStackPositionNumber != k + 1):
            faults.append(f"frame {k} has indices {content.DimensionIndexValues}")
        if data.SOPClassUID in LEGACY:
            source = group("ConversionSourceAttributesSequence")
        else:
            source = group("DerivationImageSequence").SourceImageSequence[0]
        if reference_of(source) not in truth.near(k):
            faults.append(f"frame {k} names another source")
        if "WindowWidth" not in group("FrameVOILUTSequence"):
            faults.append(f"frame {k} has no window")
    return faults


def converted_faults(folder, form):
    out = folder / f"nifti-{form}"
    out.mkdir()
    source = folder / "single"
    if form == "enhanced":
        source = out / "in"
        source.mkdir()
        shutil.copy(folder / "enhanced.dcm", source)
    subprocess.run(["dcm2niix", "-b", "n", "-z", "n", "-m", "y", "-o", str(out), str(source)],
                   capture_output=True, timeout=600, check=False)
    files = [file for file in sorted(out.glob("*.nii")) if "_Tilt" not in file.name
             and "_Eq" not in file.name]
    if len(files) != 1:
        return [f"dcm2niix made {[file.name for file in sorted(out.glob('*.nii'))]} of {form}"]
    theirs, ours = nibabel.load(files[0]), nibabel.load(folder / "direct.nii")
    # dcm2niix turns rows, and slices of left-handed stacks, around: compare in one order.
    theirs, ours = nibabel.as_closest_canonical(theirs), nibabel.as_closest_canonical(ours)
    faults = []
    if theirs.shape != ours.shape or not numpy.allclose(theirs.get_fdata(), ours.get_fdata(),
                                                        rtol=1e-5, atol=1e-4):
        faults.append(f"dcm2niix reads other values from {form}")
    if abs(theirs.affine - ours.affine).max() > 1e-3:
        faults.append(f"dcm2niix places {form} elsewhere")
    return faults


def main():
    program, *studies = sys.argv[1:]
    have = {name: shutil.which(name) for name in ("dciodvfy", "dcm2niix")}
    failed = count = 0
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([program, scratch, *studies], check=True)
        for folder in sorted(pathlib.Path(scratch).iterdir()):
            truth = Truth(folder)
            faults = single_faults(folder, truth) + enhanced_faults(folder, truth)
            if have["dciodvfy"]:
                source = next((study.split("=")[1] for study in studies
                               if study.startswith(folder.name + "=")), None)
                source = source or (folder / "source" if (folder / "source" / "object.dcm").exists()
                                    else None)
                source = source and sorted(pathlib.Path(source).iterdir())[0]
                faults += complaints(sorted((folder / "single").iterdir())[1], source)
                faults += complaints(folder / "enhanced.dcm", source)
            if have["dcm2niix"] and folder.name != "sheared":  # it resamples those
                faults += converted_faults(folder, "single")
            for fault in faults:
                print(f"{folder.name}: {fault}")
            count, failed = count + 1, failed + len(faults)
    absent = [name for name, path in have.items() if not path]
    print(f"{count} series, {failed} faults" + (f", without {absent}" if absent else ""))
    return 1 if failed or count < CASES else 0


sys.exit(main())
