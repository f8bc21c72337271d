#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import json
import math
import signal
import subprocess
import time
import unittest

from harness import (BAD_OUTPUT, BIN, DONE, INTERRUPTED, NO_SERIES, USAGE, ProgramTest, main, run)

# No display of any kind may be needed.
ENVIRONMENT = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "EGL_PLATFORM": "none"}


class SurfaceTest(ProgramTest):
    def surface(self, study, *arguments, **options):
        return run("volvr", "surface", study, *arguments, environment=ENVIRONMENT, **options)


class Surface(SurfaceTest):
    def test_a_ball_has_its_size_in_every_format(self):
        study = self.study("ball")
        for ending in ("stl", "ply", "obj", "glb"):
            file = self.folder / f"ball.{ending}"
            result = self.surface(study, "-o", file, "--iso", "0", "--smooth", "0.5", "--json")
            self.assert_code(result, DONE)
            self.assert_no_secret(result)
            report = json.loads(result.out)
            # A ball of radius 16 voxels of 2 mm.
            self.assertAlmostEqual(report["volume_mm3"] / (4 / 3 * math.pi * 32 ** 3), 1, delta=0.01)
            self.assertTrue(report["closed"])
            for coordinate in report["centroid_mm"]:
                self.assertAlmostEqual(coordinate, 0, delta=0.05)
            self.assertEqual(report["made"]["isovalue"], 0)
            self.assertEqual(report["made"]["unit"], "HU")
            self.assertEqual(report["made"]["smoothing"]["amount"], 0.5)
            self.assertGreater(report["made"]["smoothing"]["largest_shift_mm"], 0)
            self.assertGreater(file.stat().st_size, 50000)
            text = file.read_bytes().lower()
            for secret in ("zqxcanary", "wjvsecret", "zqx-4711"):
                self.assertNotIn(secret.encode(), text)

    def test_a_label_is_smoothed_unless_told_otherwise(self):
        study = self.study("ball")
        result = self.surface(study, "-o", self.folder / "a.stl", "--label", "1000", "--json")
        self.assert_code(result, DONE)
        report = json.loads(result.out)
        self.assertEqual(report["made"]["labels"], [1000])
        self.assertEqual(report["made"]["smoothing"]["amount"], 0.5)
        result = self.surface(study, "-o", self.folder / "b.stl", "--label", "1000", "--label",
                              "-1000", "--smooth", "0", "--json")
        report = json.loads(result.out)
        self.assertEqual(report["made"]["labels"], [1000, -1000])
        self.assertAlmostEqual(report["volume_mm3"] / 96 ** 3, 1, delta=0.01)

    def test_reduction_is_told(self):
        file = self.folder / "ball.ply"
        result = self.surface(self.study("ball"), "-o", file, "--iso", "0", "--reduce", "0.9")
        self.assert_code(result, DONE)
        self.assertIn("CT, series 1, 48 × 48 × 48", result.out)
        self.assertIn("reduced by 0.9: from ", result.out)
        self.assertIn("closed", result.out)
        self.assertIn(b"comment reduction 0.9 (quadric error; ", file.read_bytes())

    def test_help_is_of_this_verb(self):
        result = run("volvr", "surface", "--help")
        self.assert_code(result, DONE)
        self.assertIn("--iso", result.out)
        self.assertIn("Exit codes", result.out)
        self.assertIn("surface", run("volvr", "--help").out)


class BadSurface(SurfaceTest):
    def refuse(self, study, code, *words, output="a.stl", arguments=("--iso", "0")):
        result = self.surface(study, "-o", self.folder / output, *arguments)
        self.assert_refused(result, code, *words)
        self.assertFalse((self.folder / output).exists())

    def test_values_that_are_wrong(self):
        study = self.study("ball")
        self.refuse(study, USAGE, "either --iso or --label", arguments=())
        self.refuse(study, USAGE, "either --iso or --label", arguments=("--iso", "0", "--label", "1"))
        self.refuse(study, USAGE, "values run from -1000 to 1000", arguments=("--iso", "5000"))
        self.refuse(study, USAGE, "No voxel has the label 7", arguments=("--label", "7"))
        self.refuse(study, USAGE, "--smooth", arguments=("--iso", "0", "--smooth", "3"))
        self.refuse(study, USAGE, "--reduce", arguments=("--iso", "0", "--reduce", "1"))
        self.refuse(study, USAGE, "known are 1", arguments=("--iso", "0", "--series", "5"))
        self.refuse(study, USAGE, ".stl, .ply, .obj, .glb", output="a.vtk")

    def test_studies_without_one_volume(self):
        self.refuse(self.study("missing-slice"), NO_SERIES, "Series 1 cannot be loaded")

    def test_an_existing_file_is_kept_unless_asked(self):
        study, file = self.study("ball"), self.folder / "a.stl"
        file.write_text("mine")
        result = self.surface(study, "-o", file, "--iso", "0")
        self.assert_refused(result, BAD_OUTPUT, "exists already")
        self.assertEqual(file.read_text(), "mine")
        result = self.surface(study, "-o", file, "--iso", "0", "--overwrite")
        self.assert_code(result, DONE)
        self.assertGreater(file.stat().st_size, 50000)

    def test_a_folder_that_is_absent(self):
        self.refuse(self.study("ball"), BAD_OUTPUT, "no folder", output="none/a.stl")

    def test_a_full_disk(self):
        study = self.study("ball")
        for ending in ("stl", "ply", "obj", "glb"):
            for most in (100, 100000):
                result = self.surface(study, "-o", self.folder / f"a.{ending}", "--iso", "0",
                                      most_file_bytes=most)
                self.assert_code(result, BAD_OUTPUT)
                self.assertIn("no space left", result.err)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["study"])

    def test_an_interruption_leaves_nothing(self):
        study = self.study("noise")
        out = self.folder / "out"
        out.mkdir()
        child = subprocess.Popen([str(BIN / "volvr"), "surface", str(study), "-o", str(out / "a.obj"),
                                  "--iso", "62000"],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
        self.addCleanup(child.kill)
        end = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < end and not list(out.iterdir()):
            time.sleep(0.001)
        self.assertIsNone(child.poll(), "ended before it could be interrupted")
        child.send_signal(signal.SIGINT)
        text, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, INTERRUPTED, err)
        self.assertEqual(text, "")
        self.assertIn("volvr: ", err)
        self.assert_empty(out)


if __name__ == "__main__":
    main("__main__")
