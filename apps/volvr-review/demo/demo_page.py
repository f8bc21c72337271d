# SPDX-License-Identifier: Apache-2.0
"""The page that shows what both eyes saw."""
import html
import json
import os
import statistics
import struct

_SMALLEST_SIMULATED_EYE = 900  # pixels

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>volvr: what both eyes saw</title>
<style>
  body {{ background: #111416; color: #d5d9dc; font: 16px/1.5 system-ui, sans-serif;
         margin: 0 auto; max-width: 76rem; padding: 1.5rem; }}
  h1 {{ font-size: 1.4rem; font-weight: 600; }}
  .eyes {{ display: grid; grid-template-columns: 1fr 1fr; gap: 4px; }}
  figure {{ margin: 0; }}
  img {{ width: 100%; height: auto; display: block; }}
  figcaption {{ text-align: center; color: #8d969d; }}
  table {{ border-spacing: 0 .3rem; margin-top: 1rem; }}
  th {{ text-align: left; font-weight: 400; color: #8d969d; padding-right: 1.5rem; }}
  .warning {{ color: #ffcf7d; }}
</style>
<h1>What both eyes saw</h1>
<div class="eyes">
  <figure><img src="left.png" width="{width}" height="{height}" alt="The left eye's picture">
    <figcaption>left eye</figcaption></figure>
  <figure><img src="right.png" width="{width}" height="{height}" alt="The right eye's picture">
    <figcaption>right eye</figcaption></figure>
</div>
<table>
{rows}
</table>
<p class="warning">For review, teaching and research. Not a medical device, not for primary
diagnosis.</p>
</html>
"""


class PictureError(Exception):
    """One sentence: what is wrong with a picture."""


def write(folder, report_file, simulated):
    """Writes index.html for the pictures that are in the folder."""
    with open(report_file, encoding="utf-8") as file:
        report = json.load(file)
    sizes = {_size_of(os.path.join(folder, name)) for name in ("left.png", "right.png")}
    if sizes != {(report["width"], report["height"])}:
        raise PictureError("The pictures are not of the size that the headset has.")
    if simulated and report["width"] < _SMALLEST_SIMULATED_EYE:
        raise PictureError("The simulated headset's pictures are too small.")
    rows = "\n".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>"
                     for name, value in _facts(report, simulated))
    page = _PAGE.format(width=report["width"], height=report["height"], rows=rows)
    partial = os.path.join(folder, "index.html.partial")
    with open(partial, "w", encoding="utf-8") as file:
        file.write(page)
    os.replace(partial, os.path.join(folder, "index.html"))


def _facts(report, simulated):
    times = report["frame_seconds"]
    frames = f"{len(times)}"
    if times:
        frames += (f"; drawing took {_duration(statistics.median(times))} in the middle, "
                   f"{_duration(max(times))} at most")
    graphics = report["graphics"]
    if "llvmpipe" in graphics or "softpipe" in graphics:
        graphics += " (software: its times say nothing of a graphics card's)"
    headset = "simulated, its head and hands moved by a script" if simulated else "a real one"
    return (("Loaded", report["loaded"]),
            ("OpenXR runtime", report["display"]),
            ("Headset", headset),
            ("Pixels an eye", f"{report['width']} × {report['height']}"),
            ("Drawn by", graphics),
            ("Frames", frames),
            ("Ended because of", report["ended_because"]))


def _duration(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _size_of(path):
    with open(path, "rb") as file:
        head = file.read(24)
    if len(head) < 24 or head[:8] != b"\x89PNG\r\n\x1a\n":
        raise PictureError(f"{path} is not a whole PNG picture.")
    return struct.unpack(">II", head[16:24])
