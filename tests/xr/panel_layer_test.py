#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The panel as a layer of the runtime's own: what is handed over, what is seen of it, and what happens
where a runtime takes none; run by headset_case.py, whose arguments it takes.
"""
import math
import os
import subprocess
import sys
import time
from collections import Counter

import headset_case
from headset_case import PATIENCE, HeadsetTest, settings
from geometry import project
from review_test import ReviewTest, place_on_panel, point

from puppet import Puppet
from x_picture import XPicture

_HERE = os.path.dirname(os.path.abspath(__file__))
_STUDY = os.path.join(_HERE, "..", "..", "data-samples", "mr-head")
_QUAD = "XR_TYPE_COMPOSITION_LAYER_QUAD"
_PROJECTION = "XR_TYPE_COMPOSITION_LAYER_PROJECTION"
_MIDDLE = (0.0, 1.25, -1.2)  # as in probe_panel.h
_SIZE = (1.2, 1.3)
_PIXELS = (360, 390)
_MARGIN = 2  # pixels of the panel around it, as in panel_pixels.h
_LEVELS = 3  # by which two ways to draw the same may differ
_OPAQUE = 254  # of 255: what is blended in 8 bits may lose a level
_HAND = (0.18, 1.3, -0.5)


def review(test, commands, layer=None):
    """Starts volvr-review for a test, which says these commands."""
    script = os.path.join(test.folder, "script")
    with open(script, "w", encoding="utf-8") as file:
        file.write(commands)
    program = subprocess.Popen(
        [settings().review, _STUDY, "--display", "headset", "--script", script, "--set",
         "headset.mirror=off"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=test.environment(layer))
    test.addCleanup(program.wait)
    test.addCleanup(program.kill)


class PanelTest(HeadsetTest):
    """xr_probe with its panel behind the study, a hand and a laser before it."""

    def setUp(self):
        super().setUp()
        self.puppet = self.enterContext(Puppet(self.headset.port))
        self.puppet.place("head", (0.0, 1.5, 0.1))
        self.puppet.place("left", (-0.3, 0.2, 1.0))
        self.puppet.place("right", _HAND, yaw=20)

    def panelled(self, *arguments, layer=None, **variables):
        """A program with a laser on its panel, which is still closed."""
        probe = self.showing("--panel", "--set", "headset.haptics=0", *arguments, layer=layer,
                             **variables)
        probe.wait_until(lambda s: abs(s["hands"][1].get("at", [0])[0] - _HAND[0]) < 1e-3)
        probe.tell("laser 0.6")
        return probe

    def open(self, probe):
        probe.tell("panel open")
        probe.state()

    @staticmethod
    def ends(layer, since=0):
        return [r for r in layer.calls("xrEndFrame", since=since) if r["layers"]]

    def wait_for_end(self, layer, types):
        """The first frame from now on with these layers, from the lowest."""
        return layer.wait_for(lambda r: r.get("call") == "xrEndFrame" and
                              [each["type"] for each in r["layers"]] == types, layer.mark())

    @staticmethod
    def on_panel(view, picture, by=0.0):
        """Whether a pixel is on the panel, which is seen nearly square: its box, `by` pixels wider."""
        corners = [project(view, (_MIDDLE[0] + sx * _SIZE[0] / 2, _MIDDLE[1] + sy * _SIZE[1] / 2,
                                  _MIDDLE[2]), picture) for sx in (-1, 1) for sy in (-1, 1)]
        left, right = min(x for x, _ in corners) - by, max(x for x, _ in corners) + by
        top, bottom = min(y for _, y in corners) - by, max(y for _, y in corners) + by
        return lambda x, y: left <= x + 0.5 <= right and top <= y + 0.5 <= bottom


class TestPanelLayer(PanelTest):
    """What the runtime is handed."""

    def test_it_lies_below_the_eyes_while_it_is_open(self):
        layer = self.api_layer()
        probe = self.panelled(layer=layer)
        self.wait_for_end(layer, [_PROJECTION])
        self.assertFalse(self.ends(layer)[-1]["layers"][0]["blend_alpha"])
        probe.tell("panel open")
        quad, eyes = self.wait_for_end(layer, [_QUAD, _PROJECTION])["layers"]
        self.assertTrue(eyes["blend_alpha"])
        self.assertFalse(eyes["unpremultiplied"])
        self.assertEqual((quad["eyes"], quad["space"]), ("BOTH", eyes["space"]))
        self.assertNearAll(_MIDDLE, quad["pose"]["position"], 1e-6)
        self.assertNearAll((0, 0, 0, 1), quad["pose"]["turn"], 1e-6)
        self.assertEqual(quad["image"]["rect"], [0, 0, *(p + 2 * _MARGIN for p in _PIXELS)])
        self.assertNearAll([s * (p + 2 * _MARGIN) / p for s, p in zip(_SIZE, _PIXELS)],
                           quad["size"], 1e-6)
        probe.tell("panel close")
        eyes, = self.wait_for_end(layer, [_PROJECTION])["layers"]
        self.assertFalse(eyes["blend_alpha"])
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)

    def test_its_picture_is_taken_where_it_was_drawn_anew(self):
        layer = self.api_layer()
        probe = self.panelled(layer=layer)
        probe.tell("panel open")
        quad = self.wait_for_end(layer, [_QUAD, _PROJECTION])["layers"][0]["image"]["swapchain"]

        def taken():
            return sum(r["swapchain"] == quad for r in layer.calls("xrAcquireSwapchainImage"))

        layer.wait_for_calls("xrEndFrame", 10, layer.mark())
        self.assertEqual(taken(), 1)
        probe.tell("panel redraw")
        layer.wait_for_calls("xrEndFrame", 10, layer.mark())
        self.assertEqual(taken(), 2)
        probe.tell("panel close")
        probe.tell("panel open")
        self.wait_for_end(layer, [_QUAD, _PROJECTION])
        self.assertEqual(taken(), 2)

    def test_the_setting_turns_it_off_and_on(self):
        layer = self.api_layer()
        probe = self.panelled("--set", "headset.panel_layer=off", layer=layer)
        self.open(probe)
        layer.wait_for_calls("xrEndFrame", 5, layer.mark())
        self.assertEqual({len(end["layers"]) for end in self.ends(layer)}, {1})
        self.assertEqual(len({tuple(r["size"]) for r in layer.calls("xrCreateSwapchain")}), 1)
        probe.tell("set headset.panel_layer=on")
        self.wait_for_end(layer, [_QUAD, _PROJECTION])
        probe.tell("set headset.panel_layer=off")
        self.wait_for_end(layer, [_PROJECTION])

    def test_it_lies_over_the_room(self):
        self.validated = False  # see TestRoom
        layer = self.api_layer()
        layer.order("offer", extensions=["XR_FB_passthrough"])
        probe = self.panelled(layer=layer, **layer.front_variables())
        probe.tell("panel open")
        probe.tell("room on")
        ends = self.wait_for_end(layer, ["XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_FB", _QUAD,
                                         _PROJECTION])
        self.assertTrue(ends["layers"][-1]["blend_alpha"])

    def test_a_new_runtime_gets_it_anew(self):
        layer = self.api_layer()
        probe = self.panelled(layer=layer)
        probe.tell("panel open")
        self.wait_for_end(layer, [_QUAD, _PROJECTION])
        self.headset.kill_runtime()
        probe.expect("lost")
        since = layer.mark()
        self.headset.start_runtime()
        probe.expect("showing")
        quad = self.wait_for_end(layer, [_QUAD, _PROJECTION])["layers"][0]
        self.assertEqual(sum(r["swapchain"] == quad["image"]["swapchain"] for r in
                             layer.calls("xrAcquireSwapchainImage", since=since)), 1)
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)


class TestPanelOfProgram(HeadsetTest):
    """The panel of volvr-review."""

    def test_it_comes_back_with_the_runtime(self):
        if not settings().review:
            self.skipTest("volvr-review is not built")
        with Puppet(self.headset.port) as puppet:
            puppet.place("head", (0.0, 1.6, 0.0))
        layer = self.api_layer()
        review(self, "panel open\nwait 60\n", layer)
        seen = lambda r: any(each["type"] == _QUAD for each in r.get("layers", []))
        quad, eyes = layer.wait_for(seen, within=PATIENCE)["layers"]
        self.assertEqual(eyes["type"], _PROJECTION)
        self.assertNearAll(place_on_panel(0.5, 0.5), quad["pose"]["position"], 1e-3)
        sides = [math.dist(place_on_panel(0, 0), corner)
                 for corner in (place_on_panel(1, 0), place_on_panel(0, 1))]
        pixels = [side - 2 * _MARGIN for side in quad["image"]["rect"][2:]]
        for side, pixel, found in zip(sides, pixels, quad["size"]):
            self.assertAlmostEqual(side * (pixel + 2 * _MARGIN) / pixel, found, delta=1e-3)
        since = layer.mark()
        self.headset.kill_runtime()
        self.headset.start_runtime()
        layer.wait_for(lambda r: r.get("call") == "xrCreateSession", since)
        layer.wait_for(seen, layer.mark())


class TestPanelSeen(PanelTest):
    """What the eyes see of it, and what is read of that."""

    def check_seen_through_nowhere_else(self, *arguments):
        probe = self.panelled(*arguments)
        _, closed, _ = probe.opacities()
        for rows in closed:
            self.assertGreaterEqual(min(min(row) for row in rows), _OPAQUE)
        self.open(probe)
        pictures, opacities, views = probe.opacities()
        study = probe.state()["pose"]["position"]
        for picture, rows, view in zip(pictures, opacities, views):
            near = self.on_panel(view, picture, 1.0)
            outside = {(x, y): value for y, row in enumerate(rows) for x, value in enumerate(row)
                       if value < _OPAQUE and not near(x, y)}
            self.assertEqual(outside, {})
            inside = self.on_panel(view, picture, -1.0)
            values = [value for y, row in enumerate(rows) for x, value in enumerate(row)
                      if inside(x, y)]
            self.assertGreater(values.count(0), 0.5 * len(values), "the panel is seen")
            self.assertGreater(sum(v >= _OPAQUE for v in values), 0.05 * len(values), "things before it are")
            between = sum(0 < value < _OPAQUE for value in values)
            self.assertGreater(between, 3, "a laser is translucent")
            self.assertLess(between, 0.1 * len(values))
            for place in (study, _HAND):
                x, y = project(view, place, picture)
                self.assertTrue(inside(x, y), "it is before the panel")
                self.assertGreaterEqual(rows[int(y)][int(x)], _OPAQUE, place)
        return probe

    def test_nothing_else_is_seen_through(self):
        self.check_seen_through_nowhere_else()

    def test_nor_with_multisamples(self):
        self.check_seen_through_nowhere_else("--set", "headset.multisamples=4")

    def test_a_laser_covers_the_room_too(self):
        layer = self.api_layer()
        layer.order("blend-modes", are=["OPAQUE", "ALPHA_BLEND"])
        probe = self.panelled(layer=layer)
        probe.tell("room on")
        _, opacities, _ = probe.opacities()
        values = Counter(value for row in opacities[0] for value in row)
        self.assertEqual(values.most_common(1)[0][0], 0, "the room is seen")
        self.assertGreater(sum(values[value] for value in (254, 255)), 500, "and the study")
        laser, _ = Counter({v: n for v, n in values.items() if 0 < v < 250}).most_common(1)[0]
        self.assertAlmostEqual(laser / 255, 1 - (1 - 0.55) ** 2, delta=0.02,
                               msg="two sides of a beam, see wands.cpp")

    def compare(self, probe):
        """What is read of a layer and of a rectangle with the same picture is the same."""
        self.open(probe)
        layered, opacities, _ = probe.opacities()
        self.assertTrue(any(0 in row for row in opacities[0]))
        probe.tell("set headset.panel_layer=off")
        drawn, opacities, _ = probe.opacities()
        self.assertFalse(any(0 in row for row in opacities[0]))
        for eye, other in zip(layered, drawn):
            differing = sum(any(abs(a - b) > _LEVELS for a, b in zip(eye.pixel(x, y),
                                                                     other.pixel(x, y)))
                            for y in range(eye.height) for x in range(eye.width))
            self.assertLessEqual(differing, 0.0005 * eye.width * eye.height)

    def test_readers_see_the_same_as_without_a_layer(self):
        self.compare(self.panelled())

    def test_readers_see_the_same_with_multisamples(self):
        self.compare(self.panelled("--set", "headset.multisamples=4"))

    def test_its_back_is_none_of_a_layer(self):
        layer = self.api_layer()
        probe = self.panelled(layer=layer)
        self.open(probe)
        self.wait_for_end(layer, [_QUAD, _PROJECTION])
        probe.tell("panel turn")
        self.wait_for_end(layer, [_PROJECTION])
        _, opacities, _ = probe.opacities()
        self.assertGreaterEqual(min(min(row) for row in opacities[0]), _OPAQUE)


class TestPanelRefused(PanelTest):
    """Runtimes that take no such layer show the panel all the same."""

    def check_drawn(self, layer, probe):
        self.open(probe)
        layer.wait_for_calls("xrEndFrame", 5, layer.mark())
        pictures, opacities, views = probe.opacities()
        self.assertEqual({len(end["layers"]) for end in self.ends(layer)}, {1})
        for picture, rows, view in zip(pictures, opacities, views):
            self.assertGreaterEqual(min(min(row) for row in rows), _OPAQUE)
            for across, up in ((-0.4, 0.4), (0.4, 0.4)):  # beside what is before it
                x, y = project(view, (_MIDDLE[0] + across * _SIZE[0], _MIDDLE[1] + up * _SIZE[1],
                                      _MIDDLE[2]), picture)
                expected = (40 + (across + 0.5) * _PIXELS[0] / 2, 40 + (up + 0.5) * _PIXELS[1] / 2,
                            120)
                self.assertNearAll(expected, picture.pixel(int(x), int(y)), 6)
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)

    def test_too_few_layers(self):
        layer = self.api_layer()
        layer.order("most-layers", are=2)
        self.check_drawn(layer, self.panelled(layer=layer))
        self.assertEqual(len({tuple(r["size"]) for r in layer.calls("xrCreateSwapchain")}), 1)

    def refuse(self, result):
        layer = self.api_layer()
        probe = self.panelled(layer=layer)
        layer.ordered("fail", call="xrCreateSwapchain", result=result)
        since = layer.mark()
        self.check_drawn(layer, probe)
        refused = [r for r in layer.records()[since:] if r.get("failed") == "xrCreateSwapchain"]
        self.assertEqual(len(refused), 1, "it is asked once")
        self.assertEqual(layer.calls("xrCreateSession", since=since), [], "nothing was lost")

    def test_no_swapchain(self):
        self.refuse("XR_ERROR_LIMIT_REACHED")

    def test_a_runtime_that_fails(self):
        self.refuse("XR_ERROR_RUNTIME_FAILURE")


class TestPanelBeside(ReviewTest):
    """What people beside see of it."""

    commands = [None, "wait 0.2"] * 2

    def lit(self):
        """Bright pixels at the window's left edge, where the panel is before its reader."""
        picture = XPicture(self.headset.display)
        return sum(max(picture.pixel(x, y)) > 50 for y in range(480) for x in range(50))

    def test_the_window_beside_shows_it(self):
        self.review.picture_after(0)
        before = self.lit()
        self.puppet.set("right", "b_click", 1)
        end = time.monotonic() + PATIENCE
        while self.lit() < before + 100:
            self.assertLess(time.monotonic(), end, "the window does not show it")
            time.sleep(0.2)


class Window:
    """What the full compositor shows a left eye, as brightness."""

    width, height = 480, 540
    # Of a head at (0, 1.6, 0) that looks straight ahead, as the simulated headset's driver sees.
    _view = {"scene_from_eye": (1, 0, 0, -0.0315, 0, 1, 0, 1.6, 0, 0, 1, 0, 0, 0, 0, 1),
             "fov": (-0.742, 0.742, 0.779, -0.779)}

    def __init__(self, display):
        self._picture = XPicture(display)

    def spot(self, place):
        x, y = project(self._view, place, self)
        return round(x), round(y)

    def colour(self, spot):
        return self._picture.pixel(*spot)

    def part(self, upper_left, lower_right):
        """Rows of brightness between two spots."""
        (left, top), (right, bottom) = upper_left, lower_right
        return [[sum(self.colour((x, y))) / 3 for x in range(left, right)]
                for y in range(top, bottom)]


def _sharpness(rows):
    """Mean squared difference of neighbours."""
    across = [(a - b) ** 2 for row in rows for a, b in zip(row, row[1:])]
    down = [(a - b) ** 2 for row, other in zip(rows, rows[1:]) for a, b in zip(row, other)]
    return sum(across + down) / len(across + down)


def _difference(rows, others, shift):
    """Mean difference of two parts, one moved by so many pixels, but for their edges."""
    dx, dy = shift
    differences = [abs(rows[y + dy][x + dx] - others[y][x]) for y in range(2, len(rows) - 2)
                   for x in range(2, len(rows[0]) - 2)]
    return sum(differences) / len(differences)


class TestPanelInFullCompositor(HeadsetTest):
    """What a display is given of the panel's letters."""

    options = {"compositor": "xcb", "scale": 107}
    hand = (-0.12, 1.42, -0.3)

    def start(self):
        review(self, f"panel open\nsnapshot {self.folder}/first\nsnapshot {self.folder}/layer\n"
                     f"wait 6\nset headset.panel_layer off\nsnapshot {self.folder}/drawn\nwait 60\n")

    def window_after(self, name):
        end = time.monotonic() + 2 * PATIENCE
        while not os.path.exists(os.path.join(self.folder, name, "right.png")):
            self.assertLess(time.monotonic(), end, "no picture comes")
            time.sleep(0.1)
        time.sleep(2.0)
        return Window(self.headset.display)

    def test_letters_are_sharper_at_the_same_place(self):
        if not settings().review:
            self.skipTest("volvr-review is not built")
        with Puppet(self.headset.port) as puppet:
            puppet.place("head", (0.0, 1.6, 0.0))
            puppet.place("left", (-0.3, 0.3, 0.5))
            point(puppet, "right", self.hand, place_on_panel(0.7, 0.8))
            self.start()
            layer, drawn = self.window_after("layer"), self.window_after("drawn")
        box = layer.spot(place_on_panel(0.62, 0.05)), layer.spot(place_on_panel(0.9, 0.6))
        self.assertGreater(box[0][0], 2, "that part of the panel is seen")
        texts = layer.part(*box), drawn.part(*box)
        self.assertGreater(_sharpness(texts[0]), 1.1 * _sharpness(texts[1]))
        shifts = [(dx, dy) for dx in range(-2, 3) for dy in range(-2, 3)]
        self.assertEqual(min(shifts, key=lambda shift: _difference(*texts, shift)), (0, 0))
        usual = [Counter(each.colour((x, y)) for y in range(box[0][1], box[1][1])
                         for x in range(box[0][0], box[1][0])).most_common(1)[0][0]
                 for each in (layer, drawn)]
        self.assertNearAll(*usual, 1, f"the panel itself is {usual}")
        hands = [each.colour(layer.spot(self.hand)) for each in (layer, drawn)]
        self.assertNearAll(*hands, 3, f"the hand before it is {hands}")
        self.assertGreater(max(abs(a - b) for a, b in zip(hands[0], usual[0])), 10)


if __name__ == "__main__":
    sys.exit(headset_case.main())
