#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A headset without a headset: a private X server and a private Monado whose head and controllers
are moved by a program (puppet.py).

    simulated_headset.py [--compositor null|xcb] [--scale PERCENT] -- PROGRAM [ARGS...]

runs a program in it. Several can run at the same time: each has a display, ports and folders of its
own, and stops what it started and nothing else.

Monado's driver listens on all interfaces and asks nobody for a password, so it runs only where there
is no interface but a loopback of its own: a program calls `enter_private_network` first.
"""
import argparse
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

_PR_SET_PDEATHSIG = 1
_START_SECONDS = 20
_COMPOSED_FRAMES_A_SECOND = 15  # by the full compositor: on a CPU, more would starve the program
_ACTIVE_RUNTIME_FILES = ("/usr/share/openxr/1/openxr_monado.json",
                         "/usr/local/share/openxr/1/openxr_monado.json")


class SimulationError(Exception):
    """One sentence: what is missing or did not start."""


def enter_private_network():
    """Runs this program again where no network but an own loopback is, unless it is there already."""
    if _only_loopback():
        _raise_loopback()
        return
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise SimulationError("The simulated headset needs bubblewrap (bwrap), which keeps its "
                              "unprotected driver off the network.")
    inner = [bwrap, "--unshare-net", "--die-with-parent", "--dev-bind", "/", "/"]
    if subprocess.run([*inner, "true"], capture_output=True, check=False).returncode != 0:
        raise SimulationError("The simulated headset cannot make a network of its own here "
                              "(bwrap --unshare-net fails: are user namespaces allowed?).")
    os.execv(bwrap, [*inner, sys.executable, *sys.argv])


def _only_loopback():
    return [name for _, name in socket.if_nameindex()] == ["lo"]


def _raise_loopback():
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", 0))
            probe.listen()
            with socket.create_connection(probe.getsockname(), timeout=2):
                return
        except OSError as error:
            raise SimulationError("The loopback interface does not work here.") from error


def _die_with_parent():
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class SimulatedHeadset:
    """Started on entering a `with` block, stopped on leaving it."""

    def __init__(self, compositor="null", scale=None, driver="remote", log_folder=None):
        """compositor: "null" draws nothing and is fast, "xcb" shows both eyes in an X window.
        scale: percent of 960 x 1080 pixels an eye, xcb alone. driver: "remote" is moved by a
        puppet, "simulated" wobbles by itself and has simple controllers."""
        self.compositor = compositor
        self.scale = scale
        self.driver = driver
        self.port = None
        self.display = None
        self.folder = None
        self._log_folder = log_folder
        self._x_server = None
        self._service = None

    def __enter__(self):
        try:
            self.folder = tempfile.mkdtemp(prefix="volvr-hmd-")
            self._start_x_server()
            self.start_runtime()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def environment(self):
        """For programs that shall see this headset."""
        return {**os.environ, "DISPLAY": self.display, "XDG_RUNTIME_DIR": self._runtime_folder(),
                "XDG_CONFIG_HOME": os.path.join(self.folder, "config"),
                "XR_RUNTIME_JSON": monado_manifest()}

    def start_runtime(self):
        """Starts Monado; again, after it was killed."""
        self._write_configuration()
        environment = self.environment()
        environment.update(self._service_variables())
        self._service = self._start(["monado-service"], "monado.log", environment)
        self._wait_for(lambda: os.path.exists(self._socket_path()), "Monado", self._service)
        if self.driver == "remote":
            self._wait_for(self._driver_listens, "Monado's remote driver", self._service)

    def kill_runtime(self):
        """As a crash would: at once, and nothing is tidied up."""
        self._service.kill()
        self._service.wait()

    def signal_runtime(self, number):
        self._service.send_signal(number)

    def runtime_is_alive(self):
        return self._service is not None and self._service.poll() is None

    def stop(self):
        for process in (self._service, self._x_server):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, name="monado.log"):
        with open(os.path.join(self._logs(), name), errors="replace") as file:
            return file.read()

    def _runtime_folder(self):
        return os.path.join(self.folder, "run")

    def _socket_path(self):
        return os.path.join(self._runtime_folder(), "monado_comp_ipc")

    def _logs(self):
        return self._log_folder or self.folder

    def _start(self, command, log, environment=None, **more):
        if shutil.which(command[0]) is None:
            raise SimulationError(f"The simulated headset needs {command[0]}, which is not installed.")
        # SIGPIPE stays ignored: Monado's driver would die of a client that leaves at once.
        with open(os.path.join(self._logs(), log), "ab") as file:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                                    env=environment, start_new_session=True, restore_signals=False,
                                    preexec_fn=_die_with_parent, **more)

    def _start_x_server(self):
        readable, writable = os.pipe()
        try:
            self._x_server = self._start(
                ["Xvfb", "-displayfd", str(writable), "-screen", "0", "1280x720x24", "-nolisten",
                 "tcp", "+extension", "GLX", "-noreset"], "xvfb.log", pass_fds=[writable])
        finally:
            os.close(writable)
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SimulationError("The X server of the simulated headset did not start: " +
                                  self.log("xvfb.log").strip().replace("\n", " ")[-300:])
        self.display = f":{number}"

    def _write_configuration(self):
        os.makedirs(self._runtime_folder(), mode=0o700, exist_ok=True)
        for left_over in ("monado_comp_ipc", "monado.pid"):
            path = os.path.join(self._runtime_folder(), left_over)
            if os.path.lexists(path):
                os.remove(path)
        if self.driver != "remote":
            return
        self.port = self.port or _free_port()
        folder = os.path.join(self.folder, "config", "monado")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "config_v0.json"), "w") as file:
            json.dump({"active": "remote",
                       "remote": {"version": 0, "port": self.port, "view_count": 2}}, file)

    def _service_variables(self):
        variables = {"XRT_NO_STDIN": "1"}
        if self.compositor == "null":
            variables["XRT_COMPOSITOR_NULL"] = "1"
        else:
            variables["XRT_COMPOSITOR_FORCE_XCB"] = "1"
            variables["XRT_COMPOSITOR_DEFAULT_FRAMERATE"] = str(_COMPOSED_FRAMES_A_SECOND)
            if self.scale is not None:
                variables["XRT_COMPOSITOR_SCALE_PERCENTAGE"] = str(self.scale)
        if self.driver == "remote":
            variables["P_OVERRIDE_ACTIVE_CONFIG"] = "remote"
        else:
            variables.update(SIMULATED_ENABLE="1", SIMULATED_LEFT="simple",
                             SIMULATED_RIGHT="simple")
        return variables

    def _driver_listens(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def _wait_for(self, ready, what, process):
        end = time.monotonic() + _START_SECONDS
        while not ready():
            if process.poll() is not None:
                raise SimulationError(f"{what} did not start: " +
                                      self.log().strip().replace("\n", " ")[-300:])
            if time.monotonic() > end:
                raise SimulationError(f"{what} did not answer within {_START_SECONDS} seconds.")
            time.sleep(0.02)


def monado_manifest():
    for path in _ACTIVE_RUNTIME_FILES:
        if os.path.exists(path):
            return path
    raise SimulationError("The simulated headset needs Monado's OpenXR library "
                          "(libopenxr1-monado), which is not installed.")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description="Runs a program in a simulated headset.")
    parser.add_argument("--compositor", choices=("null", "xcb"), default="null")
    parser.add_argument("--scale", type=int, help="percent of 960 x 1080 pixels an eye (xcb)")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = [word for word in options.program if word != "--"]
    if not command:
        parser.error("a program to run is missing")
    try:
        enter_private_network()
        with SimulatedHeadset(options.compositor, options.scale) as headset:
            environment = {**headset.environment(), "VOLVR_PUPPET_PORT": str(headset.port)}
            return subprocess.run(command, env=environment, check=False).returncode
    except SimulationError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{command[0]} cannot be run: {error.strerror}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
