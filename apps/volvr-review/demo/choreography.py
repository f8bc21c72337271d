# SPDX-License-Identifier: Apache-2.0
"""What the simulated head and hands do in the demo.

A software renderer may take seconds for a frame, and a trigger that is pulled and let go between two
frames was never pulled. So after each act the picture that the compositor shows is watched until the
act is seen in it.
"""
import time

from x_picture import XPicture

_REST = {"left": dict(position=(-0.27, 1.22, -0.10), yaw=-20, pitch=50),
         "right": dict(position=(0.27, 1.22, -0.10), yaw=20, pitch=50)}
_NUDGE = 0.006  # metres; seen in the compositor's window
_POLL_SECONDS = 0.2


class _TimeIsUp(Exception):
    pass


def take_place(puppet):
    """Where the head is when the study is first found, 0.6 m before the eyes: all other places are about
    that."""
    puppet.place("head", (0.0, 1.5, 0.2), pitch=-8)
    for hand, place in _REST.items():
        puppet.place(hand, **place)


def perform(puppet, display, seconds):
    """All of it, or what there is time for: then false. The head ends where it sees the study well,
    the hands at rest."""
    stage = _Stage(puppet, display, time.monotonic() + seconds)
    puppet.move("head", (0.0, 1.50, 0.30), 2.0)
    try:
        _turn_by_one_hand(stage)
        _scale_by_both_hands(stage)
        stage.act(lambda: puppet.set("right", "a_click", 1))
        stage.act(lambda: puppet.set("right", "a_click", 0))
    except _TimeIsUp:
        for hand in _REST:
            puppet.release(hand)
        return False
    finally:
        for hand, place in _REST.items():
            puppet.place(hand, **place)
    return True


def _turn_by_one_hand(stage):
    puppet = stage.puppet
    stage.act(lambda: puppet.place("right", (0.15, 1.35, -0.35)))
    stage.act(lambda: puppet.grab("right"))
    stage.act(lambda: puppet.move("right", (0.17, 1.38, -0.20), 3.0, yaw=22))
    stage.act(lambda: puppet.release("right"))


def _scale_by_both_hands(stage):
    puppet = stage.puppet

    def take():
        puppet.grab("left")
        puppet.grab("right")

    def part():
        puppet.move("left", (-0.23, 1.35, -0.25), 0.5)
        puppet.move("right", (0.23, 1.35, -0.25), 0.5)

    def let_go():
        puppet.release("left")
        puppet.release("right")

    stage.act(lambda: puppet.place("left", (-0.20, 1.35, -0.25)))
    stage.act(lambda: puppet.place("right", (0.20, 1.35, -0.25)))
    for what in (take, part, let_go):
        stage.act(what)


class _Stage:
    """Lets one act follow another when it was seen."""

    def __init__(self, puppet, display, end):
        self.puppet = puppet
        self._display = display
        self._end = end
        self._side = 1

    def act(self, what):
        what()
        # The frame that is being drawn may not show it yet; one that begins after it does.
        for _ in range(2):
            self._nudge_and_see()

    def _nudge_and_see(self):
        before = XPicture(self._display).data
        self.puppet.shift("left", (0.0, _NUDGE * self._side, 0.0))
        self._side = -self._side
        while XPicture(self._display).data == before:
            if time.monotonic() > self._end:
                raise _TimeIsUp
            time.sleep(_POLL_SECONDS)
