# SPDX-License-Identifier: Apache-2.0
"""What an X server shows, read through xwd: the one witness of what a compositor made of a frame."""
import struct
import subprocess


class XPicture:
    """Pixels of a display's root window as (red, green, blue), 0..255."""

    def __init__(self, display):
        dump = subprocess.run(["xwd", "-root", "-silent", "-display", display], check=True,
                              capture_output=True).stdout
        words = struct.unpack(">25I", dump[:100])
        header_size, _, _, _, self.width, self.height = words[:6]
        least_byte_first = words[7] == 0
        self._bytes_a_line = words[12]
        self._masks = words[14:17]
        colours = words[19]
        self._bytes_a_pixel = words[11] // 8
        if self._bytes_a_pixel not in (3, 4):
            raise ValueError(f"the display has {words[11]} bits a pixel")
        self._order = "little" if least_byte_first else "big"
        self.data = dump[header_size + colours * 12:]

    def pixel(self, x, y):
        at = y * self._bytes_a_line + x * self._bytes_a_pixel
        value = int.from_bytes(self.data[at:at + self._bytes_a_pixel], self._order)
        return tuple((value & mask) >> ((mask & -mask).bit_length() - 1) for mask in self._masks)
