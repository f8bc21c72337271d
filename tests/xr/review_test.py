#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""volvr-review as a reader has it: the panel is opened by a button, worked by a laser and closed, and the
window beside the headset goes on when the runtime is gone; run by headset_case.py, whose arguments it
takes.
"""
import math
import os
import subprocess
import sys
import threading
import time

import headset_case
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from png import read_png
from headset_case import PATIENCE, HeadsetTest, settings
from puppet import Puppet
from x_picture import XPicture

_HERE = os.path.dirname(os.path.abspath(__file__))
_STUDY = os.path.join(_HERE, "..", "..", "data-samples", "mr-head")
_EYES = (0.0, 1.6, 0.0)
_SNAPSHOTS = 60


class Review:
    """volvr-review, which takes pictures of both eyes again and again."""

    def __init__(self, folder, environment, snapshots):
        script = os.path.join(folder, "script")
        self._pictures = os.path.join(folder, "pictures")
        with open(script, "w", encoding="utf-8") as file:
            for number in range(snapshots):
                file.write(f"snapshot {self._pictures}/{number}\nwait 0.2\n")
            file.write("wait 60\nquit\n")
        self.said = []
        self.process = subprocess.Popen(
            [settings().review, _STUDY, "--display", "headset", "--script", script, "--size",
             "640x480"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env=environment)
        self._reader = threading.Thread(target=lambda: self.said.extend(self.process.stdout),
                                        daemon=True)
        self._reader.start()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self._reader.join(5)
        self.process.stdout.close()

    def newest(self):
        """The left eye of the newest snapshot that is whole, and its number; None before one is."""
        for number in reversed(range(_SNAPSHOTS)):
            # The right one is written after it.
            if os.path.exists(os.path.join(self._pictures, str(number), "right.png")):
                return number, os.path.join(self._pictures, str(number), "left.png")
        return None

    def picture_after(self, number):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            newest = self.newest()
            if newest and newest[0] > number:
                return newest
            if self.process.poll() is not None:
                raise AssertionError(f"the program has ended: {self.said}")
            time.sleep(0.05)
        raise AssertionError("no picture comes")


def _along(vector, by):
    return tuple(each * by for each in vector)


def _sum(*vectors):
    return tuple(sum(each) for each in zip(*vectors))


def _unit(vector):
    return _along(vector, 1.0 / math.sqrt(sum(each * each for each in vector)))


def _cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def place_on_panel(across, down):
    """Where a spot of the floating panel is in the scene, for eyes that look straight ahead: by the
    numbers of the documentation, 0.6 m away, 36 degrees to the left, 12 below, and letters of 1.2
    degrees, 50 of whose degrees it is wide and 40 high."""
    unit = 0.6 * math.tan(math.radians(1.2)) / 1.2
    aside, below = math.radians(36), math.radians(12)
    middle = _sum(_EYES, (-0.6 * math.cos(below) * math.sin(aside), -0.6 * math.sin(below),
                          -0.6 * math.cos(below) * math.cos(aside)))
    towards = _unit(_sum(_EYES, _along(middle, -1.0)))
    right = _unit(_cross((0.0, 1.0, 0.0), towards))
    up = _cross(towards, right)
    return _sum(middle, _along(right, (across - 0.5) * 50 * unit),
                _along(up, (0.5 - down) * 40 * unit))


def point(puppet, hand, place, at):
    """Puts a hand there, its laser through `at`."""
    way = _unit(_sum(at, _along(place, -1.0)))
    puppet.place(hand, place, yaw=math.degrees(math.atan2(-way[0], -way[2])),
                 pitch=math.degrees(math.asin(way[1])))


class ReviewTest(HeadsetTest):
    """A test with volvr-review and hands."""

    snapshots = _SNAPSHOTS

    def setUp(self):
        super().setUp()
        if not settings().review:
            self.skipTest("volvr-review is not built")
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("head", _EYES)
        self.puppet.place("left", (-0.3, 0.3, 0.5))
        self.puppet.place("right", (0.3, 0.3, 0.5))
        self.review = Review(self.folder, self.environment(), self.snapshots)
        self.addCleanup(self.review.stop)


class TestPanel(ReviewTest):
    """The panel in the room."""

    @staticmethod
    def lit(file, left, right):
        """How many pixels of these parts of the width are brighter than any background."""
        width, height, rows = read_png(file)
        return sum(1 for row in rows for x in range(int(left * width), int(right * width))
                   if max(row[3 * x:3 * x + 3]) > 70)

    def wait_for(self, holds, number):
        """The newest picture for which it holds."""
        end = time.monotonic() + PATIENCE
        while True:
            number, file = self.review.picture_after(number)
            if holds(file):
                return number, file
            self.assertLess(time.monotonic(), end, f"it is not seen: {file}")

    def test_a_button_opens_it_and_a_laser_closes_it(self):
        number, file = self.review.picture_after(1)
        before = self.lit(file, 0.0, 0.3)
        study = self.lit(file, 0.35, 0.65)
        self.assertGreater(study, 300, "the study is seen")
        self.puppet.press("right", "b_click")
        number, _ = self.wait_for(lambda file: self.lit(file, 0.0, 0.3) > before + 150, number)
        # The trigger beside the panel would take the study; on its button it closes the panel.
        point(self.puppet, "right", (0.1, 1.3, -0.2), place_on_panel(0.945, 0.05))
        number, _ = self.review.picture_after(number + 1)
        self.puppet.grab("right")
        time.sleep(0.5)
        self.puppet.release("right")
        self.puppet.place("right", (0.3, 0.3, 0.5))
        _, file = self.wait_for(lambda file: self.lit(file, 0.0, 0.3) < before + 50, number)
        self.assertAlmostEqual(self.lit(file, 0.35, 0.65), study, delta=0.1 * study,
                               msg="the study stays where it is")


class TestWindowBeside(ReviewTest):
    """For a colleague, and for the time without a headset."""

    snapshots = 2  # without a headset there is none to be taken

    def lit(self):
        picture = XPicture(self.headset.display)
        return sum(1 for y in range(0, 480, 4) for x in range(0, 640, 4)
                   if max(picture.pixel(x, y)) > 50)

    def wait_until_lit(self, most=640 * 480):
        end = time.monotonic() + PATIENCE
        while not 100 < self.lit() < most:
            self.assertIsNone(self.review.process.poll(), self.review.said)
            self.assertLess(time.monotonic(), end, "nothing is seen in the window")
            time.sleep(0.2)

    def test_it_shows_the_study_with_and_without_a_headset(self):
        self.review.picture_after(0)
        self.wait_until_lit()
        self.headset.kill_runtime()
        time.sleep(2.5)
        self.wait_until_lit()
        self.assertIsNone(self.review.process.poll(), "it goes on")


if __name__ == "__main__":
    sys.exit(headset_case.main())
