# SPDX-License-Identifier: Apache-2.0
"""Runs the built programs as a user would. The folder of the programs is in VOLVR_BIN, that of the
test's own programs in VOLVR_TEST_BIN."""

import ctypes
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from png import read_png  # noqa: E402, F401: for the tests

BIN = pathlib.Path(os.environ["VOLVR_BIN"])
TEST_BIN = pathlib.Path(os.environ["VOLVR_TEST_BIN"])

# What identifies the patients of write_studies. Nothing may print it unasked.
SECRETS = ["zqxcanary", "wjvsecret", "zqx-4711", "19310723", "acc99887", "kvyother", "kvy-0815"]

DONE, FAILED, USAGE, SOME_FAILED, BAD_INPUT, NO_SERIES, BAD_OUTPUT, NO_DISPLAY = range(8)
INTERRUPTED = 130


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr


def prepare_child(most_file_bytes):
    """In the child before the program starts: ends with its parent, and may write no larger file."""
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
    if most_file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_file_bytes, most_file_bytes))


def run(program, *arguments, most_file_bytes=None, stdout=subprocess.PIPE, environment=None,
        before=(), timeout=120):
    """The program's exit code and output; it has no terminal and no input."""
    done = subprocess.run([*before, str(BIN / program), *map(str, arguments)],
                          stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
                          text=True, encoding="utf-8", errors="replace", timeout=timeout,
                          env={**os.environ, **(environment or {})},
                          preexec_fn=lambda: prepare_child(most_file_bytes))
    return Result(done)


def write_study(case, folder):
    subprocess.run([str(TEST_BIN / "write_studies"), case, str(folder)], check=True)
    return folder


class ProgramTest(unittest.TestCase):
    """Has a folder of its own for each test."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="volvr-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def study(self, case):
        return write_study(case, self.folder / "study")

    def assert_code(self, result, code):
        self.assertEqual(result.code, code, f"stdout: {result.out}\nstderr: {result.err}")

    def assert_no_secret(self, result):
        for text in (result.out or "", result.err):
            for secret in SECRETS:
                self.assertNotIn(secret, text.lower())

    def assert_refused(self, result, code, *words):
        """One clear sentence that holds the words, the exit code, and nothing on stdout."""
        self.assert_code(result, code)
        self.assertEqual(result.out, "")
        lines = [line for line in result.err.splitlines() if line]
        self.assertEqual(len(lines), 1, result.err)
        self.assertRegex(lines[0], r"^volvr: .*[.?]$")
        self.assertNotIn("terminate", result.err)
        for word in words:
            self.assertIn(word, lines[0])
        self.assert_no_secret(result)

    def assert_empty(self, folder):
        self.assertEqual(sorted(p.name for p in pathlib.Path(folder).iterdir()), [])


def methods_of(text):
    """Every Class.test_method of a test file, without importing it."""
    found, current = [], None
    for line in text.splitlines():
        if match := re.match(r"class (\w+)\(", line):
            current = match[1]
        if match := re.match(r"    def (test_\w+)\(", line):
            found.append(f"{current}.{match[1]}")
    return found


def main(module):
    """Runs one test by its name; exits with 77 and the reason where it was skipped."""
    program = unittest.main(module=module, exit=False, verbosity=2)
    if program.result.skipped and not program.result.failures and not program.result.errors:
        for _, reason in program.result.skipped:
            print("skipped:", reason)
        sys.exit(77)
    sys.exit(0 if program.result.wasSuccessful() and program.result.testsRun else 1)


if __name__ == "__main__":  # harness.py FILE...: the names, for CMake
    for name in sys.argv[1:]:
        for method in methods_of(pathlib.Path(name).read_text()):
            print(f"{pathlib.Path(name).name}:{method}")
