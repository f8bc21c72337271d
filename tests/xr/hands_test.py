#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What hands are seen as, what they feel, and hands that hold no controller; run by headset_case.py,
whose arguments it takes.
"""
import json
import math
import os
import sys
import tempfile

import headset_case
from headset_case import HeadsetTest
from geometry import project

from puppet import Puppet

RIGHT = 1
THUMB_TIP, INDEX_TIP = 5, 10


class HandsTest(HeadsetTest):
    """A test with a puppet whose right hand is before the eyes."""

    def setUp(self):
        super().setUp()
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("head", (0.0, 1.5, 0.1))
        self.puppet.place("left", (-0.3, 0.2, 1.0))
        self.puppet.place("right", (0.12, 1.4, -0.35))

    def right(self, probe, holds):
        """The state once this holds for the right hand."""
        return probe.wait_until(lambda s: holds(s["hands"][RIGHT]))["hands"][RIGHT]

    def fades(self, probe):
        """How opaque the right hand was until it was gone."""
        seen = []
        self.right(probe, lambda hand: seen.append(hand["opacity"]) or seen[-1] == 0.0)
        return seen

    def push_once(self, probe, hand, x, y):
        """What one push of a stick says."""
        index = ("left", "right").index(hand)
        before = len(probe.commands())
        self.puppet.push_stick(hand, x, y)
        probe.wait_until(lambda s: s["hands"][index]["stick"] != [0, 0])
        self.puppet.push_stick(hand, 0.0, 0.0)
        probe.wait_until(lambda s: s["hands"][index]["stick"] == [0, 0])
        return [event["text"] for event in probe.commands()[before:]]


class TestSticks(HandsTest):
    """The stick of one hand moves the window, that of the other goes by steps."""

    def test_right_handed(self):
        probe = self.showing()
        self.assertEqual(self.push_once(probe, "left", 0.9, 0.0), ["turn 30 0 0"])
        self.assertEqual(self.push_once(probe, "left", -0.9, 0.0), ["turn -30 0 0"])
        self.assertEqual(self.push_once(probe, "left", 0.0, 0.9), ["preset next"])
        self.assertEqual(self.push_once(probe, "left", 0.0, -0.9), ["preset previous"])
        self.assertRegex(self.push_once(probe, "right", 0.0, 0.9)[0], "^window nudge ")

    def test_left_handed(self):
        probe = self.showing("--set", "headset.hand=left")
        self.assertEqual(self.push_once(probe, "right", 0.9, 0.0), ["turn 30 0 0"])
        self.assertRegex(self.push_once(probe, "left", 0.0, 0.9)[0], "^window nudge ")


class TestLostHands(HandsTest):
    """What is lost freezes and fades; what is only guessed moves nothing."""

    def setUp(self):
        super().setUp()
        self.layer = self.api_layer()

    def test_controller_that_is_lost_fades(self):
        probe = self.showing()
        self.right(probe, lambda hand: hand["opacity"] == 1.0)
        self.puppet.lose("right")
        fading = self.fades(probe)
        self.assertEqual(fading, sorted(fading, reverse=True))
        self.assertTrue(any(0.0 < opacity < 1.0 for opacity in fading), f"it is gone at once: {fading}")
        self.puppet.lose("right", False)
        self.assertEqual(self.right(probe, lambda hand: "at" in hand)["opacity"], 1.0)

    def test_controller_that_is_guessed_fades_and_moves_nothing(self):
        probe = self.showing(layer=self.layer)
        self.puppet.grab("right")
        self.right(probe, lambda hand: hand["grab"] > 0.9)
        first = probe.state()["pose"]
        self.layer.ordered("tracking", of="right", **{"is": "valid"})
        self.puppet.place("right", (0.5, 1.2, -0.3))
        self.fades(probe)
        self.assertEqual(probe.state()["pose"], first)
        self.layer.ordered("tracking", of="right", **{"is": "full"})
        found = self.right(probe, lambda hand: "at" in hand)
        self.assertAlmostEqual(found["at"][0], 0.5, delta=1e-4)
        self.assertEqual(probe.state()["pose"], first, "found again, it makes no jump")
        self.puppet.place("right", (0.6, 1.2, -0.3))
        moved = self.right(probe, lambda hand: hand["at"][0] > 0.599) and probe.state()["pose"]
        self.assertAlmostEqual(moved["position"][0] - first["position"][0], 0.1, delta=1e-4)


class TestPointing(HandsTest):
    """A laser is seen where it goes."""

    def test_laser_ends_in_a_dot(self):
        self.puppet.place("right", (0.12, 1.4, -0.35), yaw=20.0)
        probe = self.showing()
        hand = self.right(probe, lambda hand: hand["aim"][0] < -0.3)
        probe.tell("laser 0.6")
        pictures, views = probe.snapshot()
        for picture, view in zip(pictures, views):
            dot, beam = ([a + way * b for a, b in zip(hand["at"], hand["aim"])] for way in (0.6, 0.4))
            pixel = picture.pixel(*(int(v) for v in project(view, dot, picture)))
            self.assertGreater(min(pixel), 200, "a white dot")
            red, green, blue = picture.pixel(*(int(v) for v in project(view, beam, picture)))
            self.assertGreater(red, blue + 10, f"an orange beam, not {red, green, blue}")


class TestHaptics(HandsTest):
    """What hands feel, as the runtime is asked for it."""

    def setUp(self):
        super().setUp()
        self.layer = self.api_layer()

    def felt(self):
        return [(call["hand"].rsplit("/", 1)[1], round(call["amplitude"], 2))
                for call in self.layer.calls("xrApplyHapticFeedback")]

    def test_grab_and_step_are_felt(self):
        probe = self.showing(layer=self.layer)
        self.puppet.grab("right")
        self.right(probe, lambda hand: hand["grab"] > 0.9)
        self.puppet.grab("right", False)
        self.right(probe, lambda hand: hand["grab"] < 0.1)
        self.push_once(probe, "left", 0.9, 0.0)
        self.assertEqual(self.felt(), [("right", 0.5), ("right", 0.5), ("left", 0.35)],
                         "taken, let go, and a step of the turn")

    def test_nothing_is_felt_where_that_is_wanted(self):
        probe = self.showing("--set", "headset.haptics=0", layer=self.layer)
        self.push_once(probe, "left", 0.9, 0.0)
        self.assertEqual(self.felt(), [])

    def test_the_study_is_felt(self):
        probe = self.showing(layer=self.layer)
        x, y, z = probe.state()["pose"]["position"]
        self.puppet.move("right", (x, y, z), 0.5)
        self.right(probe, lambda hand: math.dist(hand["at"], (x, y, z)) < 1e-3)
        self.assertEqual([hand for hand, _ in self.felt()], ["right"], "entered once, felt once")


class TestBareHands(HandsTest):
    """Hands that hold no controller: none of the bindings is for the simulated ones."""

    def setUp(self):
        super().setUp()
        self.bindings = self.enterContext(tempfile.TemporaryDirectory())
        with open(os.path.join(self.bindings, "none.json"), "w", encoding="utf-8") as file:
            json.dump({"profile": "/interaction_profiles/htc/vive_controller",
                       "bindings": {"palm": ["/user/hand/left/input/grip/pose"]}}, file)

    def bare(self, *arguments):
        probe = self.showing(*arguments, VOLVR_OPENXR_ACTIONS=self.bindings)
        probe.wait_until(lambda s: all(hand["kind"] == "bare" for hand in s["hands"]))
        return probe

    def test_joints_are_drawn(self):
        probe = self.bare()
        joints = self.right(probe, lambda hand: hand["opacity"] == 1.0)["joints"]
        self.assertEqual(len(joints), 26)
        pictures, views = probe.snapshot()
        for picture, view in zip(pictures, views):
            seen = 0
            for x, y, z, _ in joints:
                column, row = project(view, (x, y, z), picture)
                red, _, blue = picture.pixel(int(column), int(row))
                seen += red > blue and red > 40  # the right hand is tinted orange
            self.assertGreater(seen, 20, "the joints are seen where they are")
        self.puppet.lose("right")
        self.fades(probe)
        pictures, views = probe.snapshot()
        x, y = (int(v) for v in project(views[0], joints[0][:3], pictures[0]))
        self.assertLess(max(pictures[0].pixel(x, y)), 40, "a hand that is lost is gone")

    def test_pinch_grabs(self):
        probe = self.bare()
        first = probe.state()["pose"]
        self.puppet.curl("right", index=0.8, thumb=0.8)
        hand = self.right(probe, lambda hand: hand["select"] > 0.6)
        gap = math.dist(hand["joints"][THUMB_TIP][:3], hand["joints"][INDEX_TIP][:3])
        self.assertLess(gap, 0.03, "the simulated fingers are as near as that")
        self.puppet.shift("right", (0.2, 0.0, 0.0))
        self.right(probe, lambda now: now["at"][0] > hand["at"][0] + 0.199)
        moved = probe.state()["pose"]
        self.assertAlmostEqual(moved["position"][0] - first["position"][0], 0.2, delta=1e-4)
        self.puppet.curl("right", index=0.0, thumb=0.0)
        self.right(probe, lambda hand: hand["select"] < 0.1)
        self.puppet.shift("right", (-0.2, 0.0, 0.0))
        self.right(probe, lambda now: now["at"][0] < hand["at"][0] + 0.001)
        self.assertEqual(probe.state()["pose"], moved)

    def test_pinch_before_the_eyes_opens_the_panel(self):
        probe = self.bare()
        first = probe.state()["pose"]
        self.puppet.place("right", (0.0, 1.4, -0.35), pitch=-90.0)  # the palm, which looks along -y
        self.right(probe, lambda hand: hand["turn"][0] < -0.7)
        for sentence in ("panel open", "panel close"):
            self.puppet.curl("right", index=0.8, thumb=0.8)
            self.assertEqual(probe.expect("command")["text"], sentence)
            self.puppet.shift("right", (0.05, 0.0, 0.0))
            self.right(probe, lambda hand: hand["menu"])
            self.puppet.curl("right", index=0.0, thumb=0.0)
            self.right(probe, lambda hand: not hand["menu"])
        self.assertEqual(probe.state()["pose"], first, "and takes no study")


if __name__ == "__main__":
    sys.exit(headset_case.main())
