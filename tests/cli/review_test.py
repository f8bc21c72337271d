#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import json
import os
import signal
import subprocess
import time
import unittest

from harness import (BAD_INPUT, BAD_OUTPUT, BIN, DONE, INTERRUPTED, NO_DISPLAY, NO_SERIES, USAGE,
                     ProgramTest, main, read_png, run)

# No runtime, no X server.
ENVIRONMENT = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "LIBGL_ALWAYS_SOFTWARE": "1",
               "XR_RUNTIME_JSON": "/nonexistent/openxr.json"}


class ReviewTest(ProgramTest):
    def review(self, *arguments, **options):
        return run("volvr-review", *arguments, environment=ENVIRONMENT, **options)

    def script(self, text):
        file = self.folder / "script.txt"
        file.write_text(text)
        return file


class Review(ReviewTest):
    def test_a_script_draws_and_the_report_says_how_it_went(self):
        shots, report = self.folder / "my shots", self.folder / "report.json"
        script = self.script(f'preset ct-bone\nturn 30 0 0  # to the side\nsnapshot "{shots}"\nquit\n')
        result = self.review(self.study("ball"), "--display", "offscreen", "--size", "160x120",
                             "--script", script, "--report", report)
        self.assert_code(result, DONE)
        self.assert_no_secret(result)
        self.assertIn("CT, series 1, 48 × 48 × 48", result.out)
        width, height, rows = read_png(shots / "view.png")
        self.assertEqual((width, height), (160, 120))
        self.assertGreater(max(max(row) for row in rows), 60)
        told = json.loads(report.read_text())
        self.assertEqual((told["width"], told["height"]), (160, 120))
        self.assertEqual(told["ended_because"], "quit")
        self.assertIn("48 × 48 × 48", told["loaded"])
        self.assertTrue(told["display"] and told["graphics"])
        self.assertIsInstance(told["frame_seconds"], list)
        for secret in ("zqxcanary", "zqx-4711"):
            self.assertNotIn(secret, report.read_text().lower())

    def test_info_says_what_voxels_are_shown(self):
        result = self.review(self.study("ball"), "--display", "offscreen", "--size", "160x120",
                             "--script", self.script("preset ct-bone\ninfo\nquit\n"))
        self.assert_code(result, DONE)
        self.assertRegex(result.out, r"Voxels shown: [\d.]+ × [\d.]+ × [\d.]+ mm, the study's own\.")

    def test_settings_and_commands_are_listed(self):
        result = self.review("--settings", "list")
        self.assert_code(result, DONE)
        self.assertIn("render.step (default 0.5", result.out)
        helped = self.review("--help")
        self.assert_code(helped, DONE)
        for words in ("window nudge CENTRE FACTOR", "Exit codes", "--display"):
            self.assertIn(words, helped.out)

    def test_ctrl_c_ends_it_cleanly(self):
        script = self.script("wait 60\n")
        report = self.folder / "report.json"
        child = subprocess.Popen([str(BIN / "volvr-review"), str(self.study("ct")), "--display",
                                  "offscreen", "--size", "64x64", "--script", str(script), "--report",
                                  str(report)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, env={**os.environ,
                                                                        **ENVIRONMENT})
        self.addCleanup(child.kill)
        child.stdout.readline()  # the study is loaded
        time.sleep(1.0)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, INTERRUPTED, err)
        self.assertEqual(json.loads(report.read_text())["ended_because"], "quit on request")


    def test_frames_are_logged(self):
        table = self.folder / "frames.csv"
        result = self.review(self.study("ball"), "--display", "offscreen", "--size", "64x64",
                             "--script", self.script("wait 0.5\n"), "--frame-log", table)
        self.assert_code(result, DONE)
        rows = table.read_text().splitlines()
        self.assertGreater(len(rows), 3)
        self.assertTrue(rows[0].startswith("seconds,display_time_ns,"))
        self.assertTrue(all(row.endswith(",offscreen") for row in rows[1:]), rows[1])
        page = table.with_suffix(".html").read_text()
        self.assertIn(f"{len(rows) - 1} frames in", page)
        for secret in ("zqxcanary", "zqx-4711"):
            self.assertNotIn(secret, (page + "".join(rows)).lower())


class FusedReview(ReviewTest):
    OPTIONS = ("--display", "offscreen", "--size", "160x120", "--preset", "ct-bone", "--set",
               "render.annotations=off")

    def setUp(self):
        super().setUp()
        self.cases = self.study("fused")

    def pictures(self, names, script, *arguments):
        """The pictures of these names that a script takes, by name, and the program's result."""
        script = script.replace("snapshot ", f"snapshot {self.folder}/")
        result = self.review(self.cases / "ct", *self.OPTIONS, "--script", self.script(script),
                             *arguments)
        self.assert_code(result, DONE)
        self.assert_no_secret(result)
        return {name: read_png(self.folder / name / "view.png") for name in names}, result

    @staticmethod
    def count(picture, is_one):
        width, _, rows = picture
        return sum(is_one(row[3 * x:3 * x + 3]) for row in rows for x in range(width))

    def test_layers_and_labels_are_shown_and_obey(self):
        def red(pixel):
            return pixel[0] > 60 and pixel[0] > 2.5 * pixel[1] and pixel[0] > 2.5 * pixel[2]

        def seen(pixel):
            return max(pixel) > 30

        alone, _ = self.pictures(["alone"], "window 4000 100\nsnapshot alone\n")
        names = ["all", "layer", "label", "none", "back"]
        shots, result = self.pictures(
            names, "window 4000 100\nsnapshot all\nlayer 1 hide\nsnapshot layer\nlayer 1 show\n"
            "label 1 hide\nsnapshot label\nlabels hide\nlayer 1 hide\nsnapshot none\nundo\nundo\n"
            "undo\nsnapshot back\n", "--with", f"{self.cases / 'beside'}:ct-bone", "--labels",
            self.cases / "seg")
        self.assertIn("with CT, series 2", result.out)
        self.assertIn("with 2 labels of series 2", result.out)
        self.assertGreater(self.count(shots["all"], red), 20)
        self.assertGreater(self.count(shots["all"], seen),
                           1.5 * self.count(shots["layer"], seen))
        self.assertEqual(self.count(shots["layer"], red), self.count(shots["all"], red))
        self.assertEqual(self.count(shots["label"], red), 0)
        self.assertEqual(shots["none"], alone["alone"], "as if they were not there")
        self.assertEqual(shots["back"], shots["all"])

    def test_options_are_those_of_pictures(self):
        shots, _ = self.pictures(["one"], "snapshot one\n", "--labels", self.cases / "seg",
                                 "--hide-label", "1", "--label-opacity", "0.5", "--label-look",
                                 "bodies")
        again, _ = self.pictures(["two"], "label 1 hide\nlabels opacity 0.5\nsnapshot two\n",
                                 "--labels", self.cases / "seg")
        self.assertEqual(shots["one"], again["two"])

    def test_what_may_not_fit_is_said(self):
        _, result = self.pictures([], "quit\n", "--with", self.cases / "elsewhere")
        self.assertIn("Layer 1: They are of different studies", result.out)
        self.assertIn("frames of reference differ", result.out)
        _, result = self.pictures([], "quit\n", "--with", self.cases / "other", "--other-patient")
        self.assertIn("Layer 1: The volumes are of different patients.", result.out)

    def test_what_is_wrong_is_said(self):
        def refuse(code, *words, arguments, script="quit\n"):
            result = self.review(self.cases / "ct", *self.OPTIONS, "--script", self.script(script),
                                 *arguments)
            self.assert_refused(result, code, *words)

        beside = self.cases / "beside"
        refuse(BAD_INPUT, "--with names does not exist", arguments=["--with", self.folder / "no"])
        refuse(USAGE, "did you mean ct-bone", arguments=["--with", f"{beside}:ct-bnoe"])
        refuse(NO_SERIES, "different patients", "--other-patient",
               arguments=["--with", self.cases / "other"])
        refuse(USAGE, "draws one volume alone",
               arguments=["--with", beside, "--set", "render.mapper=stock"])
        refuse(USAGE, "There is no label 9",
               arguments=["--labels", self.cases / "seg", "--hide-label", "9"])

    def test_commands_on_what_is_not_there_are_refused(self):
        result = self.review(self.cases / "ct", *self.OPTIONS, "--script",
                             self.script("layer 1 hide\n"))
        self.assertEqual(result.code, USAGE)
        self.assertIn("No layer is drawn with this study", result.err)
        result = self.review(self.cases / "ct", *self.OPTIONS, "--with", self.cases / "beside",
                             "--script", self.script("layer 1 opacity 2\n"))
        self.assertEqual(result.code, USAGE)
        self.assertIn("An opacity is from 0 to 1", result.err)


class BadReview(ReviewTest):
    def test_no_headset_is_said_with_a_way_out(self):
        result = self.review(self.study("ct"))
        self.assert_refused(result, NO_DISPLAY, "--display window")

    def test_a_headset_asked_for_and_absent(self):
        result = self.review(self.study("ct"), "--display", "headset")
        self.assert_refused(result, NO_DISPLAY)

    def test_what_is_wrong_is_said_before_the_study_is_read(self):
        study = self.folder / "absent"
        offscreen = ("--display", "offscreen")
        self.assert_refused(self.review(study, *offscreen, "--preset", "ct-bnoe"), USAGE, "ct-bone")
        script = self.script("preset next\nwindow wide\n")
        self.assert_refused(self.review(study, *offscreen, "--script", script), USAGE, "line 2")
        self.assert_refused(self.review(study, *offscreen, "--script", self.folder / "none.txt"),
                            BAD_INPUT, "none.txt")
        self.assert_refused(self.review(study, *offscreen, "--set", "x=1"), USAGE, "no setting x")
        self.assert_refused(self.review(study, *offscreen), BAD_INPUT, "absent")
        self.assert_refused(self.review(*offscreen), USAGE, "STUDY")
        self.assert_refused(self.review(study, "--display", "hologram"), USAGE, "hologram")

    def test_a_frame_log_that_cannot_be_written_is_refused_before_the_study_is_read(self):
        study = self.folder / "absent"
        for file, code, named in ((self.folder / "no" / "frames.csv", BAD_OUTPUT, self.folder / "no"),
                                  (self.folder, BAD_OUTPUT, self.folder),
                                  ("/dev/full", BAD_OUTPUT, "/dev/full"),
                                  (self.folder / "frames.html", USAGE, "frames.html")):
            self.assert_refused(self.review(study, "--display", "offscreen", "--frame-log", file),
                                code, str(named))

    def test_two_patients_must_be_told_apart(self):
        result = self.review(self.study("two-patients"), "--display", "offscreen")
        self.assert_refused(result, NO_SERIES, "2 patients", "--series")

    def test_a_window_without_a_display(self):
        result = self.review(self.study("ct"), "--display", "window")
        self.assert_code(result, NO_DISPLAY)
        self.assertRegex(result.err, r"(?m)^volvr: .*\.$")

    def test_a_report_that_cannot_be_written(self):
        result = self.review(self.study("ct"), "--display", "offscreen", "--size", "64x64", "--script",
                             self.script("quit\n"), "--report", self.folder / "no" / "report.json")
        self.assert_code(result, BAD_OUTPUT)
        self.assertIn("report", result.err)


if __name__ == "__main__":
    main("__main__")
