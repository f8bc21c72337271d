#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a session asks of the runtime, as our own API layer sees it, and what it does where the runtime
misbehaves; run by headset_case.py, whose arguments it takes.
"""
import sys
import time

import headset_case
from headset_case import HeadsetTest


class TestFrames(HeadsetTest):
    """Frames follow each other as OpenXR wants it, each drawn for its own time."""

    def test_frames_follow_each_other(self):
        layer = self.api_layer()
        probe = self.showing(layer=layer)
        layer.wait_for_calls("xrEndFrame", 40)
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0)
        calls = layer.calls("xrWaitFrame", "xrBeginFrame", "xrEndFrame")
        order = [record["call"] for record in calls]
        self.assertEqual(order, ["xrWaitFrame", "xrBeginFrame", "xrEndFrame"] * (len(order) // 3))


if __name__ == "__main__":
    sys.exit(headset_case.main())
