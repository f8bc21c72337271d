# SPDX-License-Identifier: Apache-2.0
"""Commands as a restless reader would give them, none of which can be refused."""

_PAUSE = 0.25  # seconds, longest between commands


def _command(random):
    number = random.uniform
    return random.choice((
        lambda: random.choice(("preset next", "preset previous")),
        lambda: f"window nudge {number(-0.2, 0.2):.3f} {number(0.8, 1.25):.3f}",
        lambda: f"turn {number(-40, 40):.1f} {number(-40, 40):.1f} 0",
        lambda: f"move {number(-0.1, 0.1):.3f} {number(-0.1, 0.1):.3f} {number(-0.1, 0.1):.3f}",
        lambda: f"magnify {number(0.8, 1.25):.3f}",
        lambda: random.choice(("technique composite", "technique mip", "technique average")),
        lambda: random.choice(("shade on", "shade off")),
        lambda: "clip plane 0 0 0 1 0.2 0",
        lambda: "clip clear",
        lambda: "view nearest",
        lambda: random.choice(("view anterior", "view left", "view superior")),
        lambda: random.choice(("passthrough on", "passthrough off")),
        lambda: random.choice(("panel open", "panel close")),
        lambda: random.choice(("identity show", "identity hide")),
        lambda: random.choice(("table 0.75", "table remove")),
        lambda: random.choice(("undo", "redo", "undo")),
        lambda: "reset",
    ))()


def script(random, seconds):
    """Text for --script that lasts so long. Clips are cleared every minute, of which there may be a
    thousand."""
    lines, lasts, fresh = [], 0.0, 0.0
    while lasts < seconds:
        if lasts - fresh > 60.0:
            lines += ["clip clear", "reset"]
            fresh = lasts
        pause = random.uniform(0.0, _PAUSE) + 0.05
        lines += [_command(random), f"wait {pause:.3f}"]
        lasts += pause
    return "\n".join(lines) + "\n"
