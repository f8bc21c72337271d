# SPDX-License-Identifier: Apache-2.0
"""The arithmetic of headset_test.py: turns, and what an eye must see."""
import math

BLOCK = (0.060, 0.040, 0.090)  # metres along the patient's x, y, z, as in phantom.h
BRIGHT = 25


class Turn:
    """A rotation as a unit quaternion x, y, z, w."""

    def __init__(self, quaternion):
        length = math.sqrt(sum(v * v for v in quaternion))
        self.q = tuple(v / length for v in quaternion)

    def __mul__(self, other):
        ax, ay, az, aw = self.q
        bx, by, bz, bw = other.q
        return Turn((aw * bx + ax * bw + ay * bz - az * by, aw * by - ax * bz + ay * bw + az * bx,
                     aw * bz + ax * by - ay * bx + az * bw, aw * bw - ax * bx - ay * by - az * bz))

    def inverse(self):
        x, y, z, w = self.q
        return Turn((-x, -y, -z, w))

    def turned(self, vector):
        x, y, z, w = self.q
        vx, vy, vz = vector
        tx, ty, tz = 2 * (y * vz - z * vy), 2 * (z * vx - x * vz), 2 * (x * vy - y * vx)
        return (vx + w * tx + y * tz - z * ty, vy + w * ty + z * tx - x * tz,
                vz + w * tz + x * ty - y * tx)

    def degrees(self):
        x, y, z, w = self.q
        return math.degrees(2 * math.atan2(math.sqrt(x * x + y * y + z * z), abs(w)))

    def degrees_to(self, other):
        return (self.inverse() * other).degrees()


class Picture:
    def __init__(self, width, height, rgb):
        self.width, self.height, self._rgb = width, height, rgb

    def pixel(self, x, y):
        at = (y * self.width + x) * 3
        return tuple(self._rgb[at:at + 3])

    def row(self, y):
        return self._rgb[y * self.width * 3:(y + 1) * self.width * 3]


def _read_netpbm(path, expected):
    with open(path, "rb") as file:
        kind, size, _, values = file.read().split(b"\n", 3)
    assert kind == expected
    width, height = (int(word) for word in size.split())
    return width, height, values


def read_ppm(path):
    return Picture(*_read_netpbm(path, b"P6"))


def read_pgm(path):
    """Rows of values."""
    width, height, values = _read_netpbm(path, b"P5")
    return [values[y * width:(y + 1) * width] for y in range(height)]


def bright_box(picture):
    """Left, top, right, bottom edge of the bright pixels, or None."""
    rows, columns = [], []
    for y in range(picture.height):
        bright = [x for x, green in enumerate(picture.row(y)[1::3]) if green > BRIGHT]
        if bright:
            rows.append(y)
            columns += (bright[0], bright[-1])
    if not rows:
        return None
    return min(columns), rows[0], max(columns) + 1, rows[-1] + 1


def block_corners(pose):
    """The phantom's eight corners in the scene."""
    turn = Turn(pose["turn"])
    corners = []
    for sx in (-0.5, 0.5):
        for sy in (-0.5, 0.5):
            for sz in (-0.5, 0.5):
                corner = [s * side * pose["magnification"]
                          for s, side in zip((sx, sy, sz), BLOCK)]
                corners.append([a + b for a, b in zip(pose["position"], turn.turned(corner))])
    return corners


def project(view, point, picture):
    """Where in an eye's picture a point of the scene is, in pixels from its upper left corner."""
    m = view["scene_from_eye"]
    away = [point[i] - m[4 * i + 3] for i in range(3)]
    x, y, z = (sum(m[4 * i + column] * away[i] for i in range(3)) for column in range(3))
    left, right, up, down = (math.tan(angle) for angle in view["fov"])
    return ((x / -z - left) / (right - left) * picture.width,
            (up - y / -z) / (up - down) * picture.height)
