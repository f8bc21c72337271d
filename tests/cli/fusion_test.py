#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`volvr render` with other studies and with segments, in their places in the patient."""
import unittest

from harness import (BAD_INPUT, DONE, NO_SERIES, USAGE, ProgramTest, main, read_png, run)

ENVIRONMENT = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "LIBGL_ALWAYS_SOFTWARE": "1"}
PLAIN = ["--size", "160x96", "--preset", "ct-bone", "--set", "render.picture_annotations=off"]


def pixels(file):
    width, height, rows = read_png(file)
    return width, height, [[tuple(row[3 * x:3 * x + 3]) for x in range(width)] for row in rows]


def middle_of(rows, is_one):
    """How many pixels are such, and their middle along x and y."""
    places = [(x, y) for y, row in enumerate(rows) for x, pixel in enumerate(row) if is_one(pixel)]
    if not places:
        return 0, 0, 0
    return (len(places), sum(x for x, _ in places) / len(places),
            sum(y for _, y in places) / len(places))


def is_seen(pixel):
    return max(pixel) > 30


def is_red(pixel):
    return pixel[0] > 60 and pixel[0] > 2.5 * pixel[1] and pixel[0] > 2.5 * pixel[2]


class Fusion(ProgramTest):
    def setUp(self):
        super().setUp()
        self.cases = self.study("fused")
        self.picture = self.folder / "picture.png"

    def draw(self, *arguments, main="ct"):
        return run("volvr", "render", self.cases / main, "-o", self.picture, *PLAIN, *arguments,
                   environment=ENVIRONMENT)

    def seen(self, *arguments, is_one=is_seen):
        result = self.draw(*arguments)
        self.assert_code(result, DONE)
        self.assert_no_secret(result)
        width, height, rows = pixels(self.picture)
        self.assertEqual((width, height), (160, 96))
        return middle_of(rows, is_one), result

    def test_another_study_is_drawn_in_its_place(self):
        (alone, alone_x, _), _ = self.seen()
        self.assertAlmostEqual(alone_x, 79.5, delta=3)
        (both, _, _), result = self.seen("--with", f"{self.cases / 'beside'}:ct-bone")
        self.assertEqual(result.err, "")
        self.assertIn("with CT, series 2", result.out)
        _, _, rows = pixels(self.picture)
        # Two balls of 24 mm radius, 50 mm apart, seen from the front: dark between them.
        columns = [sum(is_seen(row[x]) for row in rows) for x in range(160)]
        left, right = max(columns[:70]), max(columns[90:])
        self.assertGreater(left, 20)
        self.assertAlmostEqual(left, right, delta=4)
        self.assertLess(min(columns[70:90]), 0.3 * left)
        self.assertGreater(both, 0)

    def test_a_study_of_another_place_is_warned_of(self):
        _, result = self.seen("--with", self.cases / "elsewhere")
        self.assertIn("different studies", result.err)
        self.assertIn("frames of reference differ", result.err)

    def test_another_patient_is_refused_unless_asked_for(self):
        result = self.draw("--with", self.cases / "other")
        self.assert_refused(result, NO_SERIES, "different patients", "--other-patient")
        self.assertFalse(self.picture.exists())
        _, result = self.seen("--with", self.cases / "other", "--other-patient")
        self.assertIn("different patients", result.err)

    def test_segments_have_their_colours_and_can_be_hidden(self):
        # A glassy ball, and in it two segments.
        glass = ["--window", "4000,100"]
        (red, x, y), result = self.seen("--labels", self.cases / "seg", *glass, is_one=is_red)
        self.assertIn("with 2 labels of series 2", result.out)
        self.assertGreater(red, 60)
        _, _, rows = pixels(self.picture)
        all_seen, _, middle = middle_of(rows, is_seen)
        self.assertGreater(y, middle, "the low one is towards the feet")
        self.assertGreater(all_seen, 1.5 * red)
        (red, _, _), _ = self.seen("--labels", self.cases / "seg", "--hide-label", "1", *glass,
                                   is_one=is_red)
        self.assertEqual(red, 0)

    def test_segments_can_tint(self):
        (plain, _, _), _ = self.seen()
        (tinted, _, _), _ = self.seen("--labels", self.cases / "seg", "--label-look", "tint")
        self.assertAlmostEqual(tinted, plain, delta=0.02 * plain)

    def test_segments_in_the_folder_of_the_study_are_found(self):
        result = self.draw("--series", "2.25.1000.1", "--labels", self.cases, "--other-patient",
                           main=".")
        self.assert_code(result, DONE)
        self.assertIn("with 2 labels", result.out)

    def test_what_is_wrong_is_said(self):
        def refuse(code, *words, arguments):
            self.assert_refused(self.draw(*arguments), code, *words)
            self.assertFalse(self.picture.exists())

        beside = self.cases / "beside"
        refuse(BAD_INPUT, "--with names does not exist", arguments=["--with", self.folder / "no"])
        refuse(BAD_INPUT, "--with names does not exist", arguments=["--with", f"{self.folder}/no:ct-bone"])
        refuse(USAGE, "did you mean ct-bone", arguments=["--with", f"{beside}:ct-bnoe"])
        refuse(USAGE, "known are 2", arguments=["--with", f"{beside}@9"])
        refuse(USAGE, "Up to 3", arguments=["--with", beside] * 4)
        refuse(USAGE, "draws one volume alone", arguments=["--with", beside, "--mapper", "stock"])
        refuse(USAGE, "no segments", arguments=["--labels", beside])
        refuse(USAGE, "There is no label 9", arguments=["--labels", self.cases / "seg",
                                                        "--hide-label", "9"])


if __name__ == "__main__":
    main("__main__")
