#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""volvr-review as a reader has it: the panel is opened by a button, worked by a laser or a finger and
closed, the runtime puts the reader back to the middle, and the window beside the headset goes on when the
runtime is gone; run by headset_case.py, whose arguments it takes.
"""
import math
import os
import signal
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
from x_window import XWindow

_HERE = os.path.dirname(os.path.abspath(__file__))
_STUDY = os.path.join(_HERE, "..", "..", "data-samples", "mr-head")
_EYES = (0.0, 1.6, 0.0)
_SNAPSHOTS = 60


class Review:
    """volvr-review, which takes pictures of both eyes.

    commands: what it is told; None stands for a picture
    """

    def __init__(self, folder, environment, commands, *arguments):
        script = os.path.join(folder, "script")
        self._pictures = os.path.join(folder, "pictures")
        numbers = iter(range(len(commands)))
        with open(script, "w", encoding="utf-8") as file:
            for command in commands:
                file.write((command or f"snapshot {self._pictures}/{next(numbers)}") + "\n")
            file.write("wait 60\nquit\n")
        self.said = []
        self.process = subprocess.Popen(
            [settings().review, _STUDY, "--display", "headset", "--script", script, "--size",
             "640x480", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
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

    def picture(self, number):
        """The left eye of that snapshot."""
        end = time.monotonic() + PATIENCE
        file = os.path.join(self._pictures, str(number))
        while not os.path.exists(os.path.join(file, "right.png")):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"picture {number} does not come: {self.said}")
            time.sleep(0.02)
        return os.path.join(file, "left.png")

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


def difference(one, other):
    """Of two pictures' values, in the mean of those that are not dark in both."""
    lit = [abs(a - b) for a, b in zip(one, other) if max(a, b) > 50]
    return sum(lit) / max(1, len(lit))


class ReviewTest(HeadsetTest):
    """A test with volvr-review and hands."""

    commands = [None, "wait 0.2"] * _SNAPSHOTS
    arguments = ()
    has_layer = False  # our own, between the program and the runtime

    def setUp(self):
        super().setUp()
        if not settings().review:
            self.skipTest("volvr-review is not built")
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("head", _EYES)
        self.puppet.place("left", (-0.3, 0.3, 0.5))
        self.puppet.place("right", (0.3, 0.3, 0.5))
        self.layer = self.api_layer() if self.has_layer else None
        self.review = Review(self.folder, self.environment(self.layer), self.commands,
                             *self.arguments)
        self.addCleanup(self.review.stop)

    @staticmethod
    def lit(file, left, right):
        """How many pixels of these parts of the width are brighter than any background."""
        width, _, rows = read_png(file)
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

    def times_said(self, sentence):
        return sum(sentence in line for line in self.review.said)

    def said(self, sentence, times=1):
        end = time.monotonic() + PATIENCE
        while self.times_said(sentence) < times:
            self.assertLess(time.monotonic(), end, self.review.said)
            time.sleep(0.05)

    def pressed(self, holds, number):
        """The newest picture for which it holds, once the button for the panel is down; it stays down
        until then, since a busy machine may sleep through a short press."""
        self.puppet.set("right", "b_click", 1)
        found = self.wait_for(holds, number)
        self.puppet.set("right", "b_click", 0)
        return found

    @staticmethod
    def first_lit(file):
        """How many columns of pixels are dark before the first one that is not."""
        width, _, rows = read_png(file)
        return next((x for x in range(width) if any(max(row[3 * x:3 * x + 3]) > 70 for row in rows)),
                    width)

class TestPanel(ReviewTest):
    """The panel in the room."""

    def test_a_button_opens_it_and_a_laser_closes_it(self):
        number, file = self.review.picture_after(1)
        before = self.lit(file, 0.0, 0.3)
        study = self.lit(file, 0.35, 0.65)
        self.assertGreater(study, 300, "the study is seen")
        number, _ = self.pressed(lambda file: self.lit(file, 0.0, 0.3) > before + 150, number)
        # The trigger beside the panel would take the study; on its button it closes the panel.
        point(self.puppet, "right", (0.1, 1.3, -0.2), place_on_panel(0.945, 0.05))
        number, _ = self.review.picture_after(number + 1)
        self.puppet.grab("right")
        number, _ = self.review.picture_after(number + 1)
        self.puppet.release("right")
        number, _ = self.review.picture_after(number + 1)
        self.puppet.place("right", (0.3, 0.3, 0.5))
        _, file = self.wait_for(lambda file: self.lit(file, 0.0, 0.3) < before + 50, number)
        self.assertAlmostEqual(self.lit(file, 0.35, 0.65), study, delta=0.1 * study,
                               msg="the study stays where it is")

    def test_a_finger_closes_it(self):
        number, file = self.review.picture_after(1)
        before = self.lit(file, 0.0, 0.3)
        number, _ = self.pressed(lambda file: self.lit(file, 0.0, 0.3) > before + 150, number)
        for across, closes in ((0.5, False), (0.945, True)):  # the title, the button
            spot = place_on_panel(across, 0.05)
            towards = _unit(_sum(_EYES, _along(spot, -1.0)))
            for way in (0.06, 0.02, -0.015, 0.02, 0.06):
                self.puppet.place("right", _sum(spot, _along(towards, way)))
                number, _ = self.review.picture_after(number + 1)  # one that was begun after it
            self.puppet.place("right", (0.3, 0.3, 0.5))
            number, file = self.review.picture_after(number + 3)
            self.assertEqual(self.lit(file, 0.0, 0.3) < before + 50, closes, across)


class TestPanelStays(ReviewTest):
    """A panel does not run from the hand that changes a setting on it."""

    commands = ["wait 0.5", "panel open", "wait 0.5", None, "wait 8", None, "set render.step 1.5",
                "wait 0.5", None, "set headset.hand left", "wait 0.5", None]

    def test_while_settings_change(self):
        self.review.picture_after(-1)
        self.puppet.place("head", _EYES, yaw=30.0)
        pictures = [self.review.picture(number) for number in range(4)]
        opened, turned, step_set, other_hand = [self.first_lit(file) for file in pictures]
        self.assertGreater(turned, opened + 10, "the head has turned to it")
        self.assertAlmostEqual(step_set, turned, delta=1)
        self.assertGreater(other_hand, turned + 20, "it is for the other hand now")


class TestPanelCarried(ReviewTest):
    """A panel above the other hand's wrist."""

    arguments = ("--set", "headset.panel=wrist")

    def test_goes_with_its_hand(self):
        self.puppet.place("left", (-0.25, 1.3, -0.35))
        number, _ = self.review.picture_after(1)
        number, file = self.pressed(lambda file: self.lit(file, 0.0, 0.35) > 150, number)
        left = self.first_lit(file)
        self.puppet.place("left", (0.1, 1.3, -0.35))
        number, _ = self.wait_for(lambda file: self.first_lit(file) > left + 40, number)
        self.puppet.place("left", (-0.25, 1.3, -0.35))
        self.wait_for(lambda file: self.first_lit(file) == left, number)


class TestRecentred(ReviewTest):
    """The person holds the headset's own button to be put back to the middle."""

    has_layer = True

    def test_the_study_comes_before_the_eyes(self):
        number, file = self.review.picture_after(1)
        self.assertGreater(self.lit(file, 0.35, 0.65), 300, "the study is seen")
        self.puppet.place("head", _EYES, yaw=100.0)
        number, file = self.wait_for(lambda file: self.lit(file, 0.0, 1.0) < 100, number)
        self.layer.order("event", kind="reference-space-change", space="STAGE")
        self.wait_for(lambda file: self.lit(file, 0.35, 0.65) > 300, number)


class TestScriptWithoutRuntime(ReviewTest):
    """A script goes on where its runtime dies."""

    def test_pictures_wait_for_the_headset(self):
        self.review.picture_after(0)
        self.headset.kill_runtime()
        self.said("The next snapshot waits for the headset.")
        lost_at, _ = self.review.newest()
        self.puppet.close()
        self.headset.start_runtime()
        self.review.picture_after(lost_at + 1)


class TestFrozenRuntime(ReviewTest):
    """A runtime that is there and answers nothing."""

    def test_is_told_of_and_waited_for(self):
        number, _ = self.review.picture_after(0)
        self.headset.signal_runtime(signal.SIGSTOP)
        self.said("The headset's runtime does not answer: everything waits for it.")
        self.headset.signal_runtime(signal.SIGCONT)
        self.said("The headset's runtime answers again.")
        self.review.picture_after(number + 2)

    def test_an_impatient_reader_can_end_it(self):
        self.review.picture_after(0)
        self.headset.signal_runtime(signal.SIGSTOP)
        self.said("The headset's runtime does not answer")
        self.review.process.send_signal(signal.SIGINT)
        time.sleep(2.5)  # it ends cleanly where it can
        self.review.process.send_signal(signal.SIGINT)
        self.assertIn(self.review.process.wait(PATIENCE), (130, -signal.SIGINT))


class TestSlowCalls(ReviewTest):
    """A runtime that is slow to answer, whichever of its calls it is."""

    has_layer = True
    CALLS = ("xrPollEvent", "xrWaitFrame", "xrBeginFrame", "xrLocateViews", "xrSyncActions",
             "xrAcquireSwapchainImage", "xrEndFrame")

    def test_each_is_told_of(self):
        self.review.picture_after(0)
        for number, call in enumerate(self.CALLS):
            with self.subTest(call):
                self.assertEqual(self.times_said("does not answer"), number)
                self.layer.order("delay", call=call, seconds=3.8, times=1)
                self.said("answers again", number + 1)
                self.assertEqual(self.times_said("does not answer"), number + 1)

    def test_one_that_is_looked_for_is_told_of(self):
        self.review.picture_after(0)
        self.layer.ordered("delay", call="xrCreateInstance", seconds=3.8, times=1)
        self.headset.kill_runtime()
        self.said("The headset's runtime does not answer")


class TestLayers(HeadsetTest):
    """What is drawn with a study, in an eye."""

    SHOTS = (("all", []), ("hidden", ["layer 1 hide"]), ("shown", ["layer 1 show"]),
             ("labels", ["layer 1 hide", "labels show"]), ("none", ["labels hide"]))

    def setUp(self):
        super().setUp()
        if not settings().review:
            self.skipTest("volvr-review is not built")
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("head", _EYES)
        self.cases = os.path.join(self.folder, "cases")
        subprocess.run([settings().write_studies, "fused", self.cases], check=True)

    def run_script(self):
        script = os.path.join(self.folder, "script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("window 4000 100\nlabels hide\nwait 1\n")
            for name, sentences in self.SHOTS:
                file.write("\n".join([*sentences, "wait 0.3",
                                      f"snapshot {self.folder}/{name}\n"]))
            file.write("quit\n")
        return subprocess.run(
            [settings().review, os.path.join(self.cases, "ct"), "--display", "headset", "--preset",
             "ct-bone", "--with", os.path.join(self.cases, "beside") + ":ct-bone", "--labels",
             os.path.join(self.cases, "seg"), "--script", script, "--size", "320x240", "--set",
             "headset.mirror=off"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env=self.environment(), timeout=80, check=False)

    def lit(self, name, eye, is_one):
        width, height, rows = read_png(os.path.join(self.folder, name, eye + ".png"))
        return sum(1 for row in rows[height // 4:3 * height // 4]
                   for x in range(width // 4, 3 * width // 4) if is_one(row[3 * x:3 * x + 3]))

    def test_they_are_seen_by_both_eyes_and_obey(self):
        done = self.run_script()
        self.assertEqual(done.returncode, 0, done.stdout)
        for eye in ("left", "right"):
            seen = {name: self.lit(name, eye, lambda pixel: max(pixel) > 40)
                    for name, _ in self.SHOTS}
            red = {name: self.lit(name, eye, lambda pixel: pixel[0] > 60 and
                                  pixel[0] > 2.5 * pixel[1]) for name, _ in self.SHOTS}
            self.assertGreater(seen["all"], 1.3 * seen["hidden"], f"{eye}: {seen}")
            self.assertAlmostEqual(seen["shown"], seen["all"], delta=0.02 * seen["all"])
            self.assertGreater(red["labels"], 30, f"{eye}: {red}")
            self.assertEqual(red["hidden"], 0, f"{eye}: {red}")
            self.assertAlmostEqual(seen["none"], seen["hidden"], delta=0.02 * seen["hidden"])


class TestWindowBeside(ReviewTest):
    """For a colleague, and for the time without a headset."""

    commands = [None, "wait 0.2"] * 2  # without a headset there is none to be taken

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


class TestWindowBesideWorked(ReviewTest):
    """The colleague's mouse."""

    arguments = ("--set", "headset.mirror=free")

    def window(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return XWindow(self.headset.display, "volvr, beside the headset")
            except LookupError:
                self.assertLess(time.monotonic(), end, "there is no window")
                time.sleep(0.1)

    def test_closing_it_ends_nothing(self):
        number, _ = self.review.picture_after(0)
        self.window().close()
        self.review.picture_after(number + 2)
        self.assertIn("The window beside is closed; the headset goes on.\n", self.review.said)

    def seen(self):
        """What the window shows, coarsely, once it rests."""
        before = None
        while True:
            picture = XPicture(self.headset.display)
            now = [picture.pixel(x, y)[1] for y in range(0, 480, 8) for x in range(0, 640, 8)]
            if before is not None and max(now) > 50 and difference(now, before) < 1.0:
                return now
            before = now
            time.sleep(0.5)

    def test_a_camera_of_its_own_leaves_the_reader_alone(self):
        number, file = self.review.picture_after(1)
        before, eye = self.seen(), self.lit(file, 0.0, 1.0)
        self.window().drag((200, 240), (420, 240))
        self.assertGreater(difference(self.seen(), before), 10.0, "the camera has turned")
        _, file = self.review.picture_after(number + 3)
        self.assertAlmostEqual(self.lit(file, 0.0, 1.0), eye, delta=0.02 * eye)


if __name__ == "__main__":
    sys.exit(headset_case.main())
