#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a session asks of the runtime, as our own API layer sees it, and what it does where the runtime
misbehaves; run by headset_case.py, whose arguments it takes.
"""
import math
import os
import sys
import time
import unittest

import headset_case
from headset_case import PATIENCE, HeadsetTest

from api_layer import objections
from puppet import Puppet

_FRAME = ["xrWaitFrame", "xrBeginFrame", "xrEndFrame"]
_HAPTICS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "libvolvr", "src",
                        "xr", "haptics.h")


def seen(state):
    """What must outlast everything: the study as it is seen."""
    return {name: state[name] for name in ("pose", "preset", "window")}


class LayeredTest(HeadsetTest):
    """A test with our layer below one program."""

    def setUp(self):
        super().setUp()
        self.layer = self.api_layer()

    def quit(self, probe):
        probe.tell("quit")
        self.assertEqual(probe.finish(), 0, probe.complaints)

    def goes_on(self, probe, frames=5):
        """Frames with a picture of both eyes are handed over from now on."""
        since = self.layer.mark()
        self.layer.wait_for(lambda r: r.get("call") == "xrEndFrame" and r["layers"], since, PATIENCE)
        self.layer.wait_for_calls("xrEndFrame", frames, since, PATIENCE)
        return seen(probe.state())


class TestFrames(LayeredTest):
    """Frames follow each other as OpenXR wants it, each drawn for its own time."""

    def test_frames_follow_each_other(self):
        probe = self.showing(layer=self.layer)
        self.layer.wait_for_calls("xrEndFrame", 40)
        self.quit(probe)
        calls = self.layer.calls(*_FRAME)
        order = [record["call"] for record in calls]
        self.assertEqual(order, _FRAME * (len(order) // 3))
        self.assertEqual({record["result"] for record in calls}, {"XR_SUCCESS"})
        waits, ends = (self.layer.calls(name) for name in ("xrWaitFrame", "xrEndFrame"))
        self.assertEqual([w["display_time"] for w in waits], [e["display_time"] for e in ends])
        times = [wait["display_time"] for wait in waits]
        self.assertEqual(times, sorted(set(times)), "no time is drawn for twice")

    def test_input_is_sampled_for_the_time_of_its_own_frame(self):
        probe = self.showing(layer=self.layer)
        with Puppet(self.headset.port) as puppet:
            puppet.grab("right")
            puppet.move("right", (0.3, 1.3, -0.4), 0.5)
            puppet.release("right")
        self.layer.wait_for_calls("xrEndFrame", 30)
        self.quit(probe)
        frames, wanted = [], ("xrWaitFrame", "xrLocateViews", "xrLocateSpace", "xrSyncActions",
                              "xrEndFrame")
        for record in self.layer.calls(*wanted):
            if record["call"] == "xrWaitFrame":
                frames.append([])
            frames[-1].append(record)
        drawn = [frame for frame in frames if frame[-1].get("layers")]
        self.assertGreater(len(drawn), 20)
        for frame in drawn:
            time_of_frame = frame[0]["display_time"]
            asked = [r for r in frame if r["call"] in ("xrLocateViews", "xrLocateSpace")]
            self.assertEqual({r["time"] for r in asked}, {time_of_frame})
            self.assertEqual({r.get("of", "head") for r in asked} & {"head", "left", "right"},
                             {"head", "left", "right"})
            calls = [r["call"] for r in frame]
            self.assertEqual(calls.count("xrSyncActions"), 1)
            self.assertLess(calls.index("xrSyncActions"), calls.index("xrLocateSpace"),
                            "hands are read after they were brought up to date")

    def missed(self, since):
        """How many frames of the headset were passed over for each that could be had: those that come
        after a drawing which took no longer than three quarters of the time there was."""
        calls = self.layer.calls("xrWaitFrame", "xrEndFrame", since=since)
        waits = [r for r in calls if r["call"] == "xrWaitFrame"]
        ends = [r for r in calls if r["call"] == "xrEndFrame"]
        missed, could = 0, 0
        for wait, end, after in zip(waits, ends[0 if ends[0]["n"] > waits[0]["n"] else 1:],
                                    waits[1:]):
            period = wait["period"]
            if (end["at"] - wait["at"]) * 1e9 < 0.75 * period:
                ticks = (after["display_time"] - wait["display_time"]) / period
                missed += max(0, round(ticks) - 1)
                could += 1
        return missed / could if could > 20 else math.inf

    def test_no_frame_is_missed_that_could_be_drawn_in_time(self):
        probe = self.showing(layer=self.layer)
        probe.tell("do window 30000 1")  # nothing to be seen, so that drawing is short
        found = []
        for _ in range(6):  # this machine has other things to do as well
            since = self.layer.mark()
            self.layer.wait_for_calls("xrWaitFrame", 60, since, PATIENCE)
            found.append(self.missed(since))
            if found[-1] == 0:
                break
        self.assertLess(min(found), 0.1, f"frames are missed: {found}")
        self.quit(probe)


class TestStates(LayeredTest):
    """The runtime says what the headset does, and the session follows."""

    def test_headset_off_and_on(self):
        probe = self.showing(layer=self.layer)
        probe.tell("do move 0.1 0.05 0")
        before = self.goes_on(probe)
        for _ in range(3):
            since = self.layer.mark()
            self.layer.order("take-off")
            self.layer.wait_for(lambda r: r.get("call") == "xrEndSession", since)
            off = self.layer.mark()
            time.sleep(0.3)
            self.assertEqual(self.layer.calls(*_FRAME, since=off), [], "nobody looks")
            self.layer.order("put-on")
            self.layer.wait_for(lambda r: r.get("call") == "xrBeginSession", off)
            self.assertEqual(self.goes_on(probe), before)
            self.assertEqual(self.layer.events(since),
                             ["VISIBLE", "SYNCHRONIZED", "STOPPING", "IDLE", "READY",
                              "SYNCHRONIZED", "VISIBLE", "FOCUSED"])
        self.assertEqual(len(self.layer.calls("xrCreateSession")), 1, "it is the same session")
        self.quit(probe)

    def test_headset_on_again_at_once(self):
        probe = self.showing(layer=self.layer)
        before = self.goes_on(probe)
        since = self.layer.mark()
        self.layer.order("take-off")
        self.layer.order("put-on")
        self.layer.wait_for(lambda r: r.get("call") == "xrBeginSession", since)
        self.assertEqual(self.goes_on(probe), before)
        self.quit(probe)

    def test_runtime_ends_the_session(self):
        probe = self.showing(layer=self.layer)
        self.layer.order("state", to="EXITING")
        self.assertEqual(probe.expect("ended")["because"], "the runtime ended the session")
        self.assertEqual(probe.finish(), 0)

    def test_nothing_is_drawn_where_nobody_sees_it(self):
        probe = self.showing(layer=self.layer)
        self.layer.ordered("should-render", **{"is": False})
        since = self.layer.mark()
        ends = self.layer.wait_for_calls("xrEndFrame", 10, since)
        self.assertEqual([end["layers"] for end in ends[1:]], [[]] * (len(ends) - 1))
        self.layer.ordered("should-render", **{"is": True})
        self.goes_on(probe)
        self.quit(probe)

    def test_recentring_by_the_runtime_is_no_end(self):
        probe = self.showing(layer=self.layer)
        since = self.layer.mark()
        for space in ("STAGE", "LOCAL"):
            self.layer.order("event", kind="reference-space-change", space=space)
        self.goes_on(probe)
        self.assertEqual(self.layer.events(since),
                         ["XR_TYPE_EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING"] * 2)
        self.quit(probe)


class TestLoss(LayeredTest):
    """A runtime that is lost, or that refuses a call, costs nothing but the connection."""

    def comes_back(self, probe, before):
        probe.expect("lost")
        probe.expect("showing")
        self.assertEqual(self.goes_on(probe), before)

    def test_loss_is_announced(self):
        probe = self.showing(layer=self.layer)
        probe.tell("do move 0.1 0.05 0")
        before = self.goes_on(probe)
        self.layer.order("state", to="LOSS_PENDING")
        self.comes_back(probe, before)
        self.layer.order("event", kind="instance-loss")
        self.comes_back(probe, before)
        self.quit(probe)

    def test_any_call_finds_the_session_lost(self):
        probe = self.showing(layer=self.layer)
        probe.tell("do turn 20 0 0")
        before = self.goes_on(probe)
        for call in ("xrPollEvent", "xrWaitFrame", "xrBeginFrame", "xrLocateViews",
                     "xrSyncActions", "xrGetActionStateFloat", "xrLocateSpace",
                     "xrAcquireSwapchainImage", "xrWaitSwapchainImage",
                     "xrReleaseSwapchainImage", "xrEndFrame"):
            with self.subTest(call=call):
                # A call that does not tell of sessions finds the instance lost.
                what = "INSTANCE" if call == "xrPollEvent" else "SESSION"
                self.layer.order("fail", call=call, result=f"XR_ERROR_{what}_LOST", until="session")
                self.comes_back(probe, before)
        self.quit(probe)

    def test_all_calls_find_it_lost(self):
        probe = self.showing(layer=self.layer)
        before = self.goes_on(probe)
        for result, until in (("XR_ERROR_SESSION_LOST", "session"),
                              ("XR_ERROR_INSTANCE_LOST", "instance"),
                              ("XR_ERROR_RUNTIME_FAILURE", "instance")):
            with self.subTest(result=result):
                self.layer.order("fail", call="*", result=result, until=until)
                self.comes_back(probe, before)
        self.quit(probe)

    def test_refused_while_it_opens(self):
        for call in ("xrGetSystem", "xrCreateSession", "xrEnumerateViewConfigurationViews",
                     "xrCreateReferenceSpace", "xrCreateAction", "xrAttachSessionActionSets",
                     "xrCreateSwapchain", "xrEnumerateSwapchainImages"):
            with self.subTest(call=call):
                layer = self.api_layer()
                layer.order("fail", call=call, result="XR_ERROR_RUNTIME_FAILURE")
                probe = self.program(layer=layer)
                self.assertTrue(probe.expect("refused")["message"].endswith("."))
                self.assertEqual(probe.finish(), 3, probe.complaints)


class TestTracking(LayeredTest):
    """What is not tracked stays where it was."""

    def test_hand_without_a_place_holds_still(self):
        with Puppet(self.headset.port) as puppet:
            puppet.place("right", (0.2, 1.2, -0.3))
            probe = self.showing(layer=self.layer)
            puppet.grab("right")
            probe.wait_until(lambda s: s["hands"][1]["grab"] > 0.9)
            first = probe.state()["pose"]
            self.layer.ordered("tracking", of="right", **{"is": "lost"})
            probe.wait_until(lambda s: "at" not in s["hands"][1])
            puppet.move("right", (0.4, 1.4, -0.2), 0.2)
            self.assertEqual(probe.state()["pose"], first)
            self.layer.ordered("tracking", of="right", **{"is": "full"})
            probe.wait_until(lambda s: "at" in s["hands"][1])
            self.assertEqual(probe.state()["pose"], first, "found again, it makes no jump")
            self.quit(probe)

    def test_head_that_is_lost_sees_on_from_where_it_was(self):
        with Puppet(self.headset.port) as puppet:
            puppet.place("head", (0.0, 1.5, 0.1))
            probe = self.showing(layer=self.layer)
            self.goes_on(probe)
            self.layer.ordered("tracking", of="head", **{"is": "lost"})
            views = probe.state()["views"]
            puppet.place("head", (0.5, 1.5, 0.1))
            since = self.layer.mark()
            ends = self.layer.wait_for_calls("xrEndFrame", 6, since)[2:]
            self.assertTrue(all(end["layers"] for end in ends), "it is not dark")
            self.assertEqual(probe.state()["views"], views)
            poses = {str([v["pose"] for v in end["layers"][0]["views"]]) for end in ends}
            self.assertEqual(len(poses), 1)
            self.layer.ordered("tracking", of="head", **{"is": "full"})
            probe.wait_until(lambda s: s["views"] != views)
            self.quit(probe)


class TestFeatures(LayeredTest):
    """Runtimes that can do less, or other things, than the simulated one."""

    def test_no_stage(self):
        self.layer.order("spaces", are=["VIEW", "LOCAL"])
        probe = self.showing(layer=self.layer)
        self.goes_on(probe)
        made = [(r["space"], r["result"]) for r in self.layer.calls("xrCreateReferenceSpace")]
        self.assertNotIn("STAGE", [space for space, _ in made])
        self.assertIn(("LOCAL", "XR_SUCCESS"), made)
        self.quit(probe)

    def test_no_stage_but_a_floor(self):
        self.layer.order("spaces", are=["VIEW", "LOCAL", "LOCAL_FLOOR"])
        probe = self.showing(layer=self.layer)
        self.goes_on(probe)
        made = [(r["space"], r["position"][1], r["result"])
                for r in self.layer.calls("xrCreateReferenceSpace")]
        self.assertEqual(made, [("LOCAL_FLOOR", 0.0, "XR_SUCCESS")])
        self.quit(probe)

    def test_depths_are_handed_over(self):
        probe = self.showing(layer=self.layer)
        self.goes_on(probe)
        drawn = [end for end in self.layer.calls("xrEndFrame") if end["layers"]]
        self.assertTrue(drawn)
        images = set()
        for view in drawn[-1]["layers"][0]["views"]:
            depth = view["depth"]
            self.assertEqual((depth["min"], depth["max"]), (0.0, 1.0))
            self.assertAlmostEqual(depth["near"], 0.02, delta=1e-6)
            self.assertAlmostEqual(depth["far"], 30.0, delta=1e-4)
            images.add(str(depth["image"]))
        self.assertEqual(len(images), 2, "each eye has depths of its own")
        self.quit(probe)

    def test_no_extension_but_opengl(self):
        self.layer.order("hide", extensions=[
            "XR_EXT_eye_gaze_interaction", "XR_EXT_hand_tracking", "XR_EXT_hand_interaction",
            "XR_EXT_hp_mixed_reality_controller", "XR_BD_controller_interaction",
            "XR_HTC_vive_focus3_controller_interaction", "XR_EXT_local_floor",
            "XR_KHR_composition_layer_depth", "XR_KHR_visibility_mask"])
        probe = self.showing(layer=self.layer, **self.layer.front_variables())
        self.goes_on(probe)
        for made in self.layer.calls("xrCreateInstance"):
            self.assertEqual(made["extensions"], ["XR_KHR_opengl_enable"])
        self.quit(probe)

    def test_opaque_where_the_room_is_not_wanted(self):
        for modes, chosen in ((["OPAQUE", "ALPHA_BLEND"], "OPAQUE"),
                              (["ALPHA_BLEND", "OPAQUE"], "OPAQUE"), (["ADDITIVE"], "ADDITIVE")):
            with self.subTest(modes=modes):
                self.layer = self.api_layer()
                self.layer.order("blend-modes", are=modes)
                probe = self.showing(layer=self.layer)
                self.goes_on(probe)
                self.quit(probe)
                found = {end["blend_mode"] for end in self.layer.calls("xrEndFrame")}
                self.assertEqual(found, {chosen})

    def test_old_runtime_is_refused_in_words(self):
        self.validated = False  # the checker gives another result for an instance that is refused
        self.layer.order("versions", highest="0.9")
        probe = self.program(layer=self.layer)
        refused = probe.expect("refused")
        self.assertEqual(refused["code"], "unsupported")
        self.assertEqual(probe.finish(), 3)

    def test_the_oldest_version_is_enough(self):
        self.layer.order("versions", highest="1.0")
        self.quit(self.showing(layer=self.layer))

    @unittest.skipUnless(os.path.exists(_HAPTICS), "nothing vibrates yet")
    def test_taking_the_study_is_felt(self):
        with Puppet(self.headset.port) as puppet:
            for hand, x in (("left", -0.2), ("right", 0.2)):
                puppet.place(hand, (x, 1.2, -0.3))
            probe = self.showing(layer=self.layer)
            self.goes_on(probe)
            since = self.layer.mark()
            puppet.grab("right")
            felt = self.layer.wait_for(lambda r: r.get("call") == "xrApplyHapticFeedback", since)
            self.assertEqual(felt["hand"], "/user/hand/right")
            self.assertEqual(felt["action"], "vibrate")
            self.assertEqual(felt["result"], "XR_SUCCESS")
            self.assertGreater(felt["amplitude"], 0.0)
            self.assertLessEqual(felt["amplitude"], 1.0)
            self.assertGreater(felt["seconds"], 0.0)
            self.assertLess(felt["seconds"], 0.5)
            self.quit(probe)


class TestGate(LayeredTest):
    """The checker that looks on in every test can object."""

    def test_misuse_is_objected_to(self):
        # Our layer first: it changes what the program says before the checker hears it.
        probe = self.showing(layer=self.layer, layer_first=True)
        self.layer.order("misuse")
        probe.expect("lost")
        probe.quit_if_alive()
        probe.finish()
        found = objections(self._reports[0])
        self.assertTrue(any("VALID_ERROR" in line and "VUID" in line for line in found), found)
        with self.assertRaisesRegex(AssertionError, "OpenXR's checker objects"):
            self._nothing_is_objected_to()
        self._reports.clear()


if __name__ == "__main__":
    sys.exit(headset_case.main())
