#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import unittest

from harness import (BAD_OUTPUT, DONE, NO_DISPLAY, NO_SERIES, USAGE, ProgramTest, main, read_png, run)

# No X server may be needed, and the software renderer draws alike everywhere.
ENVIRONMENT = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "LIBGL_ALWAYS_SOFTWARE": "1"}


def brightness(rows, width):
    """For each row the brightest sample of each pixel."""
    return [[max(row[3 * x:3 * x + 3]) for x in range(width)] for row in rows]


def coverage_and_middle(file):
    """Share of pixels that are drawn on, and the middle of those, as fractions of the picture. The
    border, where letters and lines of text stand, is left out."""
    width, height, rows = read_png(file)
    count = total_x = total_y = 0
    inner = 0
    for y, row in enumerate(brightness(rows, width)):
        for x, value in enumerate(row):
            if not (width * 0.12 < x < width * 0.88 and height * 0.12 < y < height * 0.88):
                continue
            inner += 1
            if value > 30:
                count, total_x, total_y = count + 1, total_x + x, total_y + y
    if count == 0:
        return 0.0, None
    return count / inner, (total_x / count / width, total_y / count / height)


class RenderTest(ProgramTest):
    def render(self, study, *arguments, **options):
        return run("volvr", "render", study, *arguments, environment=ENVIRONMENT, **options)


class Render(RenderTest):
    def test_a_ball_is_drawn_in_the_middle_without_an_x_server(self):
        picture = self.folder / "ball.png"
        result = self.render(self.study("ball"), "-o", picture, "--size", "200x160",
                             "--preset", "ct-bone")
        self.assert_code(result, DONE)
        self.assert_no_secret(result)
        self.assertIn("CT, series 1, 48 × 48 × 48", result.out)
        width, height, _ = read_png(picture)
        self.assertEqual((width, height), (200, 160))
        covered, middle = coverage_and_middle(picture)
        self.assertGreater(covered, 0.15)
        self.assertLess(covered, 0.95)
        self.assertAlmostEqual(middle[0], 0.5, delta=0.03)
        self.assertAlmostEqual(middle[1], 0.5, delta=0.03)

    def test_clips_cut_and_what_is_no_clip_is_refused(self):
        study = self.study("ball")
        covered = {}
        for name, clips in {"whole": [], "half": ["plane 0 0 0 1 0 0"],
                            "rest": ["plane 0 0 0 1 0 0", "inverse"],
                            "core": ["sphere 0 0 0 8", "inverse"]}.items():
            picture = self.folder / f"{name}.png"
            arguments = [word for clip in clips for word in ("--clip", clip)]
            # Within the ball nothing changes, so that light shows nothing there.
            preset = "ct-mip" if name == "core" else "ct-bone"
            result = self.render(study, "-o", picture, "--size", "120x120", "--preset", preset,
                                 *arguments)
            self.assert_code(result, DONE)
            self.assertNotIn("nothing of the volume", result.err)
            covered[name] = coverage_and_middle(picture)
        self.assertAlmostEqual(covered["half"][0] + covered["rest"][0], covered["whole"][0],
                               delta=0.03)
        # From the front the patient's left, +x, is on the viewer's right.
        self.assertGreater(covered["half"][1][0], covered["rest"][1][0] + 0.1)
        self.assertGreater(covered["core"][0], 0.0)
        self.assertLess(covered["core"][0], 0.6 * covered["whole"][0])
        empty = self.render(study, "-o", self.folder / "empty.png", "--size", "120x120",
                            "--clip", "sphere 0 0 0 1000")
        self.assert_code(empty, DONE)
        self.assertEqual(empty.err.count("nothing of the volume"), 1)
        self.assertEqual(coverage_and_middle(self.folder / "empty.png")[0], 0.0)
        for clip in ("sphere 0 0 0 0", "sphere 0 0 0 -4", "cube 1 2 3", "remove 2",
                     "plane 0 0 0 0 0 0", "plane nan 0 0 0 0 1", "box 0 0 0 1 1 -1", ""):
            with self.subTest(clip):
                refused = self.render(study, "-o", self.folder / "x.png", "--clip", clip)
                self.assertNotEqual(refused.code, DONE)
                self.assertEqual(refused.err.count("\n"), 1, refused.err)

    def test_views_presets_and_windows_change_the_picture(self):
        study = self.study("ct")
        pictures = {}
        bone = ["--preset", "ct-bone"]
        for name, arguments in {"front": bone, "side": [*bone, "--view", "left"],
                                "mip": ["--preset", "ct-mip"],
                                "narrow": ["--preset", "ct-mip", "--window", "2000,200"],
                                "step": [*bone, "--set", "render.step=4"]}.items():
            file = self.folder / f"{name}.png"
            result = self.render(study, "-o", file, "--size", "96x96", *arguments)
            self.assert_code(result, DONE)
            pictures[name] = read_png(file)[2]
        self.assertNotEqual(pictures["front"], pictures["side"])
        self.assertNotEqual(pictures["front"], pictures["mip"])
        self.assertNotEqual(pictures["mip"], pictures["narrow"])

    def test_a_turntable_is_numbered_pictures(self):
        out = self.folder / "turn"
        result = self.render(self.study("ct"), "-o", out, "--turntable", "4", "--size", "64x64",
                             "--preset", "ct-bone")
        self.assert_code(result, DONE)
        self.assertEqual(sorted(p.name for p in out.iterdir()),
                         ["000.png", "001.png", "002.png", "003.png"])
        pictures = [read_png(out / f"00{i}.png")[2] for i in range(4)]
        for a in range(4):
            for b in range(a):
                self.assertNotEqual(pictures[a], pictures[b], f"{a} and {b}")

    def test_the_series_can_be_chosen(self):
        study = self.study("two-series")
        result = self.render(study, "-o", self.folder / "a.png", "--size", "64x64")
        self.assertIn("24 × 20 × 8", result.out)
        result = self.render(study, "-o", self.folder / "b.png", "--size", "64x64", "--series",
                             "2.25.1000.2")
        self.assertIn("16 × 16 × 4", result.out)


class BadRender(RenderTest):
    def setUp(self):
        super().setUp()
        self.picture = self.folder / "picture.png"

    def refuse(self, study, code, *words, arguments=(), output=None):
        result = self.render(study, "-o", output or self.picture, *arguments)
        self.assert_refused(result, code, *words)
        self.assertFalse(self.picture.exists())

    def test_an_unknown_preset(self):
        self.refuse(self.study("ct"), USAGE, "did you mean ct-bone", arguments=["--preset", "ct-bnoe"])

    def test_names_and_values_that_are_wrong(self):
        study = self.study("ct")
        self.refuse(study, USAGE, "did you mean anterior", arguments=["--view", "anteror"])
        self.refuse(study, USAGE, "WIDTHxHEIGHT", arguments=["--size", "large"])
        self.refuse(study, USAGE, "CENTRE,WIDTH", arguments=["--window", "40"])
        self.refuse(study, USAGE, "did you mean render.step", arguments=["--set", "render.stp=1"])
        self.refuse(study, USAGE, "render.step", arguments=["--set", "render.step=100"])
        self.refuse(study, USAGE, ".png", output=self.folder / "picture.jpg")
        self.refuse(study, USAGE, "known are 1", arguments=["--series", "5"])

    def test_two_patients_must_be_told_apart(self):
        study = self.study("two-patients")
        self.refuse(study, NO_SERIES, "2 patients", "--series")
        result = self.render(study, "-o", self.picture, "--size", "64x64", "--series", "2.25.2000.1")
        self.assert_code(result, DONE)
        self.assert_no_secret(result)

    def test_a_series_uid_shared_by_two_patients_is_never_guessed(self):
        study = self.study("same-series-two-patients")
        self.refuse(study, NO_SERIES, "several patients", arguments=["--series", "2.25.1000.1"])

    def test_a_missing_slice(self):
        self.refuse(self.study("missing-slice"), NO_SERIES, "Series 1 cannot be loaded")

    def test_names_of_bad_files_tell_nobody(self):
        self.refuse(self.study("telling-files"), NO_SERIES, "[withheld]")

    def test_a_folder_that_is_absent(self):
        self.refuse(self.study("ct"), BAD_OUTPUT, "no folder", output=self.folder / "no" / "p.png")

    def test_a_full_disk(self):
        study = self.study("ct")
        result = self.render(study, "-o", self.picture, "--size", "64x64", most_file_bytes=100)
        self.assert_code(result, BAD_OUTPUT)
        self.assertIn("no space left", result.err)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["study"])


if __name__ == "__main__":
    main("__main__")
