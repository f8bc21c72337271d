# SPDX-License-Identifier: Apache-2.0
"""Moves the head and hands of a simulated headset: a client of Monado's remote driver.

The driver takes one fixed structure over TCP, in the machine's own byte order: the whole state of
head and both controllers, which replaces the state before. Places are in the headset's stage space:
metres, floor at y = 0, the viewer looking along -z.
"""
import math
import socket
import struct
import time

_POSE = "7f"                     # quaternion x y z w, position x y z
_VIEW = "4f" + _POSE + "I"       # field of view, pose relative to the head, padding
_HAND = _POSE + "3f3f5f" + "8f" + "16B"  # pose, velocities, finger curls, axes, buttons
_STATE = struct.Struct("<8s" + _VIEW * 2 + _POSE + "4B" + _HAND * 2)
_MAGIC = b"mndrmt3\0"

_AXES = ("trigger", "squeeze", "squeeze_force", "stick_x", "stick_y", "pad_force", "pad_x", "pad_y")
_BUTTONS = ("hand_tracking", "active", "system_click", "system_touch", "a_click", "a_touch",
            "b_click", "b_touch", "trigger_click", "trigger_touch", "stick_click", "stick_touch",
            "pad_touch", "_", "_", "_")
_FINGERS = ("little", "ring", "middle", "index", "thumb")
_CURLS_FROM = 6  # in a hand's other values, after two velocities
_HAND_VALUES = 42
_STEPS_A_SECOND = 60


def quaternion(yaw=0.0, pitch=0.0, roll=0.0):
    """x, y, z, w of a turn by roll about z, then pitch about x, then yaw about y, in degrees."""
    y, p, r = (math.radians(angle) / 2 for angle in (yaw, pitch, roll))
    cy, sy, cp, sp, cr, sr = (math.cos(y), math.sin(y), math.cos(p), math.sin(p), math.cos(r),
                              math.sin(r))
    return (cy * sp * cr + sy * cp * sr, sy * cp * cr - cy * sp * sr,
            cy * cp * sr - sy * sp * cr, cy * cp * cr + sy * sp * sr)


class _Hand:
    def __init__(self, values):
        self.pose = list(values[:7])
        self.others = list(values[7:18])
        self.axes = dict(zip(_AXES, values[18:26]))
        self.buttons = list(values[26:42])

    def set(self, name, value):
        if name in self.axes:
            self.axes[name] = float(value)
        else:
            self.buttons[_BUTTONS.index(name)] = int(value)

    def values(self):
        return [*self.pose, *self.others, *(self.axes[name] for name in _AXES), *self.buttons]


class Puppet:
    """One connection to the driver; only one at a time is served."""

    def __init__(self, port, host="127.0.0.1"):
        self._socket = socket.create_connection((host, port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._receive()  # the state that a reset would give
        values = self._receive()
        self._views = list(values[1:25])
        self._head = list(values[25:32])
        self._per_view = list(values[32:36])
        self._hands = {"left": _Hand(values[36:36 + _HAND_VALUES]),
                       "right": _Hand(values[36 + _HAND_VALUES:])}

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def place(self, who, position, yaw=0.0, pitch=0.0, roll=0.0):
        """Puts "head", "left" or "right" there at once."""
        self._pose(who)[:] = [*quaternion(yaw, pitch, roll), *position]
        self._send()

    def shift(self, who, by):
        """Moves it at once by so much."""
        pose = self._pose(who)
        pose[4:7] = [a + b for a, b in zip(pose[4:7], by)]
        self._send()

    def move(self, who, position, seconds, yaw=None):
        """Moves in a straight line and steadily; a yaw turns as well, from 0."""
        pose = self._pose(who)
        start = pose[4:7]
        steps = max(1, int(seconds * _STEPS_A_SECOND))
        for step in range(1, steps + 1):
            way = step / steps
            pose[4:7] = [a + (b - a) * way for a, b in zip(start, position)]
            if yaw is not None:
                pose[0:4] = quaternion(yaw * way)
            self._send()
            time.sleep(seconds / steps)

    def set(self, hand, name, value):
        """A button (0 or 1) or an axis."""
        self._hands[hand].set(name, value)
        self._send()

    def press(self, hand, name, seconds=0.3):
        self.set(hand, name, 1)
        time.sleep(seconds)
        self.set(hand, name, 0)

    def grab(self, hand, on=True):
        for name in ("trigger", "trigger_click", "trigger_touch"):
            self._hands[hand].set(name, 1 if on else 0)
        self._send()

    def release(self, hand):
        self.grab(hand, False)

    def push_stick(self, hand, x, y):
        held = x != 0 or y != 0
        for name, value in (("stick_x", x), ("stick_y", y), ("stick_touch", held)):
            self._hands[hand].set(name, value)
        self._send()

    def curl(self, hand, **fingers):
        """How far fingers of the bare hand are bent: index=0.5, from 0 (stretched) to 1."""
        for name, way in fingers.items():
            self._hands[hand].others[_CURLS_FROM + _FINGERS.index(name)] = float(way)
        self._send()

    def lose(self, hand, lost=True):
        """Takes a controller away, or brings it back."""
        self._hands[hand].set("active", 0 if lost else 1)
        self._hands[hand].set("hand_tracking", 0 if lost else 1)
        self._send()

    def _pose(self, who):
        return self._head if who == "head" else self._hands[who].pose

    def _receive(self):
        data = b""
        while len(data) < _STATE.size:
            more = self._socket.recv(_STATE.size - len(data))
            if not more:
                raise ConnectionError("the simulated headset has closed the connection")
            data += more
        return _STATE.unpack(data)

    def _send(self):
        self._socket.sendall(_STATE.pack(_MAGIC, *self._views, *self._head, *self._per_view,
                                         *self._hands["left"].values(),
                                         *self._hands["right"].values()))
