#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the runtime under a program at random moments of its life, brings it back, and makes sure that
nothing is lost but the picture for a moment.

    storm.py --probe PATH_OF_xr_probe [--kills N] [--seed N]

prints one JSON object: how many kills of which kind, and after how many seconds both eyes saw the study
again once the runtime was back. Ends with 1, saying why, where a kill did harm.
"""
import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time

import headset_case
from headset_case import Probe

import simulated_headset
from api_layer import layers, objections
from puppet import Puppet

LONGEST_RETURN = 2.0  # seconds from the runtime's return until both eyes see the study
LONGEST_STALL = 15.0  # the same, where the machine has other things to do as well
_NOTICED_WITHIN = 5.0
_STUDY = ("pose", "preset", "window")


class Storm:
    """One program in one headset, and what befalls it."""

    def __init__(self, headset, folder, seed):
        self._headset = headset
        self._folder = folder
        self._random = random.Random(seed)
        self._programs = 0
        self._probe = None
        self.kills = {}
        self.returns = []

    def run(self, kills):
        stages = [self._in_the_middle, self._in_first_frames, self._while_hands_move,
                  self._while_it_comes_back, self._at_once_again]
        self._open()
        while sum(self.kills.values()) < kills:
            draw = self._random.random()
            if draw < 0.1:
                self._while_it_starts()
            elif draw < 0.2:
                self._while_it_ends()
            elif draw < 0.23:
                self._frozen()
            else:
                self._random.choice(stages)()
        self._quit()
        self._nothing_is_objected_to()

    def close(self):
        if self._probe:
            self._probe.stop()

    def result(self):
        return {"kills": self.kills, "returns": self.returns}

    # What befalls it.

    def _in_the_middle(self):
        before = self._study()
        self._sleep(0.4)
        self._kill("in the middle")
        self._probe.expect("lost", within=_NOTICED_WITHIN)
        self._come_back(before)

    def _in_first_frames(self):
        before = self._study()
        self._kill("for the first frames")
        self._probe.expect("lost", within=_NOTICED_WITHIN)
        self._come_back(before)
        self._sleep(0.08)
        self._kill("in the first frames")
        self._probe.expect("lost", within=_NOTICED_WITHIN)
        self._come_back(before)

    def _while_hands_move(self):
        with Puppet(self._headset.port) as puppet:
            puppet.place("right", (0.2, 1.2, -0.3))
            puppet.grab("right")
            end = [0.2 + self._random.uniform(-0.2, 0.2), self._random.uniform(1.0, 1.4), -0.4]
            mover = threading.Thread(target=self._moved, args=(puppet, end))
            mover.start()
            self._sleep(0.4)
            self._kill("while hands move")
            mover.join()
        self._probe.expect("lost", within=_NOTICED_WITHIN)
        self._come_back(self._study())

    @staticmethod
    def _moved(puppet, end):
        try:
            puppet.move("right", end, 0.5)
        except OSError:
            pass  # the runtime is gone

    def _while_it_comes_back(self):
        before = self._study()
        self._kill("in the middle")
        self._probe.expect("lost", within=_NOTICED_WITHIN)
        self._headset.start_runtime()
        self._sleep(1.0)
        self._kill("while it comes back")
        self._wait_until_lost()
        self._come_back(before)

    def _at_once_again(self):
        before = self._study()
        self._kill("and back at once")
        self._headset.start_runtime()
        back_at = time.monotonic()
        self._probe.expect("lost", within=_NOTICED_WITHIN)
        self._is_back(before, back_at)

    def _while_it_starts(self):
        self._quit()
        self._begin()
        self._sleep(0.9)
        self._kill("while it starts")
        killed_at = time.monotonic()
        time.sleep(0.1)
        self._headset.start_runtime()
        while True:
            event = self._probe.expect("showing", "refused")
            if event["event"] == "refused":
                status = self._probe.finish()
                self._assert(status == 3, f"it ended with {status}: {self._probe.complaints}")
                self._open()
                return
            if event["heard"] > killed_at:
                return
            self._probe.expect("lost", within=_NOTICED_WITHIN)

    def _while_it_ends(self):
        self._probe.tell(self._random.choice(("quit", "end")))
        self._sleep(0.1)
        self._kill("while it ends")
        status = self._probe.ended(within=1.0)
        if status is None:  # it found the runtime lost before it ended the session as asked
            self._probe.quit_if_alive()
            status = self._probe.finish()
        self._probe.stop()
        self._assert(status == 0, f"it ended with {status}: {self._probe.complaints}")
        self._headset.start_runtime()
        self._open()

    def _frozen(self):
        before = self._study()
        self._headset.signal_runtime(signal.SIGSTOP)
        time.sleep(1.0)
        self._headset.signal_runtime(signal.SIGCONT)
        self._assert(self._study() == before, "the study has changed")

    # The means.

    def _sleep(self, longest):
        time.sleep(self._random.uniform(0.0, longest))

    def _kill(self, kind):
        self._headset.kill_runtime()
        self.kills[kind] = self.kills.get(kind, 0) + 1

    def _study(self):
        state = self._probe.state()
        return {name: state[name] for name in _STUDY}

    def _wait_until_lost(self):
        """It may never have noticed that the runtime was there."""
        end = time.monotonic() + _NOTICED_WITHIN
        time.sleep(0.1)
        while self._probe.last_of("lost", "found") != "lost":
            self._assert(time.monotonic() < end, "the loss is not noticed")
            time.sleep(0.02)

    def _come_back(self, before):
        self._headset.start_runtime()
        self._is_back(before, time.monotonic())

    def _is_back(self, before, back_at):
        """The study must be seen in time and be the same."""
        self._probe.expect("showing")
        self.returns.append(time.monotonic() - back_at)
        found = self._study()
        self._assert(found == before, f"the study was {before} and is {found}")

    def _begin(self):
        self._programs += 1
        report = self._report(self._programs)
        self._probe = Probe(environment={**self._headset.environment(),
                                         **layers(validation_report=report)})

    def _open(self):
        self._begin()
        self._probe.expect("showing")
        self._probe.tell(f"do move {self._random.uniform(-0.2, 0.2):.3f} 0.05 0")
        self._probe.tell("do turn 20 0 0")

    def _quit(self):
        self._probe.tell("quit")
        status = self._probe.finish()
        self._assert(status == 0, f"it ended with {status}: {self._probe.complaints}")
        self._probe.stop()

    def _report(self, number):
        return os.path.join(self._folder, f"validation-{number}.txt")

    def _nothing_is_objected_to(self):
        for number in range(1, self._programs + 1):
            found = objections(self._report(number))
            self._assert(not found, f"OpenXR's checker objects: {found}")

    def _assert(self, holds, sentence):
        if not holds:
            raise AssertionError(f"{sentence} (after {self.kills})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--probe", required=True)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    headset_case.use(options)
    simulated_headset.enter_private_network()
    with tempfile.TemporaryDirectory() as folder, \
            simulated_headset.SimulatedHeadset() as headset:
        storm = Storm(headset, folder, options.seed)
        try:
            storm.run(options.kills)
        except AssertionError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            storm.close()
        print(json.dumps(storm.result()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
