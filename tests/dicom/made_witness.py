#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files made here, read by volvr and by others: tables of values by pydicom's apply_modality_lut,
and GE's diffusion directions by dcm2niix.
Usage: made_witness.py PROGRAM, the test's dump_volumes."""

import itertools
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import nibabel
    import numpy
    import pydicom
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.pixel_data_handlers.util import apply_modality_lut
    from pydicom.uid import ExplicitVRLittleEndian
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

MR = "1.2.840.10008.5.1.4.1.1.4"
PLANES = {"axial": ((1, 0, 0), (0, 1, 0)), "sagittal": ((0, 1, 0), (0, 0, -1)),
          "coronal": ((1, 0, 0), (0, 0, -1)),
          "oblique": ((0.955336, 0.29552, 0), (-0.289629, 0.936293, 0.198669))}
# Along frequency, phase and slice; a short one is a part of the nominal b-value.
DIRECTIONS = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (0.6, 0.64, 0.48), (0.3, 0.32, -0.24)]


def image(number, pixels, signed):
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = MR
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = f"2.25.5.{number}"
    data.Modality, data.PatientName, data.PatientID = "MR", "Phantom^Example", "PHANTOM-1"
    data.StudyInstanceUID, data.SeriesInstanceUID = "2.25.1", "2.25.2"
    data.FrameOfReferenceUID, data.SeriesNumber, data.InstanceNumber = "2.25.9", 1, number
    data.StudyDate, data.StudyTime, data.SeriesDescription = "20200101", "120000", "made"
    data.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
    data.PixelSpacing, data.SliceThickness, data.SpacingBetweenSlices = [2, 2], 3, 3
    data.Rows, data.Columns = pixels.shape
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated = data.BitsStored = 8 * pixels.itemsize
    data.HighBit, data.PixelRepresentation = data.BitsStored - 1, 1 if signed else 0
    data.PixelData = pixels.tobytes()
    return data


def save(data, file):
    pydicom.dcmwrite(file, data, write_like_original=False)


def dump(program, study, folder):
    done = subprocess.run([program, str(study), str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return sorted(folder.glob("*.txt"), key=lambda path: int(path.stem))


def tables(program, folder):
    """Entries of 8 and 16 bits, for stored values below, among and beyond those they map."""
    failures = []
    random = numpy.random.default_rng(7)
    cases = itertools.product((8, 16), (numpy.uint8, numpy.int8, numpy.uint16, numpy.int16),
                              ("OW", "US"), (5, 200, 256))
    count = 0
    for bits, kind, form, entries in cases:
        signed = kind in (numpy.int8, numpy.int16)
        limits = numpy.iinfo(kind)
        study = folder / f"table{count}"
        study.mkdir()
        pixels = random.integers(max(limits.min, -300), min(limits.max, 300) + 1, (8, 6), kind)
        data = image(1, pixels, signed)
        data.ImagePositionPatient, data.ImageOrientationPatient = [1, 2, 3], [1, 0, 0, 0, 1, 0]
        first = -7 if signed else 3
        values = random.integers(0, 1 << bits, entries, numpy.uint16)
        item = Dataset()
        item.add_new(0x00283002, "SS" if signed else "US", [entries, first, bits])
        item.ModalityLUTType = "US"
        # Entries of 8 bits one a word: pydicom does not take two from one.
        if form == "OW":
            item.add_new(0x00283006, "OW", values.tobytes())
        else:
            item.add_new(0x00283006, "US", [int(value) for value in values])
        data.ModalityLUTSequence = [item]
        save(data, study / "image.dcm")
        # Wider ones, since pydicom subtracts in the width of the pixels.
        stored = pydicom.dcmread(study / "image.dcm").pixel_array.astype(numpy.int32)
        theirs = apply_modality_lut(stored, data)
        for text in dump(program, study, folder / f"dump{count}"):
            ours = numpy.fromfile(text.with_suffix(".raw")).reshape(pixels.shape)
            if not numpy.array_equal(ours, theirs):
                failures.append(f"table of {entries} × {bits} bits, {form}, {kind.__name__}: "
                                f"{numpy.count_nonzero(ours != theirs)} values differ")
            count += 1
    return count, failures


def diffusion_study(folder, plane, phase, position, order):
    folder.mkdir()
    row, column = (numpy.array(axis, float) for axis in PLANES[plane])
    normal = numpy.cross(row, column) * order
    random = numpy.random.default_rng(3)
    for volume, direction in enumerate(DIRECTIONS):
        for k in range(5):
            number = volume * 5 + k + 1
            data = image(number, random.integers(0, 999, (16, 12), numpy.int16), True)
            data.Manufacturer = "GE MEDICAL SYSTEMS"
            data.ScanningSequence, data.SequenceVariant, data.MRAcquisitionType = "EP", "NONE", "2D"
            data.EchoTime, data.RepetitionTime, data.AcquisitionNumber = "80", "5000", 1
            data.PatientPosition, data.InPlanePhaseEncodingDirection = position, phase
            place = numpy.array([-20., -30, -40]) + 3 * k * normal
            data.ImagePositionPatient = [round(float(x), 5) for x in place]
            data.ImageOrientationPatient = [float(x) for x in (*row, *column)]
            data.NumberOfTemporalPositions = len(DIRECTIONS)
            data.TemporalPositionIdentifier = volume + 1
            data.add_new(0x00190010, "LO", "GEMS_ACQU_01")
            data.add_new(0x0019109C, "LO", "epi2")
            for tag, part in zip((0x001910BB, 0x001910BC, 0x001910BD), direction):
                data.add_new(tag, "DS", str(part))
            data.add_new(0x00430010, "LO", "GEMS_PARM_01")
            data.add_new(0x00431039, "IS", ["1000" if any(direction) else "0", "8", "0", "0"])
            save(data, folder / f"{number:04d}.dcm")


def told_by_dcm2niix(study, out):
    """b-values and directions in the patient (LPS): bvec counts along the image's axes, with i
    turned round where those are right-handed, as FSL has it."""
    out.mkdir()
    subprocess.run(["dcm2niix", "-f", "x", "-o", str(out), str(study)], capture_output=True,
                   check=True)
    affine = nibabel.load(out / "x.nii").affine[:3, :3]
    vectors = numpy.loadtxt(out / "x.bvec")
    if numpy.linalg.det(affine) > 0:
        vectors[0] *= -1
    world = affine / numpy.linalg.norm(affine, axis=0) @ vectors
    return numpy.loadtxt(out / "x.bval"), (numpy.diag([-1, -1, 1]) @ world).T


def diffusion(program, folder):
    failures = []
    count = 0
    for plane, phase, position, order in itertools.product(PLANES, ("ROW", "COL"), ("HFS", "FFS"),
                                                           (1, -1)):
        name = f"{plane}-{phase}-{position}-{order}"
        study = folder / name
        diffusion_study(study, plane, phase, position, order)
        b_values, directions = told_by_dcm2niix(study, folder / (name + "-nii"))
        ours = [[float(word) for word in text.with_suffix(".diffusion").read_text().split()]
                for text in dump(program, study, folder / (name + "-dump"))]
        if len(ours) != len(b_values):
            failures.append(f"{name}: {len(ours)} volumes, not {len(b_values)}")
            continue
        for b_value, direction in zip(b_values, directions):
            if not any(told[0] == b_value and
                       numpy.abs(numpy.array(told[1:]) - direction).max() < 2e-4 for told in ours):
                failures.append(f"{name}: no volume of {b_value} {direction} in {ours}")
            count += 1
    return count, failures


def main():
    program = sys.argv[1]
    failures = []
    with tempfile.TemporaryDirectory() as name:
        count, failures = tables(program, pathlib.Path(name))
    print(f"{count} tables of values compared with pydicom, {len(failures)} differ")
    if shutil.which("dcm2niix"):
        with tempfile.TemporaryDirectory() as name:
            volumes, others = diffusion(program, pathlib.Path(name))
        print(f"{volumes} diffusion volumes compared with dcm2niix, {len(others)} differ")
        failures += others
        count = min(count, volumes)
    else:
        print("not compared with dcm2niix: it is not installed")
    for line in failures[:40]:
        print("FAILED:", line)
    return 1 if failures or count < 24 else 0


if __name__ == "__main__":
    sys.exit(main())
