# SPDX-License-Identifier: Apache-2.0
"""A window of an X server as a person has it who closes it or drags in it, through libX11."""
import ctypes
import struct
import time

_PRESS, _RELEASE, _MOTION, _CLIENT = 4, 5, 6, 33  # types of events, X.h
_ANY_MASK = 0
_EVENT_BYTES = 192  # sizeof(XEvent), Xlib.h
_BUTTON_MASKS = {1: 1 << 8, 2: 1 << 9, 3: 1 << 10}


class XWindow:
    """The first window of the display whose title begins so. @raises LookupError"""

    def __init__(self, display, title):
        self._x = ctypes.CDLL("libX11.so.6")
        for name, returns in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultRootWindow", ctypes.c_ulong),
                              ("XInternAtom", ctypes.c_ulong)):
            getattr(self._x, name).restype = returns
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._display:
            raise LookupError(f"there is no display {display}")
        self._root = self._x.XDefaultRootWindow(self._display)
        self._window = self._found(self._root, title)
        if self._window is None:
            raise LookupError(f"no window is called {title}")

    def _found(self, window, title):
        if self._title(window).startswith(title):
            return window
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        self._x.XQueryTree(self._display, ctypes.c_ulong(window), ctypes.byref(root),
                           ctypes.byref(parent), ctypes.byref(children), ctypes.byref(count))
        within = [children[i] for i in range(count.value)]
        if within:
            self._x.XFree(children)
        return next((found for child in within
                     if (found := self._found(child, title)) is not None), None)

    def _title(self, window):
        name = ctypes.c_char_p()
        self._x.XFetchName(self._display, ctypes.c_ulong(window), ctypes.byref(name))
        return (name.value or b"").decode("utf-8", "replace")

    def _send(self, body):
        event = ctypes.create_string_buffer(body, _EVENT_BYTES)
        self._x.XSendEvent(self._display, ctypes.c_ulong(self._window), 0,
                           ctypes.c_long(_ANY_MASK), event)
        self._x.XSync(self._display, 0)

    def close(self):
        """As a window manager does when the cross is clicked."""
        atoms = [self._x.XInternAtom(self._display, name, 0)
                 for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
        # XClientMessageEvent: type, serial, send_event, display, window, message_type, format, data
        self._send(struct.pack("@iLiPLLi5l", _CLIENT, 0, 1, self._display.value, self._window,
                               atoms[0], 32, atoms[1], 0, 0, 0, 0))

    def _mouse(self, kind, at, state, button):
        # XButtonEvent and XMotionEvent: type, serial, send_event, display, window, root, subwindow,
        # time, x, y, x_root, y_root, state, button or is_hint, same_screen
        self._send(struct.pack("@iLiPLLLLiiiiIIi", kind, 0, 1, self._display.value, self._window,
                               self._root, 0, 0, *at, *at, state, button, 1))

    def drag(self, start, end, steps=8, button=1):
        """Pixels of the window, from its upper left corner."""
        self._mouse(_MOTION, start, 0, 0)
        self._mouse(_PRESS, start, 0, button)
        for step in range(1, steps + 1):
            at = [round(a + (b - a) * step / steps) for a, b in zip(start, end)]
            self._mouse(_MOTION, at, _BUTTON_MASKS[button], 0)
            time.sleep(0.02)
        self._mouse(_RELEASE, end, _BUTTON_MASKS[button], button)
