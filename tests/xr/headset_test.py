#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens the headset room's session in a simulated headset and looks at what comes of it; run by
headset_case.py, whose arguments it takes.
"""
import json
import math
import os
import random
import signal
import sys
import tempfile
import time
import unittest

import headset_case
from headset_case import PATIENCE, HeadsetTest, Probe, settings
from geometry import Turn, block_corners, bright_box, project

import simulated_headset
from puppet import Puppet
from x_picture import XPicture


class TestPreflight(unittest.TestCase):
    """What is missing is said in one sentence, and nothing crashes."""

    def refusal(self, **variables):
        probe = Probe(environment={**os.environ, **variables})
        self.addCleanup(probe.stop)
        before = probe.expect("preflight")
        refused = probe.expect("refused")
        self.assertEqual(probe.finish(), 3)
        self.assertFalse(before["headset"])
        self.assertEqual(before["explanation"], refused["message"])
        self.assertTrue(refused["message"].endswith("."))
        return before, refused

    def fake(self, how):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        manifest = os.path.join(folder.name, "fake.json")
        with open(manifest, "w") as file:
            json.dump({"file_format_version": "1.0.0",
                       "runtime": {"library_path": settings().fake_runtime}}, file)
        return self.refusal(XR_RUNTIME_JSON=manifest, VOLVR_FAKE_RUNTIME=how)

    def test_no_runtime(self):
        before, refused = self.refusal(XR_RUNTIME_JSON="/nowhere.json")
        self.assertFalse(before["runtime"])
        self.assertEqual(refused["code"], "no-runtime")
        for name in ("SteamVR", "Monado", "WiVRn", "ALVR"):
            self.assertIn(name, refused["message"])

    def test_runtime_that_does_not_answer(self):
        with tempfile.TemporaryDirectory() as folder:
            _, refused = self.refusal(XDG_RUNTIME_DIR=folder,
                                      XR_RUNTIME_JSON=simulated_headset.monado_manifest())
        self.assertEqual(refused["code"], "no-runtime")
        self.assertIn("does not answer", refused["message"])

    def test_no_headset(self):
        before, refused = self.fake("no-headset")
        self.assertTrue(before["runtime"])
        self.assertEqual(before["name"], "Fake 1.2.3")
        self.assertEqual(refused["code"], "no-headset")
        self.assertIn("Fake 1.2.3 finds no headset", refused["message"])

    def test_no_opengl(self):
        before, refused = self.fake("no-opengl")
        self.assertTrue(before["runtime"])
        self.assertEqual(refused["code"], "unsupported")
        self.assertIn("OpenGL", refused["message"])

    def test_version_refused(self):
        _, refused = self.fake("old")
        self.assertEqual(refused["code"], "unsupported")
        self.assertIn("version 1.0", refused["message"])


class TestHands(HeadsetTest):
    """Simulated hands move the study as hands should."""

    def setUp(self):
        super().setUp()
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("left", (-0.2, 1.2, -0.3))
        self.puppet.place("right", (0.2, 1.2, -0.3))

    def take(self, probe, hand, on=True):
        self.puppet.grab(hand, on)
        index = ("left", "right").index(hand)
        return probe.wait_until(lambda s: (s["hands"][index]["grab"] > 0.9) == on)

    def bring(self, probe, hand, position, seconds=0.3, yaw=None):
        self.puppet.move(hand, position, seconds, yaw)
        index = ("left", "right").index(hand)
        return probe.wait_until(lambda s: math.dist(s["hands"][index]["at"], position) < 1e-4)

    def test_grab_moves_as_the_hand(self):
        probe = self.showing()
        first = probe.state()["pose"]
        self.bring(probe, "right", (0.25, 1.2, -0.3))
        self.assertEqual(probe.state()["pose"], first, "a hand that holds nothing moves nothing")
        before = self.take(probe, "right")["hands"][1]
        after = self.bring(probe, "right", (0.45, 1.35, -0.45), 0.6, yaw=40.0)["hands"][1]
        self.take(probe, "right", False)
        moved = probe.state()["pose"]

        turn = Turn(after["turn"]) * Turn(before["turn"]).inverse()
        arm = [a - b for a, b in zip(first["position"], before["at"])]
        expected = [a + b for a, b in zip(after["at"], turn.turned(arm))]
        self.assertNearAll(expected, moved["position"], 1e-4)
        self.assertLess((turn * Turn(first["turn"])).degrees_to(Turn(moved["turn"])), 0.05)
        self.assertAlmostEqual(turn.degrees(), 40.0, delta=0.05)
        self.assertEqual(moved["magnification"], first["magnification"])

        commands = probe.commands()
        self.assertTrue(all(each["text"].startswith("pose ") for each in commands))
        self.assertEqual([each["continues"] for each in commands],
                         [False] + [True] * (len(commands) - 1), "one grab is one gesture")
        self.bring(probe, "right", (0.0, 1.0, -0.3))
        self.assertEqual(probe.state()["pose"], moved, "it stays where it was let go")

    def test_two_hands_scale(self):
        probe = self.showing()
        first = probe.state()["pose"]
        self.take(probe, "left")
        self.take(probe, "right")
        self.assertEqual(probe.state()["pose"], first)
        self.bring(probe, "left", (-0.4, 1.2, -0.3))
        self.bring(probe, "right", (0.4, 1.2, -0.3))
        moved = probe.state()["pose"]
        middle = (0.0, 1.2, -0.3)
        self.assertAlmostEqual(moved["magnification"], 2 * first["magnification"], delta=1e-4)
        self.assertNearAll([m + 2 * (p - m) for m, p in zip(middle, first["position"])],
                           moved["position"], 1e-4)
        self.assertLess(Turn(first["turn"]).degrees_to(Turn(moved["turn"])), 0.05)

    def test_buttons(self):
        probe = self.showing()
        first = probe.state()
        for button, name, texts in (("a_click", "next", ["preset next"] * 2),
                                    ("b_click", "menu", ["panel open", "panel close"]),
                                    ("stick_click", "recentre", ["recentre"] * 2)):
            for index, hand in enumerate(("left", "right")):
                self.puppet.set(hand, button, 1)
                self.assertEqual(probe.expect("command")["text"], texts[index])
                for _ in range(3):  # held over some frames
                    self.assertTrue(probe.state()["hands"][index][name])
                self.puppet.set(hand, button, 0)
                probe.wait_until(lambda s: not s["hands"][index][name])
        self.assertEqual(len(probe.commands()), 6, "each press speaks once")
        self.assertNotEqual(probe.state()["preset"], first["preset"])

    def test_preset_changes(self):
        probe = self.showing()
        first = probe.state()["preset"]
        self.puppet.set("right", "a_click", 1)
        probe.expect("command")
        self.assertNotEqual(probe.state()["preset"], first)

    def test_stick_moves_window(self):
        probe = self.showing()
        centre, width = probe.state()["window"]
        self.puppet.push_stick("right", 0.0, 0.8)
        for _ in range(5):  # held still, it goes on
            self.assertRegex(probe.expect("command")["text"], "^window nudge ")
        self.puppet.push_stick("right", 0.0, 0.0)
        state = probe.wait_until(lambda s: s["hands"][1]["stick"] == [0, 0])
        self.assertGreater(state["window"][0], centre + 0.01 * width)
        self.assertEqual(state["window"][1], width)
        self.puppet.push_stick("right", -0.8, 0.0)
        probe.wait_until(lambda s: s["window"][1] < 0.98 * width)
        self.puppet.push_stick("right", 0.0, 0.0)
        at_rest = probe.wait_until(lambda s: s["hands"][1]["stick"] == [0, 0])["window"]
        time.sleep(0.3)
        self.assertEqual(probe.state()["window"], at_rest)

    def test_lost_hand_holds_still(self):
        probe = self.showing()
        self.take(probe, "right")
        first = probe.state()["pose"]
        self.puppet.lose("right")
        probe.wait_until(lambda s: "at" not in s["hands"][1])
        self.puppet.move("right", (0.4, 1.4, -0.2), 0.2)
        self.assertEqual(probe.state()["pose"], first)
        self.puppet.lose("right", False)
        probe.wait_until(lambda s: "at" in s["hands"][1])
        self.assertEqual(probe.state()["pose"], first, "a hand that is found again makes no jump")


class TestSimpleControllers(HeadsetTest):
    options = {"driver": "simulated"}

    def test_hands_are_tracked(self):
        probe = self.showing()
        self.assertEqual(self.controllers, ["/interaction_profiles/khr/simple_controller"] * 2)
        probe.wait_until(lambda s: all("at" in hand for hand in s["hands"]))


class TestPictures(HeadsetTest):
    """What the eyes are given is what stands before them."""

    def setUp(self):
        super().setUp()
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("left", (-0.3, 0.2, 1.0))
        self.puppet.place("right", (0.3, 0.2, 1.0))
        self.puppet.place("head", (0.0, 1.5, 0.1))

    def look(self, probe):
        """The boxes around the block in both pictures, each checked against the block's corners as
        each eye must see them."""
        pictures, views = probe.snapshot()
        corners = block_corners(probe.state()["pose"])
        boxes = []
        for picture, view in zip(pictures, views):
            box = bright_box(picture)
            self.assertIsNotNone(box, "the eye does not see the block")
            spots = [project(view, corner, picture) for corner in corners]
            expected = (min(x for x, _ in spots), min(y for _, y in spots),
                        max(x for x, _ in spots), max(y for _, y in spots))
            self.assertNearAll(expected, box, 2.5)
            boxes.append(box)
        return boxes

    def head_is_at(self, probe, position):
        probe.wait_until(lambda s: math.dist(
            [(s["views"][0]["scene_from_eye"][i] + s["views"][1]["scene_from_eye"][i]) / 2
             for i in (3, 7, 11)], position) < 1e-3)

    def test_both_eyes(self):
        probe = self.showing()
        self.head_is_at(probe, (0.0, 1.5, 0.1))
        left, right = self.look(probe)
        disparity = (left[0] + left[2] - right[0] - right[2]) / 2
        self.assertGreater(disparity, 3, "the left eye sees it further to the right")
        area = (left[2] - left[0]) * (left[3] - left[1])
        self.assertGreater(area, 400, "it covers a good part of the picture")

    def test_head_moves(self):
        probe = self.showing()
        self.head_is_at(probe, (0.0, 1.5, 0.1))
        before, _ = self.look(probe)
        self.puppet.place("head", (0.3, 1.5, -0.1), yaw=10)
        self.head_is_at(probe, (0.3, 1.5, -0.1))
        after, _ = self.look(probe)
        self.assertLess(after[0], before[0] - 10)

    def test_grabbed_volume_is_seen_to_move(self):
        probe = self.showing()
        self.head_is_at(probe, (0.0, 1.5, 0.1))
        before, _ = self.look(probe)
        self.puppet.grab("right")
        probe.wait_until(lambda s: s["hands"][1]["grab"] > 0.9)
        self.puppet.move("right", (0.5, 0.3, 1.0), 0.3)
        probe.wait_until(lambda s: s["hands"][1]["at"][0] > 0.499)
        after, _ = self.look(probe)
        self.assertGreater(after[0], before[0] + 20)


class TestQuality(HeadsetTest):
    """Frames are drawn as finely as comes in time."""

    @staticmethod
    def cost(frame):
        """As the controller counts: rays times samples, fewer being cheaper."""
        edge, pixels, shadows, step = frame["quality"]
        side = 0.27 + 0.73 * 2.0 / (1.0 + edge)
        return (side / pixels) ** 2 * (1.0 + 0.5 * shadows) / 1.5 / step

    def frames(self, probe, count):
        return [probe.expect("frame") for _ in range(count)]

    def test_falls_where_frames_are_late_and_rises_again(self):
        probe = self.showing("--tell-frames", "--set", "render.step=0.1")
        # Nothing is seen: what is left is what the machine needs for two empty pictures.
        probe.tell("do window 30000 1")
        empty = self.frames(probe, 60)[-1]
        if empty["seconds"] > 0.02:
            self.skipTest(f"this machine needs {empty['seconds']:.3f} s for an empty frame")
        end = time.monotonic() + PATIENCE
        while not probe.expect("frame")["is_best"]:
            self.assertLess(time.monotonic(), end, "quality rises where there is time")

        # Every sample of every ray counts, in a block that fills the eyes.
        probe.tell("do reset")
        probe.tell("do technique average")
        probe.tell("do magnify 6")
        busy = self.frames(probe, 80)[20:]
        exact = max(frame["exact_seconds"] for frame in busy)
        if exact < 0.2:
            self.skipTest(f"this machine draws the heaviest frame in {exact:.3f} s")
        for frame in busy[20:]:
            self.assertFalse(frame["is_best"])
            self.assertLess(self.cost(frame), 0.5)
            self.assertGreater(frame["quality"][0], 1.5, "the periphery goes first")
        changes = [self.cost(b) - self.cost(a) for a, b in zip(busy[20:], busy[21:])]
        moves = [change for change in changes if change != 0.0]
        turns = sum(1 for a, b in zip(moves, moves[1:]) if a * b < 0.0)
        self.assertLessEqual(turns, 4, f"quality swings: {changes}")

    def test_pinned_quality_is_kept(self):
        probe = self.showing("--tell-frames", "--set", "render.periphery=3", "--set",
                             "render.resolution=2", "--set", "render.coarse_step=1.5")
        for frame in self.frames(probe, 30):
            self.assertEqual([frame["quality"][i] for i in (0, 1, 3)], [3.0, 2.0, 1.5])


class TestEnd(HeadsetTest):
    """However it ends, it ends: no crash, no hang, and it says why."""

    def test_quit(self):
        probe = self.showing()
        probe.tell("quit")
        self.assertEqual(probe.expect("ended")["because"], "quit")
        self.assertEqual(probe.finish(), 0)
        self.assertTrue(self.headset.runtime_is_alive())

    def test_session_that_is_asked_to_end(self):
        probe = self.showing()
        probe.tell("end")
        self.assertEqual(probe.expect("ended")["because"], "quit")
        self.assertEqual(probe.finish(), 0)

    def test_exception(self):
        probe = self.program("--throw-in-frame", "3")
        self.assertEqual(probe.expect("thrown")["message"], "thrown as asked")
        self.assertEqual(probe.finish(), 4)
        self.assertTrue(self.headset.runtime_is_alive())

    def test_program_killed_and_another_started(self):
        probe = self.showing()
        probe.kill()
        probe.finish()
        again = self.showing()
        again.tell("quit")
        self.assertEqual(again.finish(), 0)

    def test_runtime_killed(self):
        probe = self.showing()
        killed_at = time.monotonic()
        self.headset.kill_runtime()
        probe.expect("lost")
        self.assertLess(time.monotonic() - killed_at, 5.0)
        time.sleep(2.0)  # it looks for the runtime some times, in vain
        probe.tell("do preset ct-lung")
        self.assertEqual(probe.state()["preset"], "ct-lung", "the program goes on")
        probe.tell("quit")
        self.assertEqual(probe.expect("ended")["because"], "quit")
        self.assertEqual(probe.finish(), 0)
        self.assertLess(len(probe.complaints.splitlines()), 60, "the log is not flooded")

    def test_runtime_killed_at_any_moment(self):
        for _ in range(8):
            probe = self.program()
            time.sleep(random.uniform(0.0, 1.5))
            self.headset.kill_runtime()
            time.sleep(0.3)
            probe.quit_if_alive()
            self.assertIn(probe.finish(15), (0, 3), "it must not crash:\n" + probe.complaints)
            self.headset.start_runtime()

    def test_runtime_killed_and_restarted(self):
        probe = self.showing()
        probe.tell("do move 0.1 0 0")
        moved = probe.state()["pose"]
        self.headset.kill_runtime()
        probe.expect("lost")
        self.headset.start_runtime()
        back_at = time.monotonic()
        probe.expect("showing")
        self.assertLess(time.monotonic() - back_at, 2.0)
        self.assertEqual(probe.state()["pose"], moved, "the study is where it was")
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)

    def test_many_sessions_do_not_grow(self):
        probe = self.showing()
        megabytes = []
        for _ in range(8):
            probe.tell("reopen")
            megabytes.append(probe.expect("ended")["megabytes"])
            probe.expect("showing")
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)
        self.assertLess(megabytes[-1] - megabytes[2], 2.0 * 5,
                        f"each session leaves something behind: {megabytes}")


class TestColour(HeadsetTest):
    """What the full compositor shows is what was drawn, to a level."""

    options = {"compositor": "xcb", "scale": 50}
    background = (26, 51, 76)
    colours = ((0, 0, 0), (16, 16, 16), (48, 48, 48), (128, 128, 128), (200, 200, 200),
               (255, 255, 255), (200, 60, 20), (20, 90, 210))  # as in patches.cpp

    def test_compositor_shows_what_was_drawn(self):
        probe = self.showing("--patches")
        time.sleep(1.0)
        pictures, views = probe.snapshot()
        shown = XPicture(self.headset.display)
        width, height = 480, 540
        for eye, (picture, view) in enumerate(zip(pictures, views)):
            for i, colour in enumerate(self.colours):
                middle = ((i - 3.5) * 0.3, 1.6, -2.0)
                x, y = project(view, middle, picture)
                self.assertEqual(picture.pixel(int(x), int(y)), colour, f"submitted patch {i}")
                x, y = x / picture.width * width, y / picture.height * height
                found = shown.pixel(eye * width + int(x), int(y))
                self.assertNearAll(colour, found, 1, f"patch {i}: {colour}, shown as {found}")
            found = shown.pixel(eye * width + width // 2, height // 8)
            self.assertNearAll(self.background, found, 1, f"background shown as {found}")
            x, y = project(view, (-1.2, 1.6, -2.0), picture)
            line = [shown.pixel(eye * width + at, int(y / picture.height * height))
                    for at in range(width)]
            edge = next(at for at, pixel in enumerate(line)
                        if math.dist(pixel, self.background) > 5)
            self.assertAlmostEqual(x / picture.width * width, edge, delta=1.5,
                                   msg="each eye is shown its own picture")


if __name__ == "__main__":
    sys.exit(headset_case.main())
