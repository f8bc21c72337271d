#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Converts every study by volvr and by dcm2niix, which share no code, and compares the voxels that
lie at the same places of the patient. dcm2niix turns its rows upside down, so volumes are compared
through their affines: axes are permuted and flipped exactly, never resampled.

Prints a table: equal, different (with what differs), only one of them, refused (with the reason).
Fails where a volume differs from dcm2niix's, unless EXPLAINED says why it must."""

import argparse
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import nibabel
    import numpy
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

MILLIMETRES = 0.01  # dcm2niix keeps its sform in float32, from its own reading of the headers
ELSEWHERE = 1.0  # millimetres from which on volumes with other values are not the same volume

# Sets of the collection that a sample holds already.
SAMPLED = {"ct_chest_lidc_0314": "ct-chest"}

# What must differ, with the reason: a set's folder, and what its row says.
TILTED = ("other places: the same values",
          "the gantry is tilted: volvr keeps the stack as it leans, in the affine; dcm2niix writes it "
          "as if it were upright, and a resampled copy beside it")
EXPLAINED = {
    "ct_philips_gantry_tilt_neg18": TILTED,
    "fail_icometrix_gantrytilting_001": TILTED,
    "broken_public": ("004-Lv2.nii: other values",
                      "a JPEG 2000 codestream calls its 13 signed bits unsigned: dcm2niix does not "
                      "extend the sign, and air becomes 6192 instead of -2000"),
}

# How many volumes of a set are equal at least, so that nothing that was read once is refused unseen.
EQUAL = {
    "ct-chest": 1, "mr-head": 1, "broken_public": 1, "ct_3slice_with_seg_dcmqi": 1,
    "ct_enhanced_multiframe_pydicom": 1, "ct_legacy_converted_enhanced_dcmqi": 1,
    "ct_philips_gantry_tilt_neg18": 1, "ct_philips_head_phantom_1mm": 2, "dicomdir_public": 18,
    "enh_icometrix_hyperfine_anatomical_001": 1,
    "enh_icometrix_philips_enhanced_anatomical_001": 1,
    "enh_icometrix_philips_enhanced_anatomical_001_implicit": 1,
    "enh_icometrix_philips_enhanced_dti_001": 4, "enh_icometrix_philips_enhanced_fmri_001": 4,
    "enh_icometrix_siemens_multiframe_anatomical_001": 1, "fail_icometrix_slicecount_001": 1,
    "fail_icometrix_sliceorientation_001": 2, "mr_enhanced_philips_fieldmap": 2,
    "mr_enhanced_siemens_xa10": 4, "mr_ge_3plane_localizer": 3, "mr_ge_fmri_4d": 10,
    "mr_ge_mprage_3d": 1, "mr_mixed_ge_study": 8, "mr_siemens_mosaic_4d": 6,
    "mr_siemens_multiecho": 9, "mr_t1_sag_384_studyforrest": 1, "nonimage_public": 5,
    "pet_qin_headneck": 1, "transfer_syntaxes_public": 4,
    "ts_icometrix_generic_anatomical_001": 1, "ts_icometrix_generic_compressed_j2k_001": 1,
    "ts_icometrix_generic_compressed_jpeg_001": 1,
    "ts_icometrix_generic_compressed_jpegls_001": 1, "ts_icometrix_generic_compressed_rle_001": 1,
    "ts_icometrix_generic_rgb_001": 1, "ts_siemens_trio_9syntaxes": 7,
}


class Frame:
    """One three-dimensional volume of a NIfTI file."""

    def __init__(self, file, image, values, number):
        self.name = file.name + (f" [{number}]" if number is not None else "")
        self.affine = image.affine
        self.values = values


def frames_of(folder):
    frames = []
    for file in sorted(folder.rglob("*.nii")):
        image = nibabel.load(file)
        values = numpy.asanyarray(image.dataobj)
        if values.dtype.fields:  # colours
            values = numpy.stack([values[name] for name in values.dtype.names], axis=-1)
            frames.append(Frame(file, image, values, None))
        elif values.ndim == 4:
            for number in range(values.shape[3]):
                frames.append(Frame(file, image, values[..., number], number))
        else:
            frames.append(Frame(file, image, values.reshape(values.shape[:2] + (-1,)), None))
    return frames


def matched_axes(ours, theirs):
    """For each axis of theirs our axis and its sign, where each leans less than 30 degrees from it
    and the sizes agree; else nothing."""
    directions = [frame.affine[:3, :3] / numpy.linalg.norm(frame.affine[:3, :3], axis=0)
                  for frame in (ours, theirs)]
    cosines = directions[0].T @ directions[1]
    signs = numpy.where(numpy.abs(cosines) > 0.866, numpy.sign(cosines), 0).astype(int)
    order = [int(numpy.argmax(numpy.abs(signs[:, axis]))) for axis in range(3)]
    if sorted(order) != [0, 1, 2] or numpy.abs(signs).sum() < 3:
        return None
    if any(ours.values.shape[order[axis]] != theirs.values.shape[axis] for axis in range(3)):
        return None
    return order, [int(signs[order[axis], axis]) for axis in range(3)]


def permuted(ours, order, signs):
    """Our values and affine with the axes in another order and direction."""
    values = numpy.transpose(ours.values, order + list(range(3, ours.values.ndim)))
    flips = [axis for axis in range(3) if signs[axis] < 0]
    values = numpy.flip(values, flips) if flips else values
    ours_from_new = numpy.zeros((4, 4))
    ours_from_new[3, 3] = 1
    for axis in range(3):
        ours_from_new[order[axis], axis] = signs[axis]
        if signs[axis] < 0:
            ours_from_new[order[axis], 3] = values.shape[axis] - 1
    return values, ours.affine @ ours_from_new


def worst_corner(shape, a, b):
    worst = 0.0
    for corner in itertools.product((0, 1), repeat=3):
        index = [*(c * (n - 1) for c, n in zip(corner, shape)), 1]
        worst = max(worst, float(numpy.linalg.norm((a - b) @ index)))
    return worst


def compare(ours, theirs):
    """What tells the two volumes apart: "", or a reason that begins with "other grids", "other
    values" or "other places"."""
    axes = matched_axes(ours, theirs)
    if axes is None:
        return f"other grids: {ours.values.shape[:3]} and {theirs.values.shape[:3]}"
    values, affine = permuted(ours, *axes)
    a, b = values.astype(numpy.float64), theirs.values.astype(numpy.float64)
    tolerance = 0.0
    if values.dtype.kind == "f" or theirs.values.dtype.kind == "f":
        tolerance = 1e-6 * max(float(numpy.abs(b).max()), 1e-30)
    wrong = numpy.abs(a - b) > tolerance
    worst = worst_corner(theirs.values.shape, affine, theirs.affine)
    if wrong.any() and worst > ELSEWHERE:
        return "other grids: other values elsewhere"
    if wrong.any():
        return (f"other values: {wrong.mean():.1%} of them differ, by up to "
                f"{numpy.abs(a - b).max():g}")
    if worst > MILLIMETRES:
        return f"other places: the same values, up to {worst:.3f} mm away at a corner"
    return ""


def run(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          errors="replace", stdin=subprocess.DEVNULL, timeout=600)
    return done.returncode, done.stdout + done.stderr


def decompressed(study, folder):
    """A copy of the study with its JPEG-LS files decompressed by DCMTK, for dcm2niix, which reads
    none; nothing where the tool is absent or no file is one."""
    tool = shutil.which("dcmdjpls")
    if tool is None:
        return None
    folder.mkdir()
    for number, file in enumerate(sorted(p for p in study.rglob("*") if p.is_file())):
        run([tool, file, folder / f"{number:05}.dcm"])
    return folder if any(folder.iterdir()) else None


def their_frames(arguments, study, work):
    """What dcm2niix makes of the study, and how that came about."""
    folder = work / "dcm2niix"
    folder.mkdir()
    # -p n: the values that the scanner displays, as volvr takes them unless asked otherwise.
    command = [arguments.dcm2niix, "-p", "n", "-b", "n", "-z", "n", "-f", "%s_%d_%e_%t", "-o",
               folder]
    code, _ = run([*command, study])
    frames = frames_of(folder)
    if frames:
        return frames, ""
    copy = decompressed(study, work / "decompressed")
    if copy is None:
        return [], f"dcm2niix ended with {code}"
    run([*command, copy])
    return frames_of(folder), "decompressed by DCMTK for dcm2niix"


def our_frames(arguments, study, work):
    """What volvr makes of it, and its complaints."""
    folder = work / "volvr"
    folder.mkdir()
    code, said = run([arguments.volvr, "convert", study, "-o", folder, "--format", "nii"])
    complaints = re.findall(r"(?m)^volvr: (?!warning: )(.*)$", said)
    if code < 0 or code == 1:
        complaints.append(f"volvr ended with {code}")
    return frames_of(folder), complaints


def nearest(frame, others):
    """The frame that is most like this one, and what tells them apart."""
    rank = ["", "other places", "other values", "other grids"]
    verdicts = [(compare(frame, other), other) for other in others]
    return min(verdicts, key=lambda pair: rank.index(pair[0].split(":")[0]),
               default=("other grids: dcm2niix has none", None))


def rows_of(name, study, arguments):
    with tempfile.TemporaryDirectory() as work:
        ours, complaints = our_frames(arguments, study, pathlib.Path(work))
        theirs, remark = their_frames(arguments, study, pathlib.Path(work))
        remark = f" ({remark})" if remark else ""
        rows, left, unmatched = [], list(theirs), []
        for frame in ours:  # equal ones first, so that no other takes their place
            reason, other = nearest(frame, left)
            if reason:
                unmatched.append(frame)
            else:
                left.remove(other)
                rows.append((name, "equal", frame.name + remark))
        for frame in unmatched:
            reason, other = nearest(frame, left)
            if reason.startswith("other grids"):
                rows.append((name, "only volvr", frame.name + remark))
            else:
                left.remove(other)
                rows.append((name, "different", f"{frame.name}: {reason}"))
        rows += [(name, "refused", complaint) for complaint in complaints]
        if left:
            rows.append((name, "only dcm2niix", ", ".join(frame.name for frame in left[:3])))
        return rows or [(name, "neither", remark)]


def studies(arguments):
    """Folders by name: the samples, and the larger collection where there is one."""
    found = {path.name: path for path in sorted(arguments.samples.iterdir())
             if path.is_dir() and any(path.glob("*.dcm"))}
    shared = os.environ.get("VOLVR_SHARED_DATA")
    if shared and (pathlib.Path(shared) / "data").is_dir():
        for path in sorted((pathlib.Path(shared) / "data").iterdir()):
            if path.is_dir() and SAMPLED.get(path.name) not in found:
                found[path.name] = path
    else:
        print("VOLVR_SHARED_DATA names no collection of studies: the samples alone are compared")
    return found


def print_rows(rows):
    """Rows of one set and verdict as one line, with how many they are."""
    for (name, verdict), group in itertools.groupby(rows, key=lambda row: row[:2]):
        details = [row[2] for row in group]
        print(f"{name:45} {verdict:14} {len(details):4}  {details[0][:150]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--volvr", type=pathlib.Path, required=True)
    parser.add_argument("--dcm2niix", required=True)
    parser.add_argument("--samples", type=pathlib.Path, required=True)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    if not os.access(arguments.dcm2niix, os.X_OK):
        print("skipped: there is no dcm2niix on this machine")
        return 77
    rows = []
    for name, study in studies(arguments).items():
        if arguments.only in name:
            found = sorted(rows_of(name, study, arguments), key=lambda row: row[1])
            print_rows(found)
            sys.stdout.flush()
            rows += found
    count = {verdict: sum(row[1] == verdict for row in rows) for verdict in {row[1] for row in rows}}
    print(", ".join(f"{number} {verdict}" for verdict, number in sorted(count.items())))
    faults = faults_of(rows)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def faults_of(rows):
    faults = []
    for name, verdict, detail in rows:
        said, reason = EXPLAINED.get(name, (None, None))
        if verdict != "different":
            continue
        if said is not None and said in detail:
            print(f"explained: {name}: {reason}")
        else:
            faults.append(f"unexplained difference: {name}: {detail}")
    for name in sorted({row[0] for row in rows}):
        equal = sum(row[:2] == (name, "equal") for row in rows)
        if equal < EQUAL.get(name, 0):
            faults.append(f"{name}: {equal} equal volumes, not {EQUAL[name]} as before")
    return faults


if __name__ == "__main__":
    sys.exit(main())
