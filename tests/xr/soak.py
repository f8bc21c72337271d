#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows a study in a simulated headset for a long time while everything goes wrong that can: the headset
is taken off and put on, the runtime is killed, stopped and announces its end, controllers and head are
lost, hands do what they like, and commands come without a pause.

    soak.py --review PATH_OF_volvr-review --api-layer LIBRARY [--minutes 60] [--study FOLDER]
            [--seed N] [--keep FOLDER]

Ends with a table and with 0 where the program never crashed, never hung and did not grow: after a warm-up
of a fifth of the time its memory may rise by no more than 5 % of itself in all (or 24 MB, if that is
more) by the slope of a straight line through its samples, and the number of its open files and threads by
no more than 3.
"""
import argparse
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(_HERE, "..", "..", "apps", "volvr-review", "demo"))

import simulated_headset  # noqa: E402
from api_layer import ApiLayer, layers, objections  # noqa: E402
from puppet import Puppet  # noqa: E402
from soak_script import script  # noqa: E402

_WARM_UP = 0.2          # of the time
_GROWTH = 0.05          # of the memory
_LEAST_GROWTH = 24.0    # MB
_MORE_FILES = 3
_LONGEST_SILENCE = 20.0  # seconds without a frame while the runtime is there: a hang
_INTERRUPTED = 130
_START = 120.0


class Harm(Exception):
    """One sentence: what went wrong."""


class Program:
    """volvr-review, what it says and what it needs."""

    def __init__(self, command, environment):
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = []  # (when, line)
        self._news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            with self._news:
                self.said.append((time.monotonic(), line.strip()))
                self._news.notify_all()

    def is_alive(self):
        return self._process.poll() is None

    def wait_for(self, words, since, within):
        """When it said so after `since`."""
        end = time.monotonic() + within
        with self._news:
            while True:
                for when, line in self.said:
                    if when >= since and words in line:
                        return when
                left = end - time.monotonic()
                if not self.is_alive() or left <= 0:
                    raise Harm(f"within {within:.0f} s it did not say '{words}'"
                               f"{'' if self.is_alive() else ' but ended'}: {self.last_words()}")
                self._news.wait(min(left, 0.2))

    def last_words(self):
        return " | ".join(line for _, line in self.said[-5:])

    def needs(self):
        """Megabytes resident, open files, threads."""
        folder = f"/proc/{self._process.pid}"
        with open(folder + "/status", encoding="ascii") as file:
            status = dict(line.split(":", 1) for line in file)
        return (int(status["VmRSS"].split()[0]) / 1024.0, len(os.listdir(folder + "/fd")),
                int(status["Threads"]))

    def interrupt(self, within=20.0):
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(within)
        except subprocess.TimeoutExpired as hang:
            raise Harm("it hangs: it does not end on Ctrl-C") from hang

    def kill(self):
        if self.is_alive():
            self._process.kill()
        self._process.wait()

    def status(self):
        return self._process.poll()


class Soak:
    """One program, one headset, and chance."""

    def __init__(self, program, headset, layer, seed):
        self._program = program
        self._headset = headset
        self._layer = layer
        self._random = random.Random(seed)
        self._puppet = None
        self._heard_at = time.monotonic()
        self._loses = False  # a kill or a stop: no frames are expected
        self.frames = 0
        self.done = {}
        self.returns = []
        self.samples = []  # seconds, megabytes, files, threads

    def run(self, seconds):
        start = time.monotonic()
        deeds = [(self._move, 12), (self._press, 6), (self._lose_hand, 3), (self._lose_head, 1),
                 (self._take_off, 3), (self._kill, 2), (self._announce_loss, 1), (self._freeze, 1),
                 (self._fail_a_call, 1), (self._hide, 1)]
        while (now := time.monotonic()) < start + seconds:
            deed = self._random.choices([d for d, _ in deeds], [w for _, w in deeds])[0]
            try:
                deed()
            except OSError:  # the puppet's connection went with the runtime
                self._let_go()
            self._look(now - start)
        self._let_go()

    def _did(self, what):
        self.done[what] = self.done.get(what, 0) + 1

    def _look(self, at):
        if not self._program.is_alive():
            raise Harm(f"it ended with {self._program.status()}: {self._program.last_words()}")
        fresh = [r for r in self._layer.take() if r.get("call") == "xrEndFrame"]
        self.frames += len(fresh)
        if fresh:
            self._heard_at = time.monotonic()
        elif time.monotonic() - self._heard_at > _LONGEST_SILENCE:
            raise Harm(f"it hangs: no frame for {_LONGEST_SILENCE:.0f} s: "
                       f"{self._program.last_words()}")
        self.samples.append((at, *self._program.needs()))

    # Hands.

    def _hands(self):
        if self._puppet is None:
            self._puppet = Puppet(self._headset.port)
        return self._puppet

    def _let_go(self):
        if self._puppet is not None:
            self._puppet.close()
            self._puppet = None

    def _hand(self):
        return self._random.choice(("left", "right"))

    def _place(self):
        return [self._random.uniform(-0.4, 0.4), self._random.uniform(0.9, 1.5),
                self._random.uniform(-0.7, -0.1)]

    def _move(self):
        hand = self._hand()
        self._hands().grab(hand, self._random.random() < 0.6)
        self._hands().move(hand, self._place(), self._random.uniform(0.1, 0.6))
        self._hands().move("head", [self._random.uniform(-0.2, 0.2), 1.6, 0.0], 0.1)
        self._hands().grab(hand, False)
        self._did("hand moved")

    def _press(self):
        hand = self._hand()
        self._hands().press(hand, self._random.choice(("a_click", "b_click", "stick_click")), 0.15)
        self._hands().push_stick(hand, self._random.uniform(-1, 1), self._random.uniform(-1, 1))
        time.sleep(0.1)
        self._hands().push_stick(hand, 0.0, 0.0)
        self._did("button or stick")

    def _lose_hand(self):
        hand = self._hand()
        if self._random.random() < 0.5:
            self._hands().lose(hand)
            time.sleep(self._random.uniform(0.05, 0.5))
            self._hands().lose(hand, False)
        else:
            self._track(hand)
        self._did("controller lost and found")

    def _lose_head(self):
        self._track("head")
        self._did("head lost and found")

    def _track(self, who):
        self._layer.order("tracking", of=who, **{"is": self._random.choice(("lost", "valid"))})
        time.sleep(self._random.uniform(0.05, 0.5))
        self._layer.order("tracking", of=who, **{"is": "full"})

    # The headset and its runtime.

    def _take_off(self):
        self._layer.order("take-off")
        time.sleep(self._random.uniform(0.0, 1.5))
        self._layer.order("put-on")
        self._did("headset off and on")
        time.sleep(0.3)

    def _hide(self):
        self._layer.order("should-render", **{"is": False})
        time.sleep(self._random.uniform(0.1, 0.5))
        self._layer.order("should-render", **{"is": True})
        self._did("hidden and shown")

    def _kill(self):
        self._let_go()
        self._headset.kill_runtime()
        time.sleep(self._random.choice((0.0, 0.0, 0.3, 1.5)))
        self._headset.start_runtime()
        self._is_back()
        self._did("runtime killed and restarted")

    def _announce_loss(self):
        since = time.monotonic()
        self._layer.order("state", to="LOSS_PENDING")
        self._is_back(since, is_measured=False)
        self._did("loss announced")

    def _fail_a_call(self):
        since = time.monotonic()
        call = self._random.choice(("xrWaitFrame", "xrEndFrame", "xrSyncActions", "xrLocateViews",
                                    "xrAcquireSwapchainImage"))
        self._layer.order("fail", call=call, result="XR_ERROR_SESSION_LOST", until="session")
        self._is_back(since, is_measured=False)
        self._did("call failed")

    def _freeze(self):
        self._headset.signal_runtime(signal.SIGSTOP)
        time.sleep(self._random.uniform(0.2, 2.0))
        self._headset.signal_runtime(signal.SIGCONT)
        self._did("runtime stopped and continued")

    def _is_back(self, since=None, is_measured=True):
        back_at = time.monotonic()
        # The headset may have been off, and hidden orders may wait: it is on now.
        self._layer.order("put-on")
        seen_at = self._program.wait_for("Both eyes see the study", since or back_at, 30.0)
        if is_measured:
            self.returns.append(seen_at - back_at)
        self._heard_at = time.monotonic()


def slope(samples):
    """Megabytes a second, by least squares."""
    middle = statistics.fmean(at for at, *_ in samples)
    mean = statistics.fmean(megabytes for _, megabytes, *_ in samples)
    return (sum((at - middle) * (mb - mean) for at, mb, *_ in samples) /
            max(1e-9, sum((at - middle) ** 2 for at, *_ in samples)))


def growth(samples, seconds):
    """Rows for the table, and what is wrong."""
    warm = [s for s in samples if s[0] >= _WARM_UP * seconds]
    if len(warm) < 10:
        return [("memory", "too few samples")], ["the time was too short to judge growth"]
    first, last = warm[:len(warm) // 5], warm[-(len(warm) // 5):]
    rise = slope(warm) * (warm[-1][0] - warm[0][0])
    allowed = max(_LEAST_GROWTH, _GROWTH * statistics.median(s[1] for s in first))
    rows = [("memory after the warm-up", f"{statistics.median(s[1] for s in first):.1f} MB"),
            ("memory at the end", f"{statistics.median(s[1] for s in last):.1f} MB"),
            ("most memory", f"{max(s[1] for s in samples):.1f} MB"),
            ("rise after the warm-up (slope x time)", f"{rise:+.1f} MB, allowed {allowed:.1f} MB")]
    wrong = [f"its memory grows by {rise:.1f} MB"] if rise > allowed else []
    for name, column in (("open files", 2), ("threads", 3)):
        before, after = (statistics.median(s[column] for s in part) for part in (first, last))
        rows.append((name, f"{before:.0f}, at the end {after:.0f}"))
        if after - before > _MORE_FILES:
            wrong.append(f"its {name} rise from {before:.0f} to {after:.0f}")
    return rows, wrong


def table(soak, seconds, rows):
    shown = [("time", f"{seconds / 60:.1f} minutes"), ("frames handed over", str(soak.frames)),
             *((what, str(count)) for what, count in sorted(soak.done.items()))]
    if soak.returns:
        shown.append(("back after a kill", f"median {statistics.median(soak.returns):.2f} s, worst "
                                           f"{max(soak.returns):.2f} s"))
    return "\n".join(f"  {name:<40} {value}" for name, value in [*shown, *rows])


def soaked(options, folder):
    """Exit status."""
    seed = options.seed if options.seed is not None else random.randrange(10 ** 6)
    seconds = options.minutes * 60.0
    print(f"soak: {options.minutes:g} minutes, seed {seed}", flush=True)
    commands = os.path.join(folder, "commands")
    with open(commands, "w", encoding="utf-8") as file:
        file.write(script(random.Random(seed), seconds * 2 + 600))
    report, frame_log = os.path.join(folder, "validation.txt"), os.path.join(folder, "frames.csv")
    layer = ApiLayer(options.api_layer, folder)
    wrong, rows = [], []
    with simulated_headset.SimulatedHeadset() as headset:
        environment = {**headset.environment(), **layers(layer, report)}
        program = Program([options.review, options.study, "--display", "headset", "--script",
                           commands, "--frame-log", frame_log], environment)
        soak = Soak(program, headset, layer, seed)
        try:
            program.wait_for("Both eyes see the study", 0.0, _START)
            soak.run(seconds)
            status = program.interrupt()
            if status != _INTERRUPTED:
                wrong.append(f"it ended with {status} on Ctrl-C: {program.last_words()}")
            if not os.path.exists(frame_log):
                wrong.append("it wrote no log of frames")
        except Harm as harm:
            wrong.append(str(harm))
        finally:
            program.kill()
    found = objections(report)
    rows.append(("objections of OpenXR's checker", "-" if found is None else str(len(found))))
    if found is None:
        wrong.append("OpenXR's checker was not there")
    elif found:
        wrong.append(f"OpenXR's checker objects: {found[0]}")
    with open(os.path.join(folder, "memory.csv"), "w", encoding="utf-8") as file:
        file.write("seconds,megabytes,files,threads\n")
        file.writelines(f"{at:.1f},{mb:.1f},{files},{threads}\n"
                        for at, mb, files, threads in soak.samples)
    more, grown = growth(soak.samples, seconds)
    print(table(soak, seconds, rows + more))
    for sentence in wrong + grown:
        print(f"soak: {re.sub(chr(10), ' ', sentence)}")
    print("soak: failed" if wrong or grown else "soak: no crash, no hang, no growth")
    return 1 if wrong or grown else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--review", required=True)
    parser.add_argument("--api-layer", required=True)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--study", default=os.path.join(_HERE, "..", "..", "data-samples", "mr-head"))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep", help="folder for commands, reports, memory and the log of frames")
    options = parser.parse_args()
    if not 0 < options.minutes <= 7 * 24 * 60:
        parser.error("the minutes are from above 0 to a week")
    try:
        simulated_headset.enter_private_network()
        if options.keep:
            os.makedirs(options.keep, exist_ok=True)
            return soaked(options, options.keep)
        with tempfile.TemporaryDirectory(prefix="volvr-soak-") as folder:
            return soaked(options, folder)
    except simulated_headset.SimulationError as error:
        print(f"soak: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
