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
