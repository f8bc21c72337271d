# SPDX-License-Identifier: Apache-2.0
"""What tests with a simulated headset have in common. Their scripts are run as

    headset_test.py --probe PATH_OF_xr_probe [--fake-runtime LIBRARY] [--api-layer LIBRARY]
                    [--review PATH_OF_volvr-review] [--write-studies PATH_OF_write_studies]
                    [TestClass.test_name ...]

and end with 77 where the simulated headset cannot be had on this machine. OpenXR's own checker looks
on in every test of a HeadsetTest: what it objects to fails the test.
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(_HERE, "..", "..", "apps", "volvr-review", "demo"))

import simulated_headset  # noqa: E402
from api_layer import ApiLayer, layers, objections  # noqa: E402
from geometry import read_pgm, read_ppm  # noqa: E402

SKIPPED = 77
PATIENCE = 40.0  # seconds; a software renderer on a busy machine compiles shaders for long
_SETTINGS = None  # the command line


def settings():
    return _SETTINGS


def use(options):
    """What main() reads from the command line, for programs of their own."""
    global _SETTINGS  # pylint: disable=global-statement
    _SETTINGS = options


class Probe:
    """xr_probe, what it says and what it is told."""

    def __init__(self, *arguments, environment=None):
        self._process = subprocess.Popen([_SETTINGS.probe, *arguments], env=environment,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, text=True)
        self._events = []
        self._news = threading.Condition()
        self._at = 0
        self.complaints = ""
        self._readers = [threading.Thread(target=read, daemon=True)
                         for read in (self._read_events, self._read_complaints)]
        for reader in self._readers:
            reader.start()

    def _read_events(self):
        for line in self._process.stdout:
            with self._news:
                self._events.append({**json.loads(line), "heard": time.monotonic()})
                self._news.notify_all()
        with self._news:
            self._events.append({"event": "closed"})
            self._news.notify_all()

    def _read_complaints(self):
        self.complaints = self._process.stderr.read()

    def tell(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def expect(self, *names, within=PATIENCE):
        """The next event of one of these names; those before it are passed over."""
        end = time.monotonic() + within
        with self._news:
            while True:
                while self._at < len(self._events):
                    event = self._events[self._at]
                    self._at += 1
                    if event["event"] in names:
                        return event
                    if event["event"] == "closed":
                        raise AssertionError(f"the program ended before it said {names}: "
                                             f"{self._events}\n{self.complaints}")
                left = end - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    raise AssertionError(f"the program did not say {names} within {within} s: "
                                         f"{self._events[-5:]}")

    def state(self):
        self.tell("state")
        return self.expect("state")

    def wait_until(self, holds, within=PATIENCE):
        """The first state for which this holds."""
        end = time.monotonic() + within
        while True:
            state = self.state()
            if holds(state):
                return state
            if time.monotonic() > end:
                raise AssertionError(f"what was waited for did not come: {state}")
            time.sleep(0.02)

    def commands(self):
        """All commands so far."""
        with self._news:
            return [event for event in self._events if event["event"] == "command"]

    def snapshot(self):
        """The boxes around what is bright, in each eye, and the event with the eyes' views."""
        with tempfile.TemporaryDirectory() as folder:
            self.tell("snapshot " + folder)
            event = self.expect("pictures")
            pictures = [read_ppm(os.path.join(folder, eye + ".ppm")) for eye in ("left", "right")]
        return pictures, event["views"]

    def opacities(self):
        """Both eyes' pictures, how opaque each of their pixels was handed over (rows of 0 to 255), and
        the eyes' views."""
        with tempfile.TemporaryDirectory() as folder:
            self.tell("snapshot " + folder)
            event = self.expect("pictures")
            paths = [os.path.join(folder, eye) for eye in ("left", "right")]
            return ([read_ppm(path + ".ppm") for path in paths],
                    [read_pgm(path + ".pgm") for path in paths], event["views"])

    def kill(self, number=signal.SIGKILL):
        self._process.send_signal(number)

    def last_of(self, *names):
        """The last event so far of one of these names, all of them passed over; or None."""
        with self._news:
            self._at = len(self._events)
            return next((e["event"] for e in reversed(self._events) if e["event"] in names), None)

    def ended(self, within):
        """Its exit status, or None where it goes on."""
        try:
            return self._process.wait(within)
        except subprocess.TimeoutExpired:
            return None

    def quit_if_alive(self):
        """It may have ended already."""
        try:
            os.write(self._process.stdin.fileno(), b"quit\n")
        except OSError:
            pass

    def finish(self, within=PATIENCE):
        """Its exit status; it must end by itself."""
        try:
            status = self._process.wait(within)
        except subprocess.TimeoutExpired as hang:
            self.kill()
            raise AssertionError("the program hangs") from hang
        for reader in self._readers:
            reader.join(5)
        return status

    def stop(self):
        if self._process.poll() is None:
            self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            stream.close()


class HeadsetTest(unittest.TestCase):
    """A test with a headset of its own; the hands are out of sight. OpenXR's checker looks on."""

    options = {}
    validated = True  # False, with the reason beside it: without the checker

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="volvr-xr-"))
        self._reports = []
        self.addCleanup(self._nothing_is_objected_to)  # once the programs have ended
        self.headset = self.enterContext(simulated_headset.SimulatedHeadset(**self.options))

    def _nothing_is_objected_to(self):
        for report in self._reports:
            found = objections(report)
            self.assertIsNotNone(found, "OpenXR's checker was not there")
            self.assertEqual(found, [], "OpenXR's checker objects")

    def api_layer(self):
        """Our layer, for one program."""
        return ApiLayer(settings().api_layer, tempfile.mkdtemp(prefix="layer-", dir=self.folder))

    def environment(self, layer=None, layer_first=False):
        """For one program that shall see the headset, with the checker and, if wanted, our layer."""
        report = None
        if self.validated:
            report = os.path.join(self.folder, f"validation-{len(self._reports)}.txt")
            self._reports.append(report)
        return {**self.headset.environment(), **layers(layer, report, layer_first)}

    def program(self, *arguments, layer=None, layer_first=False, **variables):
        probe = Probe(*arguments,
                      environment={**self.environment(layer, layer_first), **variables})
        self.addCleanup(probe.stop)
        return probe

    def showing(self, *arguments, **variables):
        """A program whose study is seen; what it takes is as for `program`."""
        probe = self.program(*arguments, **variables)
        self.assertTrue(probe.expect("preflight")["headset"])
        self.controllers = probe.expect("showing")["controllers"]
        return probe

    def enterContext(self, context):
        entered = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return entered

    def assertNearAll(self, expected, found, tolerance, message=None):
        self.assertEqual(len(expected), len(found))
        for a, b in zip(expected, found):
            self.assertAlmostEqual(a, b, delta=tolerance,
                                   msg=message or f"expected {expected}, found {found}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--probe", required=True)
    parser.add_argument("--fake-runtime")
    parser.add_argument("--api-layer")
    parser.add_argument("--review")
    parser.add_argument("--write-studies")
    parser.add_argument("tests", nargs="*")
    use(parser.parse_args())
    try:
        simulated_headset.enter_private_network()
        simulated_headset.monado_manifest()
    except simulated_headset.SimulationError as error:
        print("skipped:", error)
        return SKIPPED
    program = unittest.main(argv=[sys.argv[0], *_SETTINGS.tests], exit=False, verbosity=2)
    return 0 if program.result.wasSuccessful() else 1
