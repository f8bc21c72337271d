#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What pydicom and DCMTK's tools decode from real files, frame by frame, is what volvr loads, and
every frame lies where pydicom reads its position.
Usage: pydicom_witness.py PROGRAM, the test's dump_volumes; VOLVR_SHARED_DATA names the real files."""

import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    import pydicom
    from pydicom.pixel_data_handlers.util import apply_color_lut, convert_color_space
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

# Files whose names are all there is: pictures without a place get one before volvr reads them.
PICTURES = ["rgb_sc_public", "transfer_syntaxes_public"]
SERIES = ["mr_enhanced_philips_fieldmap", "mr_enhanced_siemens_xa10", "ct_enhanced_multiframe_pydicom",
          "ct_legacy_converted_enhanced_dcmqi", "enh_icometrix_hyperfine_anatomical_001",
          "enh_icometrix_philips_enhanced_anatomical_001",
          "enh_icometrix_philips_enhanced_anatomical_001_implicit",
          "enh_icometrix_philips_enhanced_dti_001", "enh_icometrix_philips_enhanced_fmri_001",
          "enh_icometrix_siemens_multiframe_anatomical_001", "mr_siemens_mosaic_4d",
          "mr_siemens_multiecho", "pet_qin_headneck", "ts_icometrix_generic_compressed_rle_001",
          "ts_icometrix_generic_compressed_jpeg_001", "ts_icometrix_generic_compressed_jpegls_001"]

# Nothing here but volvr's own library decodes JPEG 2000; these files have a twin that is not coded.
TWINS = {"693_J2KR.dcm": "693_UNCR.dcm", "MR2_J2KR.dcm": "MR2_UNCR.dcm",
         "MR_small_jp2klossless.dcm": "MR_small.dcm",
         "emri_small_jpeg_2k_lossless.dcm": "emri_small.dcm"}

# Read on purpose otherwise, or not at all, and why.
EXPLAINED = {
    "examples_overlay.dcm": "12 stored bits of an ultrasound picture; overlays beside them",
    "693_J2KI.dcm": "lossy, and no second decoder of JPEG 2000 is here",
    "JPEG2000.dcm": "lossy, and no second decoder of JPEG 2000 is here",
    "HTJ2KLossless_08_RGB.dcm": "no second decoder of HTJ2K is here",
}

JPEG = [f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 53, 55, 57, 70)]
JPEG_LS = [f"1.2.840.10008.1.2.4.{n}" for n in (80, 81)]


def decompressed(file, folder):
    """The file itself, or a copy that DCMTK's own decoders made."""
    syntax = str(pydicom.dcmread(file, stop_before_pixels=True, force=True)
                 .file_meta.TransferSyntaxUID)
    tool = "dcmdjpeg" if syntax in JPEG else "dcmdjpls" if syntax in JPEG_LS else None
    if tool is None:
        return file
    copy = folder / "decompressed.dcm"
    done = subprocess.run([tool, str(file), str(copy)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{tool}: {done.stderr.strip()}")
    return copy


def group(data, frame, sequence):
    """A functional group of a frame; the data set itself where there are none."""
    for groups, index in (("PerFrameFunctionalGroupsSequence", frame),
                          ("SharedFunctionalGroupsSequence", 0)):
        if groups in data and sequence in data[groups].value[index]:
            return data[groups].value[index][sequence].value[0]
    return data


class Source:
    """Frames of one file, as the witness decodes them."""

    def __init__(self, file, folder):
        self.data = pydicom.dcmread(decompressed(file, folder), force=True)
        pixels = self.data.pixel_array
        model = self.data.PhotometricInterpretation
        colour = self.data.SamplesPerPixel == 3 or model == "PALETTE COLOR"
        if int(self.data.get("NumberOfFrames", 1) or 1) == 1:
            pixels = pixels[None]
        if not colour:
            pixels = self.stored(pixels)
        if model == "PALETTE COLOR":
            table_bits = int(self.data.RedPaletteColorLookupTableDescriptor[2])
            pixels = numpy.stack([apply_color_lut(one, self.data) for one in pixels])
            if table_bits == 8 and pixels.dtype == numpy.uint16:
                pixels = pixels.astype(numpy.uint8)
        elif model.startswith("YBR_FULL"):
            pixels = numpy.stack([convert_color_space(one, "YBR_FULL", "RGB") for one in pixels])
        self.pixels = pixels
        self.colour = colour
        self.tolerance = 1 if model.startswith("YBR") else 0

    def stored(self, pixels):
        """The stored bits alone, with their sign: pydicom gives the allocated ones (PS3.5 8.1.1)."""
        if pixels.dtype.kind == "f":
            return pixels
        bits = int(self.data.BitsStored)
        shift = int(self.data.HighBit) + 1 - bits
        numbers = (pixels.astype(numpy.int64) >> shift) & ((1 << bits) - 1)
        if self.data.PixelRepresentation == 1:
            numbers -= (numbers >> (bits - 1)) << bits
        return numbers

    def values(self, frame):
        if self.colour:
            return self.pixels[frame].astype(float)
        scale = group(self.data, frame, "PixelValueTransformationSequence")
        return (self.pixels[frame] * float(scale.get("RescaleSlope", 1))
                + float(scale.get("RescaleIntercept", 0)))

    def position(self, frame):
        return numpy.array(group(self.data, frame, "PlanePositionSequence").ImagePositionPatient,
                           float)

    def axes(self, frame):
        measures = group(self.data, frame, "PixelMeasuresSequence").PixelSpacing
        plane = group(self.data, frame, "PlaneOrientationSequence").ImageOrientationPatient
        return numpy.array([[float(v) * float(measures[1]) for v in plane[:3]],
                            [float(v) * float(measures[0]) for v in plane[3:]]]).T


def item(**values):
    """A sequence's item."""
    data = pydicom.Dataset()
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


def placed(file, folder):
    """A copy of a picture that says where it lies; its pixels stay as they are coded."""
    data = pydicom.dcmread(file, force=True)
    if "PerFrameFunctionalGroupsSequence" in data or "ImagePositionPatient" in data:
        return file
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.4"
    data.Modality = "MR"
    frames = int(data.get("NumberOfFrames", 1) or 1)
    if frames > 1:
        data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.4.1"
        data.SharedFunctionalGroupsSequence = [
            item(PlaneOrientationSequence=[item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
                 PixelMeasuresSequence=[item(PixelSpacing=[0.5, 0.75], SliceThickness=2)])]
        data.PerFrameFunctionalGroupsSequence = [
            item(PlanePositionSequence=[item(ImagePositionPatient=[1.5, -2, 3 + 2 * n])])
            for n in range(frames)]
    else:
        data.ImagePositionPatient = [1.5, -2, 3]
        data.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        data.PixelSpacing = [0.5, 0.75]
        data.SliceThickness = 2
    for uid in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
        if not data.get(uid):
            setattr(data, uid, "2.25.1")
    copy = folder / (file.stem + "-placed.dcm")
    data.save_as(copy)
    return copy


class Witness:
    def __init__(self, program):
        self.program = program
        self.failures = []
        self.frames = 0
        self.files = 0
        self.not_volumes = []

    def dump(self, study, folder):
        out = folder / "dump"
        done = subprocess.run([self.program, str(study), str(out)], capture_output=True, text=True)
        if done.returncode != 0:
            return None, done.stderr.strip()
        return sorted(out.glob("*.txt")), ""

    def compare(self, text, sources, folder, name):
        lines = text.read_text().splitlines()
        columns, rows, slices, components = (int(word) for word in lines[0].split())
        matrix = numpy.array([[float(word) for word in line.split()] for line in lines[1:5]])
        shape = (slices, rows, columns) + ((components,) if components > 1 else ())
        ours = numpy.fromfile(text.with_suffix(".raw")).reshape(shape)
        for k, line in enumerate(lines[5:]):
            frame, column, row, file = line.split(" ", 3)
            if file not in sources:
                sources[file] = Source(folder.get(file, file), folder["folder"])
            source = sources[file]
            frame, column, row = int(frame), int(column), int(row)
            theirs = source.values(frame)[row:row + rows, column:column + columns]
            worst = numpy.abs(ours[k] - theirs).max()
            if worst > source.tolerance + 1e-6 * numpy.abs(theirs).max():
                self.failures.append(f"{name} slice {k}: values differ by {worst}")
            if column == row == 0 and theirs.shape[:2] == source.pixels[frame].shape[:2]:
                self.compare_place(matrix, k, source, frame, name)
            self.frames += 1

    def compare_place(self, matrix, k, source, frame, name):
        place = (matrix @ [0, 0, k, 1])[:3]
        if numpy.abs(place - source.position(frame)).max() > 0.02:
            self.failures.append(f"{name} slice {k}: lies at {place}, not {source.position(frame)}")
        if numpy.abs(matrix[:3, :2] - source.axes(frame)).max() > 1e-4:
            self.failures.append(f"{name} slice {k}: pixels run otherwise")

    def picture(self, file):
        if file.name in EXPLAINED:
            return
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            copy = placed(file, folder)
            texts, error = self.dump(copy, folder)
            if not texts:
                self.not_volumes.append(f"{file.name}: {error or 'no volume'}")
                return
            truth = placed(file.with_name(TWINS.get(file.name, file.name)), folder)
            for text in texts:
                self.compare(text, {}, {str(copy): truth, "folder": folder}, file.name)
            self.files += 1

    def series(self, study):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            texts, error = self.dump(study, folder)
            if not texts:
                self.failures.append(f"{study.name}: {error or 'no volume'}")
                return
            sources = {}
            for text in texts:
                self.compare(text, sources, {"folder": folder}, study.name)
            self.files += len(sources)


def main():
    root = os.environ.get("VOLVR_SHARED_DATA")
    if not root:
        print("skipped: VOLVR_SHARED_DATA is not set")
        return 77
    data = pathlib.Path(root) / "data"
    witness = Witness(sys.argv[1])
    for name in PICTURES:
        for file in sorted((data / name).glob("*.dcm")):
            try:
                witness.picture(file)
            except Exception as error:  # a witness that cannot read says nothing of volvr
                witness.not_volumes.append(f"{file.name}: the witness fails: "
                                           f"{str(error).splitlines()[0]}")
    for name in SERIES:
        if (data / name).is_dir():
            witness.series(data / name)
    for line in witness.not_volumes:
        print("not compared:", line)
    for name, reason in EXPLAINED.items():
        print(f"not compared: {name}: {reason}")
    for line in witness.failures[:40]:
        print("FAILED:", line)
    print(f"{witness.frames} slices of {witness.files} files compared, "
          f"{len(witness.failures)} differences")
    return 1 if witness.failures or witness.files < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
