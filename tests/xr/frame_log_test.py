#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The log of frames of volvr-review says what our own API layer saw; run by headset_case.py, whose
arguments it takes.
"""
import csv
import html.parser
import math
import os
import signal
import subprocess
import sys
import time

import headset_case
from headset_case import PATIENCE, HeadsetTest, settings

_HERE = os.path.dirname(os.path.abspath(__file__))
_STUDY = os.path.join(_HERE, "..", "..", "data-samples", "mr-head")
_INTERRUPTED = 130


class Page(html.parser.HTMLParser):
    """Which tags there are, and whether each that is opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag


class TestFrameLog(HeadsetTest):
    """What is written is what happened."""

    def review(self, *arguments, environment):
        if not settings().review:
            self.skipTest("volvr-review is not built")
        self.table = os.path.join(self.folder, "frames.csv")
        program = subprocess.Popen([settings().review, _STUDY, "--frame-log", self.table,
                                    *arguments], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(program.communicate)
        self.addCleanup(program.kill)
        return program

    def rows(self):
        with open(self.table, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def page(self):
        with open(self.table.replace(".csv", ".html"), encoding="utf-8") as file:
            text = file.read()
        page = Page(text)
        self.assertEqual(page.open, [])
        self.assertEqual(page.tags.count("svg"), 3)
        self.assertGreaterEqual(page.tags.count("path"), 6)  # curves; a window has no period
        self.assertNotIn("script", page.tags)
        self.assertNotIn("http", text)
        self.assertNotIn("mr-head", text)
        return text

    def test_the_log_agrees_with_what_the_runtime_was_told(self):
        layer = self.api_layer()
        program = self.review("--display", "headset", environment=self.environment(layer))
        layer.wait_for_calls("xrEndFrame", 20, within=PATIENCE)
        since = layer.mark()
        layer.ordered("delay", call="xrBeginFrame", seconds=0.4, times=3)
        layer.wait_for_calls("xrEndFrame", 20, since)
        layer.ordered("take-off")
        layer.wait_for(lambda r: r.get("call") == "xrEndSession")
        time.sleep(0.5)
        since = layer.mark()
        layer.order("put-on")
        layer.wait_for_calls("xrEndFrame", 10, since)
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(PATIENCE), _INTERRUPTED)

        rows = self.rows()
        waits, ends = (layer.calls(name) for name in ("xrWaitFrame", "xrEndFrame"))
        known = [str(end["display_time"]) for end in ends]
        self.assertEqual([row["display_time_ns"] for row in rows], known[:len(rows)])
        self.assertEqual([end["layers"] for end in ends[len(rows):]],
                         [[]] * (len(ends) - len(rows)), "only the farewell is not in it")
        periods = {f"{wait['period'] * 1e-6:.3f}" for wait in waits}
        self.assertEqual({row["period_ms"] for row in rows}, periods)
        self.assertEqual([row["should_draw"] == "1" for row in rows],
                         [wait["should_render"] for wait in waits[:len(rows)]])
        self.assertEqual(rows[-1]["state"], "focused")
        self.missed_agrees(rows, ends[:len(rows)], layer)

        drawn = [row for row, end in zip(rows, ends) if end["layers"]]
        for name in ("cpu_ms", "waiting_ms", "step", "pixels"):
            self.assertTrue(all(float(row[name]) >= 0.0 for row in drawn), name)
        timed = [row for row in drawn[:-20] if row["gpu_ms"]]
        self.assertGreater(len(timed), 0.8 * len(drawn[:-20]), "times find their frames")
        self.assertIn(f"{len(rows)} frames in", self.page())

    def missed_agrees(self, rows, ends, layer):
        off = layer.calls("xrEndSession")[0]["at"]
        expected = [0]
        for before, after, row in zip(ends, ends[1:], rows[1:]):
            ticks = (after["display_time"] - before["display_time"]) / (float(row["period_ms"]) * 1e6)
            was_off = before["at"] < off < after["at"]
            expected.append(0 if was_off else max(0, math.floor(ticks + 0.5) - 1))
        self.assertEqual([int(row["missed"]) for row in rows], expected)
        self.assertGreater(sum(expected), 5, "the delays were felt")

    def test_a_window_has_frames_too(self):
        self.validated = False  # no OpenXR there
        script = os.path.join(self.folder, "script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("turn 10 0 0\nwait 0.4\n" * 4 + "quit\n")
        program = self.review("--display", "window", "--size", "200x150", "--script", script,
                              environment=self.environment())
        self.assertEqual(program.wait(PATIENCE), 0)
        rows = self.rows()
        self.assertGreater(len(rows), 4)
        for row in rows:
            self.assertEqual((row["display_time_ns"], row["period_ms"], row["waiting_ms"]),
                             ("", "", ""))
            self.assertEqual((row["missed"], row["state"]), ("0", "window"))
            self.assertGreater(float(row["cpu_ms"]), 0.0)
        self.assertIn("200 × 150 pixels", self.page())


if __name__ == "__main__":
    sys.exit(headset_case.main())
