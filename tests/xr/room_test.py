#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What headsets have that the simulated one lacks, made by our own API layer: a view of the room, and
parts of the picture that no lens shows; run by headset_case.py, whose arguments it takes.
"""
import os
import subprocess
import sys
import threading

import headset_case
from headset_case import PATIENCE, HeadsetTest, settings

_HERE = os.path.dirname(os.path.abspath(__file__))
_STUDY = os.path.join(_HERE, "..", "..", "data-samples", "mr-head")
_PROJECTION = "XR_TYPE_COMPOSITION_LAYER_PROJECTION"
_BACKGROUND = (26, 51, 76)  # as in patches.cpp


class TestRoom(HeadsetTest):
    """The room behind the study, by any of the ways that runtimes have."""

    def review(self, layer, commands, **variables):
        if not settings().review:
            self.skipTest("volvr-review is not built")
        script = os.path.join(self.folder, "script")
        with open(script, "w", encoding="utf-8") as file:
            file.write(commands)
        program = subprocess.Popen([settings().review, _STUDY, "--display", "headset", "--script",
                                    script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True,
                                   env={**self.environment(layer), **variables})
        self.said = []
        reader = threading.Thread(target=lambda: self.said.extend(program.stdout), daemon=True)
        reader.start()
        self.addCleanup(program.stdout.close)
        self.addCleanup(reader.join, 5)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        return program

    def ways(self, layer, since=0):
        """How pictures were handed over, one after the other: blend mode, layers, whether the study's
        lets through what is behind it."""
        found = []
        for end in layer.calls("xrEndFrame", since=since):
            layers = [each["type"] for each in end["layers"]]
            if not layers:
                continue
            study = end["layers"][layers.index(_PROJECTION)]
            way = (end["blend_mode"], layers[:layers.index(_PROJECTION)], study["blend_alpha"])
            if not found or found[-1] != way:
                found.append(way)
        return found

    def on_and_off(self, layer, **variables):
        drawn = f"snapshot {self.folder}/pictures\n"  # waits until a frame was drawn
        program = self.review(layer, f"{drawn}passthrough on\n{drawn}passthrough off\n{drawn}quit\n",
                              **variables)
        self.assertEqual(program.wait(PATIENCE), 0, self.said)
        return self.ways(layer)

    def test_by_blend_mode(self):
        layer = self.api_layer()
        layer.order("blend-modes", are=["OPAQUE", "ALPHA_BLEND"])
        opaque = ("OPAQUE", [], False)
        self.assertEqual(self.on_and_off(layer), [opaque, ("ALPHA_BLEND", [], True), opaque])

    def test_by_a_layer_of_the_vendor(self):
        # The specification wants no space with these layers, its checker one.
        self.validated = False
        for vendor in ("FB", "HTC"):
            with self.subTest(vendor=vendor):
                layer = self.api_layer()
                layer.order("offer", extensions=[f"XR_{vendor}_passthrough"])
                opaque = ("OPAQUE", [], False)
                room = ("OPAQUE", [f"XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_{vendor}"], True)
                self.assertEqual(self.on_and_off(layer, **layer.front_variables()),
                                 [opaque, room, opaque])
                made = len(layer.calls(f"xrCreatePassthrough{vendor}"))
                self.assertEqual(len(layer.calls(f"xrDestroyPassthrough{vendor}")), made)
                self.assertGreater(made, 0)

    def test_what_is_offered_and_not_wanted(self):
        for vendor in ("FB", "HTC"):
            with self.subTest(vendor=vendor):
                layer = self.api_layer()
                layer.order("offer", extensions=[f"XR_{vendor}_passthrough"])
                probe = self.showing(layer=layer, **layer.front_variables())
                probe.tell("quit")
                self.assertEqual(probe.finish(), 0)
                self.assertIn(f"XR_{vendor}_passthrough",
                              layer.calls("xrCreateInstance")[-1]["extensions"])
                self.assertEqual(self.ways(layer), [("OPAQUE", [], False)])

    def test_where_there_is_none_it_is_said(self):
        layer = self.api_layer()
        self.assertEqual(self.on_and_off(layer), [("OPAQUE", [], False)])
        self.assertIn("This headset shows no room behind the study.\n", self.said)

    def test_it_comes_back_with_the_runtime(self):
        layer = self.api_layer()
        layer.order("blend-modes", are=["OPAQUE", "ALPHA_BLEND"])
        self.review(layer, "passthrough on\nwait 60\n")
        layer.wait_for(lambda r: r.get("blend_mode") == "ALPHA_BLEND" and r["layers"],
                       within=PATIENCE)
        since = layer.mark()
        self.headset.kill_runtime()
        self.headset.start_runtime()
        layer.wait_for(lambda r: r.get("call") == "xrCreateSession", since)
        since = layer.mark()
        layer.wait_for(lambda r: r.get("call") == "xrEndFrame" and r["layers"], since)
        self.assertEqual(self.ways(layer, since), [("ALPHA_BLEND", [], True)])


class TestHiddenParts(HeadsetTest):
    """What a lens does not show is not drawn."""

    def test_it_is_black_and_the_rest_is_not(self):
        layer = self.api_layer()
        left_half = {"vertices": [[-9, -9], [-0.2, -9], [-0.2, 9], [-9, 9]],
                     "indices": [0, 1, 2, 0, 2, 3]}
        nothing = {"vertices": [], "indices": []}
        layer.order("visibility-mask", hidden=[left_half, nothing])
        probe = self.showing("--patches", layer=layer)
        pictures, views = probe.snapshot()
        left, right, _, _ = [abs(v) for v in views[0]["fov"]]
        self.assertAlmostEqual(left, right, delta=0.01)
        for eye, picture in enumerate(pictures):
            spots = {part: picture.pixel(int(part * picture.width), picture.height // 8)
                     for part in (0.1, 0.3, 0.45, 0.6, 0.9)}
            for part, colour in spots.items():
                hidden = eye == 0 and part < 0.39
                self.assertEqual(colour, (0, 0, 0) if hidden else _BACKGROUND, (eye, part))
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)


if __name__ == "__main__":
    sys.exit(headset_case.main())
