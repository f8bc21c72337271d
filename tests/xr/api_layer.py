# SPDX-License-Identifier: Apache-2.0
"""What stands between a program and the runtime in tests: our own API layer (api_layer/layer.h), which
records and makes faults on order, and OpenXR's own checker.

    layer = ApiLayer(library, folder)
    layer.order("hide", extensions=["XR_EXT_hand_tracking"])
    program = start(environment={**os.environ, **layers(layer, report)})
    layer.order("take-off")
    layer.wait_for(lambda r: r.get("call") == "xrEndSession")
    times = [r["display_time"] for r in layer.calls("xrWaitFrame")]
"""
import json
import os
import time

NAME = "XR_APILAYER_VOLVR_test"
VALIDATION = "XR_APILAYER_LUNARG_core_validation"
_SYSTEM_LAYERS = ("/usr/share/openxr/1/api_layers/explicit.d",
                  "/usr/local/share/openxr/1/api_layers/explicit.d")
PATIENCE = 20.0  # seconds


class ApiLayer:
    """The layer of one program: its orders and its records are in `folder`."""

    def __init__(self, library, folder):
        self._library = library
        self._folder = folder
        self._orders = os.path.join(folder, "orders")
        self._records = os.path.join(folder, "records")
        self._given = 0
        self._read = 0
        self._known = []
        for path in (self._orders, self._records):
            with open(path, "x", encoding="utf-8"):
                pass
        with open(os.path.join(folder, "layer.json"), "w", encoding="utf-8") as file:
            json.dump({"file_format_version": "1.0.0",
                       "api_layer": {"name": NAME, "library_path": library, "api_version": "1.1",
                                     "implementation_version": "1",
                                     "description": "Records calls and makes faults for tests"}},
                      file)

    @property
    def folder(self):
        return self._folder

    def variables(self):
        return {"VOLVR_LAYER_RECORDS": self._records, "VOLVR_LAYER_ORDERS": self._orders}

    def front_variables(self, runtime_library="libopenxr_monado.so"):
        """Besides, where extensions are to be hidden or offered: the layer as the active runtime."""
        manifest = os.path.join(self._folder, "front.json")
        with open(manifest, "w", encoding="utf-8") as file:
            json.dump({"file_format_version": "1.0.0",
                       "runtime": {"library_path": self._library}}, file)
        return {"XR_RUNTIME_JSON": manifest, "VOLVR_LAYER_FRONT_OF": runtime_library}

    def order(self, what, **values):
        """Gives an order (api_layer/orders.h); it is carried out with the program's next call."""
        with open(self._orders, "a", encoding="utf-8") as file:
            file.write(json.dumps({"do": what, **values}) + "\n")
        self._given += 1

    def ordered(self, what, **values):
        """The same, and waits until it is in force."""
        self.order(what, **values)
        self.wait_for(lambda _: sum("order" in r for r in self._known) >= self._given)

    def records(self):
        """All records so far."""
        with open(self._records, encoding="utf-8") as file:
            file.seek(self._read)
            text = file.read()
        whole = text.rfind("\n") + 1
        self._read += len(text[:whole].encode())
        for line in text[:whole].splitlines():
            record = json.loads(line)
            if "error" in record:
                raise AssertionError(f"the layer does not understand {record}")
            self._known.append(record)
        return self._known

    def take(self):
        """Fresh records, after which their file is emptied: for runs of hours. One that is written at
        that very moment is lost."""
        with open(self._records, encoding="utf-8") as file:
            lines = file.readlines()
        os.truncate(self._records, 0)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def calls(self, *names, since=0):
        """Records of these calls, from record `since` on."""
        return [r for r in self.records()[since:] if r.get("call") in names]

    def events(self, since=0):
        """What the program was told, the states by their names: "STOPPING"."""
        return [r.get("state", r["event"]) for r in self.records()[since:] if "event" in r]

    def mark(self):
        """How many records there are now, for `since`."""
        return len(self.records())

    def wait_for(self, holds, since=0, within=PATIENCE):
        """The first record from `since` on for which this holds."""
        end = time.monotonic() + within
        while True:
            for record in self.records()[since:]:
                if holds(record):
                    return record
            if time.monotonic() > end:
                raise AssertionError("the layer did not see what was waited for; last: "
                                     f"{self._known[-3:]}")
            time.sleep(0.02)

    def wait_for_calls(self, name, count, since=0, within=PATIENCE):
        """At least so many calls, from now on or from record `since` on."""
        end = time.monotonic() + within
        while len(found := self.calls(name, since=since)) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{len(found)} calls of {name} in {within} s, not {count}")
            time.sleep(0.02)
        return found


def layers(layer=None, validation_report=None, layer_first=False):
    """Variables for a program with our layer, the checker, or both. The checker stands before our
    layer, and so sees what the program does, unless `layer_first`."""
    names = [VALIDATION] if validation_report else []
    folders = [folder for folder in _SYSTEM_LAYERS if os.path.isdir(folder)]
    variables = {}
    if layer:
        names.insert(0 if layer_first else len(names), NAME)
        folders.insert(0, layer.folder)
        variables.update(layer.variables())
    if validation_report:
        variables.update(XR_CORE_VALIDATION_EXPORT_TYPE="text",
                         XR_CORE_VALIDATION_FILE_NAME=validation_report)
    if names:
        variables.update(XR_ENABLE_API_LAYERS=":".join(names),
                         XR_API_LAYER_PATH=":".join(folders))
    return variables


def objections(validation_report):
    """What the checker objected to, line by line; None where it was not there."""
    try:
        with open(validation_report, encoding="utf-8", errors="replace") as file:
            return [line.strip() for line in file if "[VALID_" in line and
                    "[VALID_DEBUG" not in line and "[VALID_INFO" not in line]
    except FileNotFoundError:
        return None
