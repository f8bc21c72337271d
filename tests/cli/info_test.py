#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import json
import pathlib
import shutil
import time
import unittest

from harness import (BAD_INPUT, BAD_OUTPUT, DONE, NO_SERIES, SECRETS, USAGE, ProgramTest, main, run)


class Info(ProgramTest):
    def test_tells_series_and_geometry(self):
        result = run("volvr", "info", self.study("ct"))
        self.assert_code(result, DONE)
        self.assertEqual(result.err, "")
        for words in ("8 files, 8 of them DICOM", "patient 1", "study 1", "series 1: CT",
                      "Thorax 1.0", "24 × 20 × 8", "0.75 × 0.875 × 1.5 mm", "axial", "axes LPS",
                      "origin (-101.50, -77.25, 12.12)"):
            self.assertIn(words, result.out)
        self.assert_no_secret(result)

    def test_json_has_the_whole_geometry(self):
        result = run("volvr", "info", "--json", self.study("ct"))
        self.assert_code(result, DONE)
        report = json.loads(result.out)
        self.assertEqual(report["dicom_files"], 8)
        self.assertEqual(report["files_seen"], 8)
        series = report["patients"][0]["studies"][0]["series"][0]
        self.assertEqual(series["modality"], "CT")
        self.assertEqual(series["series_instance_uid"], "2.25.1000.1")
        volume = series["volumes"][0]
        self.assertTrue(volume["loadable"])
        self.assertEqual(volume["size"], [24, 20, 8])
        for found, truth in zip(volume["spacing_mm"], (0.75, 0.875, 1.5)):
            self.assertAlmostEqual(found, truth, places=9)
        self.assertEqual(volume["patient_from_index"][2][3], 12.125)
        self.assertEqual(volume["axis_codes"], "LPS")
        self.assert_no_secret(result)

    def test_names_patients_only_when_asked(self):
        study = self.study("ct")
        for arguments in ([], ["--json"]):
            silent = run("volvr", "info", study, *arguments)
            self.assert_no_secret(silent)
            told = run("volvr", "info", study, "--show-identity", *arguments)
            self.assert_code(told, DONE)
            for secret in ("Zqxcanary", "ZQX-4711", "19310723"):
                self.assertIn(secret, told.out)

    def test_withholds_names_in_descriptions_and_paths(self):
        study = self.study("telling")
        for arguments in ([], ["--json"]):
            result = run("volvr", "info", study, *arguments)
            self.assert_code(result, DONE)
            self.assertIn("[withheld]", result.out)
            self.assert_no_secret(result)

    def test_withholds_names_of_bad_files(self):
        study = self.study("telling-files")
        for arguments in ([], ["--json"]):
            result = run("volvr", "info", study, *arguments)
            self.assert_code(result, DONE)
            self.assertRegex(result.out, "malformed|ends")
            self.assert_no_secret(result)

    def test_two_patients_are_both_shown_and_said(self):
        study = self.study("two-patients")
        result = run("volvr", "info", study)
        self.assert_code(result, DONE)
        for words in ("patient 1", "patient 2", "warning", "2 different patients"):
            self.assertIn(words, result.out)
        self.assert_no_secret(result)
        report = json.loads(run("volvr", "info", study, "--json").out)
        self.assertEqual(len(report["patients"]), 2)
        self.assertIn("several-patients", [finding["code"] for finding in report["findings"]])

    def test_a_missing_slice_is_found(self):
        study = self.study("missing-slice")
        result = run("volvr", "info", study)
        self.assert_code(result, DONE)
        self.assertIn("cannot be loaded", result.out)
        report = json.loads(run("volvr", "info", "--json", study).out)
        volume = report["patients"][0]["studies"][0]["series"][0]["volumes"][0]
        self.assertFalse(volume["loadable"])
        self.assertIn("missing-slices", [finding["code"] for finding in volume["findings"]])

    def test_files_of_findings_are_told_below_the_root(self):
        study = self.study("ct")
        (study / "notes").mkdir()
        (study / "notes" / "readme.txt").write_text("no DICOM at all")
        report = json.loads(run("volvr", "info", "--json", study).out)
        finding = next(f for f in report["findings"] if f["code"] == "not-dicom")
        self.assertEqual(finding["files"], ["notes/readme.txt"])

    def test_starts_and_ends_at_once(self):
        study = self.study("ct")
        file = sorted(study.iterdir())[0]
        seconds = []
        for _ in range(7):
            begin = time.monotonic()
            self.assert_code(run("volvr", "info", file), DONE)
            seconds.append(time.monotonic() - begin)
        print(f"volvr info on one file: {min(seconds):.3f} s at best, "
              f"{sorted(seconds)[3]:.3f} s in the middle of 7")
        self.assertLess(min(seconds), 0.5)


class BadInput(ProgramTest):
    def test_an_empty_folder(self):
        for verb in (["info"], ["convert", "-o", self.folder / "out"]):
            self.assert_refused(run("volvr", *verb, self.study_folder()), NO_SERIES, "no files")
        self.assertFalse((self.folder / "out").exists())

    def study_folder(self):
        folder = self.folder / "empty"
        folder.mkdir(exist_ok=True)
        return folder

    def test_a_folder_without_dicom(self):
        folder = self.study_folder()
        (folder / "letter.txt").write_text("Dear reader")
        (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        self.assert_refused(run("volvr", "info", folder), NO_SERIES, "no DICOM", "2 files")

    def test_a_path_that_is_absent(self):
        for verb in (["info"], ["convert", "-o", self.folder / "out"],
                     ["render", "-o", self.folder / "picture.png"]):
            result = run("volvr", *verb, self.folder / "absent")
            self.assert_refused(result, BAD_INPUT, "absent")

    def unreadable(self):
        """A study of one file that may not be read, and how to run without the right to do so."""
        study = self.study("ct")
        for file in sorted(study.iterdir())[1:]:
            file.unlink()
        file = next(study.iterdir())
        file.chmod(0)
        try:
            file.read_bytes()
        except PermissionError:
            return study, ()
        if shutil.which("setpriv") is None:
            self.skipTest("the superuser may read everything, and there is no setpriv to give it up")
        return study, ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")

    def test_a_file_that_may_not_be_read(self):
        study, before = self.unreadable()
        self.assert_refused(run("volvr", "info", next(study.iterdir()), before=before), BAD_INPUT,
                            "cannot be read")
        self.assert_refused(run("volvr", "info", study, before=before), BAD_INPUT)

    def test_a_truncated_file_is_said(self):
        result = run("volvr", "info", self.study("truncated"))
        self.assert_code(result, DONE)
        self.assertRegex(result.out, "(warning|error): ")
        self.assertIn("slice-0006.dcm", result.out)

    def test_a_file_that_lies_about_its_size_is_said(self):
        result = run("volvr", "info", self.study("lying"))
        self.assert_code(result, DONE)
        self.assertRegex(result.out, "(warning|error): ")

    def test_output_that_cannot_be_written(self):
        study = self.study("ct")
        for arguments in (["info", study], ["info", "--json", study], ["presets"], ["--help"]):
            with open("/dev/full", "w") as full:
                result = run("volvr", *arguments, stdout=full)
            self.assertEqual(result.code, BAD_OUTPUT, arguments)
            self.assertIn("cannot be written", result.err)


class Usage(ProgramTest):
    def test_help_lists_verbs_and_exit_codes(self):
        result = run("volvr", "--help")
        self.assert_code(result, DONE)
        for words in ("info", "convert", "render", "presets", "Exit codes", "130"):
            self.assertIn(words, result.out)
        for verb in ("info", "convert", "render"):
            result = run("volvr", verb, "--help")
            self.assert_code(result, DONE)
            self.assertIn("Exit codes", result.out)
        self.assertIn("volvr render", run("volvr", "render", "--help").out)
        self.assertRegex(run("volvr", "--version").out, r"^volvr \d+\.\d+\.\d+\n$")

    def test_a_wrong_command_line_is_said_in_one_sentence(self):
        for arguments in ([], ["inof"], ["info"], ["info", "--nonsense", "x"], ["convert", "x"],
                          ["convert", "x", "-o", "y", "--format", "jpg"], ["render", "x"],
                          ["render", "x", "-o", "y.png", "--turntable", "0"]):
            self.assert_refused(run("volvr", *arguments), USAGE, "--help")


if __name__ == "__main__":
    main("__main__")
