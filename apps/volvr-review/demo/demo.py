#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows a study in a headset and leaves what both eyes saw: left.png, right.png and index.html.

    demo.py --bin BINDIR [--out DIR] [STUDY]

Where an OpenXR runtime is active (VOLVR_DEMO_RUNTIME=active, as ./dev finds out), its headset is
used, and the person in it may look around. Where none is, a simulated one is started, whose head and
hands this program moves: it walks up, takes the study by one hand and turns it, makes it larger with
both, and changes the preset.
"""
import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _HERE)

import choreography  # noqa: E402
import demo_page  # noqa: E402
from puppet import Puppet  # noqa: E402
from simulated_headset import (SimulatedHeadset, SimulationError,  # noqa: E402
                               enter_private_network)

_PROJECT = os.path.normpath(os.path.join(_HERE, "..", "..", ".."))
_SAMPLE = os.path.join(_PROJECT, "data-samples", "ct-chest")
_EYE_PERCENT = 107            # of 960 x 1080: 1027 x 1155 pixels an eye
_SECONDS_WITH_A_PERSON = 60
_SECONDS_OF_MOTION = 60       # the picture is taken then; some 25 suffice where nothing else runs
_LONGEST = 600                # seconds; a machine that takes longer hangs
_NO_RUNTIME_OR_HEADSET = ("No OpenXR runtime", "does not answer", "finds no headset")


class DemoError(Exception):
    """One sentence for the user."""


class Review:
    """volvr-review in a headset, and what it says."""

    def __init__(self, options, commands, environment=None):
        self._folder = tempfile.TemporaryDirectory(prefix="volvr-demo-")
        self.report = os.path.join(self._folder.name, "report.json")
        script = os.path.join(self._folder.name, "demo.script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("\n".join(commands) + "\n")
        program = os.path.join(options.bin, "volvr-review")
        command = [program, options.study, "--display", "headset", "--script", script, "--report",
                   self.report]
        if options.study == _SAMPLE:
            command += ["--preset", "ct-soft-tissue"]
        self._end = time.monotonic() + _LONGEST
        self._said = []
        self._ended = False
        self._news = threading.Condition()
        try:
            self._process = subprocess.Popen(command, env=environment, text=True, errors="replace",
                                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                             stderr=subprocess.PIPE)
        except OSError as error:
            raise DemoError(f"{program} cannot be run: {error.strerror}.") from error
        self._complaints = []
        self._readers = [threading.Thread(target=self._read_sentences, daemon=True),
                         threading.Thread(target=self._read_complaints, daemon=True)]
        for reader in self._readers:
            reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._folder.cleanup()

    def _read_sentences(self):
        for line in self._process.stdout:
            print(line, end="", flush=True)
            with self._news:
                self._said.append(line)
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _read_complaints(self):
        for line in self._process.stderr:
            self._complaints.append(line.strip())

    def wait_until_seen(self):
        """True once both eyes see the study, false where the program ended before."""
        with self._news:
            self._news.wait_for(lambda: self._ended or any("Both eyes" in line
                                                           for line in self._said),
                                max(0.0, self._end - time.monotonic()))
            return not self._ended

    def finish(self):
        try:
            status = self._process.wait(max(1.0, self._end - time.monotonic()))
        except subprocess.TimeoutExpired as late:
            raise DemoError("volvr-review did not come to an end in time.") from late
        for reader in self._readers:
            reader.join(5)
        if status != 0:
            told = [line for line in self._complaints if line]
            raise DemoError(told[-1] if told else f"volvr-review ended with status {status}.")


def with_a_person(options):
    """In the headset that is there. The person may leave earlier by Ctrl-C."""
    print(f"Put the headset on and look around; the picture is taken in {_SECONDS_WITH_A_PERSON} "
          "seconds.", flush=True)
    commands = [f"wait {_SECONDS_WITH_A_PERSON}", f'snapshot "{options.out}"', "quit"]
    with Review(options, commands) as review:
        review.finish()
        demo_page.write(options.out, review.report, simulated=False)


def with_a_puppet(options):
    """In a simulated headset."""
    enter_private_network()
    commands = [f"wait {_SECONDS_OF_MOTION}", f'snapshot "{options.out}"', "quit"]
    print("No headset is active here: starting a simulated one.", flush=True)
    with SimulatedHeadset("xcb", _EYE_PERCENT) as headset, Puppet(headset.port) as puppet:
        choreography.take_place(puppet)
        with Review(options, commands, headset.environment()) as review:
            if review.wait_until_seen():
                print("Moving head and hands: approach, grab, turn, scale, change of preset.",
                      flush=True)
                done = choreography.perform(puppet, headset.display, _SECONDS_OF_MOTION)
                print("Then both eyes' picture is taken at full quality." if done else
                      "This machine draws too slowly for all of it.", flush=True)
            review.finish()
            demo_page.write(options.out, review.report, simulated=True)


def arguments():
    parser = argparse.ArgumentParser(description="Shows a study in a headset, a simulated one where "
                                                 "there is none, and leaves what both eyes saw.")
    parser.add_argument("--bin", required=True, help="folder of volvr-review")
    parser.add_argument("--out", default=os.path.join(_PROJECT, "out", "demo"),
                        help="folder for left.png, right.png and index.html")
    parser.add_argument("--study", dest="study_option", help=argparse.SUPPRESS)
    parser.add_argument("study", nargs="?", help="folder of a study (default: the bundled chest CT)")
    options = parser.parse_args()
    options.study = os.path.abspath(options.study or options.study_option or _SAMPLE)
    options.out = os.path.abspath(options.out)
    return options


def run(options):
    if os.environ.get("VOLVR_DEMO_RUNTIME") != "active":
        with_a_puppet(options)
        return
    try:
        with_a_person(options)
    except DemoError as error:
        if not any(sign in str(error) for sign in _NO_RUNTIME_OR_HEADSET):
            raise
        print(error, flush=True)
        os.environ["VOLVR_DEMO_RUNTIME"] = "private"
        with_a_puppet(options)


def main():
    options = arguments()
    try:
        os.makedirs(options.out, exist_ok=True)
        started = time.monotonic()
        run(options)
    except OSError as error:
        print(f"{error.filename or options.out}: {error.strerror}", file=sys.stderr)
        return 1
    except (DemoError, SimulationError, demo_page.PictureError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"Done in {time.monotonic() - started:.0f} seconds. What both eyes saw:")
    for name in ("left.png", "right.png", "index.html"):
        print("  " + os.path.join(options.out, name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
