#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import gzip
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import time
import unittest

from harness import (BAD_OUTPUT, BIN, DONE, INTERRUPTED, NO_SERIES, SOME_FAILED, USAGE, ProgramTest,
                     main, run, write_study)

FORMATS = ("nii", "nii.gz", "nrrd", "mha")


def nifti_values(file):
    """Size and int16 values of a NIfTI file, by the offsets of the standard."""
    data = pathlib.Path(file).read_bytes()
    if str(file).endswith(".gz"):
        data = gzip.decompress(data)
    size = struct.unpack("<3h", data[42:48])
    assert struct.unpack("<h", data[70:72])[0] == 4, "not int16"
    count = size[0] * size[1] * size[2]
    return size, struct.unpack(f"<{count}h", data[352:352 + 2 * count])


def expected_ct(i, j, k):
    return (7 * i + 131 * j + 1009 * k + (i * j) % 5) % 4096 - 1024


class ConvertTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"

    def convert(self, case, *arguments, **options):
        study = self.folder / case
        if not study.exists():
            write_study(case, study)
        return run("volvr", "convert", study, "-o", self.out, *arguments, **options)

    def names(self):
        """The volumes, without what stands beside them."""
        return sorted(file.name for file in self.out.iterdir()
                      if not file.name.endswith((".json", ".jsonl")))


class Convert(ConvertTest):
    def test_every_format_is_written_and_said(self):
        for form in FORMATS:
            result = self.convert("ct", "--format", form)
            self.assert_code(result, DONE)
            self.assertEqual(result.err, "")
            self.assertIn(f"001-Thorax_1.0.{form}: 24 × 20 × 8, int16, HU", result.out)
            self.assert_no_secret(result)
        self.assertEqual(self.names(), sorted(f"001-Thorax_1.0.{form}" for form in FORMATS))

    def test_values_are_hounsfield_units_in_their_places(self):
        self.convert("ct", "--format", "nii")
        size, values = nifti_values(self.out / "001-Thorax_1.0.nii")
        self.assertEqual(size, (24, 20, 8))
        truth = [expected_ct(i, j, k) for k in range(8) for j in range(20) for i in range(24)]
        self.assertEqual(list(values), truth)

    def test_names_hold_no_identity_and_stay_in_the_folder(self):
        result = self.convert("telling", "--format", "nii")
        self.assert_code(result, DONE)
        self.assert_no_secret(result)
        self.assertEqual(self.names(), ["001-etc_withheld_withheld_withheld_scan.nii"])
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["out", "telling"])

    def test_two_series_of_one_name_make_two_files(self):
        self.assert_code(self.convert("two-series", "--format", "nii"), DONE)
        for name in self.names():
            self.assertRegex(name, r"^001-Thorax_1[.]0-[0-9a-f]{8}[.]nii$")
        self.assertEqual(len(self.names()), 2)

    def test_a_series_can_be_chosen(self):
        self.assert_code(self.convert("two-series", "--format", "nii", "--series", "2.25.1000.2"),
                         DONE)
        size, _ = nifti_values(self.out / self.names()[0])
        self.assertEqual(size, (16, 16, 4))
        self.assert_refused(self.convert("two-series", "--series", "77"), USAGE, "77", "known are 1")

    def test_patients_are_told_apart_without_names(self):
        result = self.convert("two-patients", "--format", "nii")
        self.assert_code(result, DONE)
        self.assertEqual(self.names(), ["patient1-001-Thorax_1.0.nii", "patient2-001-Thorax_1.0.nii"])
        self.assertIn("2 different patients", result.err)
        self.assert_no_secret(result)

    def test_a_tilted_series_is_said(self):
        result = self.convert("tilted", "--format", "nii")
        self.assert_code(result, DONE)
        self.assertIn("warning", result.err)

    def test_existing_files_stay_unless_told(self):
        self.assert_code(self.convert("ct", "--format", "nii"), DONE)
        file = self.out / "001-Thorax_1.0.nii"
        file.write_text("mine")
        self.assert_refused(self.convert("ct", "--format", "nii"), BAD_OUTPUT, "exists already")
        self.assertEqual(file.read_text(), "mine")
        self.assert_code(self.convert("ct", "--format", "nii", "--overwrite"), DONE)
        self.assertGreater(file.stat().st_size, 352)


class BadConversion(ConvertTest):
    def test_a_missing_slice_is_refused(self):
        self.assert_refused(self.convert("missing-slice"), NO_SERIES, "series 1")
        self.assert_empty(self.out)

    def test_a_truncated_file_is_refused(self):
        result = self.convert("truncated")
        self.assert_code(result, NO_SERIES)
        self.assertIn("slice-0006.dcm", result.err)
        self.assert_empty(self.out)
        self.assert_no_secret(result)

    def test_names_of_bad_files_tell_nobody(self):
        result = self.convert("telling-files")
        self.assert_code(result, NO_SERIES)
        self.assertIn("[withheld]", result.err)
        self.assert_no_secret(result)

    def test_a_file_that_lies_about_its_size_is_refused(self):
        result = self.convert("lying")
        self.assert_code(result, NO_SERIES)
        self.assertRegex(result.err, r"(?m)^volvr: .*\.$")
        self.assert_empty(self.out)

    def test_pages_are_no_volume(self):
        result = self.convert("pages")
        self.assert_code(result, NO_SERIES)
        self.assertIn("no slices of a volume", result.err)
        self.assert_empty(self.out)

    def test_what_can_be_converted_is(self):
        result = self.convert("half-good", "--format", "nii")
        self.assert_code(result, SOME_FAILED)
        self.assertEqual(len(self.names()), 1)
        size, _ = nifti_values(self.out / self.names()[0])
        self.assertEqual(size, (24, 20, 8))

    def test_the_output_is_a_file(self):
        self.out.write_text("mine")
        self.assert_refused(self.convert("ct"), BAD_OUTPUT, "cannot be made")
        self.assertEqual(self.out.read_text(), "mine")


class FullDisk(ConvertTest):
    def test_a_full_disk_leaves_no_file(self):
        for form in FORMATS:
            whole = self.convert("ct", "--format", form)
            self.assert_code(whole, DONE)
            size = (self.out / self.names()[0]).stat().st_size
            shutil.rmtree(self.out)
            for most in (0, 400, size - 1):
                result = self.convert("ct", "--format", form, most_file_bytes=most)
                self.assert_code(result, BAD_OUTPUT)
                self.assertIn("no space left", result.err)
                self.assert_empty(self.out)

    def test_a_full_file_system_leaves_no_file(self):
        self.convert("noise", "--series", "77")  # writes the study
        disk = self.folder / "disk"
        disk.mkdir()
        script = 'mount -t tmpfs -o size=4m tmpfs "$1" && cd "$1" && shift && "$@"; code=$?; ls -A; exit $code'
        before = ["unshare", "--mount"] + (["--map-root-user"] if os.geteuid() else [])
        trial = subprocess.run([*before, "mount", "-t", "tmpfs", "tmpfs", str(disk)],
                               capture_output=True, text=True)
        if trial.returncode != 0:
            self.skipTest("a file system cannot be mounted here: " + trial.stderr.strip())
        for form in FORMATS:
            done = subprocess.run([*before, "sh", "-c", script, "sh", str(disk), str(BIN / "volvr"),
                                   "convert", str(self.folder / "noise"), "-o", ".", "--format", form],
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, BAD_OUTPUT, done.stderr)
            self.assertIn("no space left", done.stderr)
            self.assertEqual(done.stdout, "", "left behind")


class Interruption(ConvertTest):
    def interrupt(self, which):
        study = self.study("noise")
        self.out.mkdir()
        child = subprocess.Popen([str(BIN / "volvr"), "convert", str(study), "-o", str(self.out),
                                  "--format", "nii.gz"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(child.kill)
        end = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < end:
            if any(size > 100000 for size in self.sizes()):
                break
            time.sleep(0.001)
        self.assertIsNone(child.poll(), "ended before it could be interrupted")
        child.send_signal(which)
        begin = time.monotonic()
        out, err = child.communicate(timeout=60)
        print(f"ended {time.monotonic() - begin:.3f} s after the signal")
        self.assertEqual(child.returncode, INTERRUPTED, err)
        self.assertEqual(out, "")
        self.assertIn("volvr: ", err)
        self.assert_empty(self.out)

    def sizes(self):
        """Of the files that grow, which come and go."""
        for file in self.out.rglob("*.nii.gz"):
            try:
                yield file.stat().st_size
            except FileNotFoundError:
                pass

    def test_ctrl_c_leaves_nothing_half_written(self):
        self.interrupt(signal.SIGINT)

    def test_termination_leaves_nothing_half_written(self):
        self.interrupt(signal.SIGTERM)


if __name__ == "__main__":
    main("__main__")
