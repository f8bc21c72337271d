#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""volvr deidentify, as a user runs it; its files are judged by pydicom and dciodvfy."""

import collections
import fcntl
import io
import json
import os
import pathlib
import re
import shutil
import signal
import stat
import struct
import subprocess
import tarfile
import time
import zipfile
import zlib

from harness import (BAD_INPUT, BAD_OUTPUT, BIN, DONE, INTERRUPTED, NO_SERIES, SECRETS, SOME_FAILED,
                     USAGE, ProgramTest, main, run)

try:
    import pydicom
except ImportError:
    pydicom = None

PROFILES = [[], ["--dates", "shifted"], ["--dates", "kept"], ["--retain-uids"],
            ["--retain-safe-private"], ["--retain-patient-characteristics"], ["--retain-devices"],
            ["--retain-institutions"], ["--clean-descriptors"], ["--clean-graphics"],
            ["--clean-structured-content"], ["--clean-pixel-data"]]


def errors_of(file):
    """What dciodvfy holds against an object, without the values and UIDs that differ anyway."""
    done = subprocess.run(["dciodvfy", str(file)], capture_output=True, text=True, errors="replace")
    lines = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    return collections.Counter(re.sub(r"<[^>]*>|\[[^]]*\]|2\.25\.\d+", "", line) for line in lines)


def deflated_nesting(depth):
    """A DICOM file that is nothing but sequences in each other, deflated."""
    def element(group, number, vr, value):
        value += b"\0" * (len(value) % 2)
        return struct.pack("<HH2sH", group, number, vr, len(value)) + value
    meta = (element(2, 0x02, b"UI", b"1.2.840.10008.5.1.4.1.1.2") + element(2, 0x03, b"UI", b"1.2.3") +
            element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1.99"))
    head = bytes.fromhex("08004011") + b"SQ" + bytes.fromhex("0000ffffffff feff00e0ffffffff")
    tail = bytes.fromhex("feff0de000000000 feffdde000000000")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(head * depth + tail * depth) + packer.flush()
    return (bytes(128) + b"DICM" + element(2, 0, b"UL", struct.pack("<I", len(meta))) + meta + packed +
            b"\0" * (len(packed) % 2))


class DeidentifyTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"

    def deidentify(self, *arguments, case="ct", **keywords):
        source = self.folder / case
        if not source.exists():
            subprocess.run([str(pathlib.Path(os.environ["VOLVR_TEST_BIN"]) / "write_studies"), case,
                            str(source)], check=True)
        return run("volvr", "deidentify", source, "-o", self.out, "--key", self.folder / "key",
                   *arguments, **keywords)

    def files(self, folder=None):
        return sorted(p for p in (folder or self.out).rglob("*") if p.is_file())

    def assert_no_secret_in(self, *paths):
        for path in paths:
            for file in [path] if path.is_file() else self.files(path):
                data = file.read_bytes().lower() + str(file.relative_to(self.folder)).lower().encode()
                for secret in SECRETS:
                    self.assertNotIn(secret.encode(), data, file)

    def need_pydicom(self):
        if pydicom is None:
            self.skipTest("pydicom is not installed")


class Files(DeidentifyTest):
    def test_no_secret_is_in_any_byte_of_output_report_or_log(self):
        for number, profile in enumerate(PROFILES):
            self.out = self.folder / f"out{number}"
            report = self.folder / f"report{number}.jsonl"
            result = self.deidentify("--report", report, *profile)
            self.assert_code(result, DONE)
            self.assert_no_secret(result)
            kept = "--retain-institutions" in profile or "--retain-devices" in profile
            self.assertGreater(len(self.files()), 1)
            if not kept:
                self.assert_no_secret_in(self.out, report)

    def test_pydicom_reads_what_was_written(self):
        self.need_pydicom()
        self.assert_code(self.deidentify(), DONE)
        for file in self.files():
            data = pydicom.dcmread(file)
            self.assertEqual(data.PatientIdentityRemoved, "YES")
            self.assertEqual(data.DeidentificationMethodCodeSequence[0].CodeValue, "113100")
            self.assertEqual(data.LongitudinalTemporalInformationModified, "REMOVED")
            self.assertEqual(data.file_meta.MediaStorageSOPInstanceUID, data.SOPInstanceUID)
            self.assertEqual(file.name, data.SOPInstanceUID + ".dcm")
            self.assertEqual(file.parent.name, data.SeriesInstanceUID)
            self.assertEqual(file.parent.parent.name, data.StudyInstanceUID)
            self.assertRegex(data.PatientID, r"^P[0-9A-Z]{15}$")
            self.assertEqual(str(data.PatientName), data.PatientID)
            self.assertEqual(data.PatientBirthDate if "PatientBirthDate" in data else "", "")
            self.assertEqual(file.read_bytes()[:128], bytes(128))
            self.assertEqual(len(data.PixelData), 2 * data.Rows * data.Columns)

    def test_the_codes_say_which_options_were_used(self):
        self.need_pydicom()
        codes = {"--retain-uids": "113110", "--retain-safe-private": "113111",
                 "--retain-patient-characteristics": "113108", "--retain-devices": "113109",
                 "--retain-institutions": "113112", "--clean-descriptors": "113105",
                 "--clean-graphics": "113103", "--clean-structured-content": "113104",
                 "--clean-pixel-data": "113101"}
        self.assert_code(self.deidentify(*codes, "--dates", "shifted"), DONE)
        data = pydicom.dcmread(self.files()[0])
        written = {item.CodeValue for item in data.DeidentificationMethodCodeSequence}
        self.assertEqual(written, {"113100", "113107", *codes.values()})
        self.assertEqual(data.LongitudinalTemporalInformationModified, "MODIFIED")

    def test_dciodvfy_finds_no_error_that_the_input_has_not(self):
        if shutil.which("dciodvfy") is None:
            self.skipTest("dciodvfy is not installed")
        for number, profile in enumerate(PROFILES):
            self.out = self.folder / f"out{number}"
            self.assert_code(self.deidentify(*profile), DONE)
            before = errors_of(self.files(self.folder / "ct")[0])
            for file in self.files()[:2]:
                new = errors_of(file) - before
                self.assertEqual(new, collections.Counter(), (profile, new))

    def test_pixels_are_the_same(self):
        self.need_pydicom()
        self.assert_code(self.deidentify(), DONE)
        pixels = lambda folder: sorted(pydicom.dcmread(file).PixelData for file in self.files(folder))
        self.assertEqual(pixels(self.folder / "ct"), pixels(self.out))


class Reports(DeidentifyTest):
    def test_every_element_that_changed_is_told_and_no_value(self):
        self.need_pydicom()
        report, mapping = self.folder / "report.jsonl", self.folder / "mapping.jsonl"
        self.assert_code(self.deidentify("--report", report, "--mapping", mapping), DONE)
        by_file = {entry["file"]: entry for entry in map(json.loads, report.read_text().splitlines())}
        for entry in map(json.loads, mapping.read_text().splitlines()):
            before = pydicom.dcmread(entry["path"])
            after = pydicom.dcmread(self.out / entry["file"])
            self.assertEqual(before.SOPInstanceUID, entry["sop_instance_uid"])
            told = {change["path"] for change in by_file[entry["file"]]["elements"]}
            tags = {e.tag for e in before if e.tag.element != 0} | {e.tag for e in after}
            for tag in tags:
                same = tag in before and tag in after and before[tag] == after[tag]
                if not same:
                    self.assertIn(f"({tag.group:04x},{tag.element:04x})", told)

    def test_only_the_owner_reads_mapping_key_and_report(self):
        report, mapping = self.folder / "report.jsonl", self.folder / "mapping.jsonl"
        self.assert_code(self.deidentify("--report", report, "--mapping", mapping), DONE)
        for file in (report, mapping, self.folder / "key"):
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(len((self.folder / "key").read_bytes()), 32)

    def test_a_file_name_that_tells_who_it_is_is_told_to_nobody(self):
        self.deidentify()
        shutil.rmtree(self.out)
        source = self.folder / "named"
        source.mkdir()
        shutil.copy(self.files(self.folder / "ct")[0], source / "zqxcanary-wjvsecret.dcm")
        (source / "zqxcanary-notes.txt").write_text("zqxcanary was here, more than once in this text")
        report = self.folder / "report.jsonl"
        result = run("volvr", "deidentify", source, "-o", self.out, "--report", report)
        self.assert_code(result, DONE)
        self.assert_no_secret(result)
        self.assert_no_secret_in(self.out, report)
        self.assertIn("1 passed over", result.out)

    def test_a_missing_input_is_not_named(self):
        result = run("volvr", "deidentify", self.folder / "zqxcanary", "-o", self.out)
        self.assert_refused(result, BAD_INPUT, "Input 1")


class Runs(DeidentifyTest):
    def test_the_same_key_gives_the_same_bytes_and_another_key_others(self):
        self.assert_code(self.deidentify("-j", "1"), DONE)
        first = {p.relative_to(self.out): p.read_bytes() for p in self.files()}
        self.out = self.folder / "again"
        self.assert_code(self.deidentify("-j", "4"), DONE)
        self.assertEqual(first, {p.relative_to(self.out): p.read_bytes() for p in self.files()})
        (self.folder / "key").unlink()
        self.out = self.folder / "other"
        self.assert_code(self.deidentify(), DONE)
        self.assertFalse(set(first) & {p.relative_to(self.out) for p in self.files()})

    def test_a_second_run_writes_only_what_is_missing(self):
        self.assert_code(self.deidentify(), DONE)
        files = self.files()
        times = {p: p.stat().st_mtime_ns for p in files[1:]}
        files[0].unlink()
        result = self.deidentify()
        self.assert_code(result, DONE)
        self.assertIn(f"1 file written, {len(files) - 1} there already", result.out)
        self.assertEqual({p: p.stat().st_mtime_ns for p in files[1:]}, times)

    def test_a_file_of_other_content_is_not_replaced_unless_asked(self):
        self.assert_code(self.deidentify(), DONE)
        file = self.files()[0]
        file.write_bytes(b"something else")
        result = self.deidentify()
        self.assert_code(result, SOME_FAILED)
        self.assertEqual(file.read_bytes(), b"something else")
        self.assert_code(self.deidentify("--overwrite"), DONE)
        self.assertNotEqual(file.read_bytes(), b"something else")

    def test_a_deflated_data_set_nested_without_end_is_refused_and_the_batch_goes_on(self):
        self.deidentify()
        shutil.rmtree(self.out)
        (self.folder / "ct" / "deep.dcm").write_bytes(deflated_nesting(100000))
        result = self.deidentify()
        self.assert_code(result, SOME_FAILED)
        self.assertIn("1 input refused: Its sequences are nested deeper", result.err)
        self.assertIn("1 refused", result.out)

    def test_nothing_to_do_is_said(self):
        empty = self.folder / "empty"
        empty.mkdir()
        result = run("volvr", "deidentify", empty, "-o", self.out)
        self.assert_code(result, NO_SERIES)

    def test_visual_features_are_refused_with_the_reason(self):
        self.assert_refused(self.deidentify("--clean-visual-features"), USAGE, "face")

    def test_an_output_within_the_input_is_refused(self):
        self.deidentify()
        result = run("volvr", "deidentify", self.folder, "-o", self.folder / "deep" / "out")
        self.assert_refused(result, USAGE, "within the input")

    def test_a_full_disk_leaves_nothing_half_written(self):
        result = self.deidentify(most_file_bytes=600)
        self.assertIn(result.code, (BAD_OUTPUT, 1), result.err)
        self.assertEqual([p for p in self.files() if p.suffix != ""], [])

    def test_ctrl_c_leaves_whole_files_alone(self):
        self.deidentify(case="noise")
        whole = {p.relative_to(self.out): p.read_bytes() for p in self.files()}
        shutil.rmtree(self.out)
        child = subprocess.Popen([str(BIN / "volvr"), "deidentify", str(self.folder / "noise"), "-o",
                                  str(self.out), "--key", str(self.folder / "key"), "-j", "1"],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
        self.addCleanup(child.kill)
        end = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < end:
            if self.out.exists() and self.files():
                break
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
        self.assertIn(child.returncode, (INTERRUPTED, DONE), err)
        for file in self.files():
            self.assertEqual(file.read_bytes(), whole[file.relative_to(self.out)], file)


class Archives(DeidentifyTest):
    def of_folder(self):
        self.assert_code(self.deidentify(), DONE)
        return {p.relative_to(self.out): p.read_bytes() for p in self.files()}

    def archived(self, name, extra=()):
        """The study as an archive, below a folder that is named after the patient."""
        archive = self.folder / "archives" / name
        archive.parent.mkdir(exist_ok=True)
        members = [(f"ZQXCANARY/{p.name}", p.read_bytes()) for p in self.files(self.folder / "ct")]
        members += list(extra)
        if name.endswith(".zip"):
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
                for member, data in members:
                    packed.writestr(member, data)
        else:
            with tarfile.open(archive, "w:gz" if name.endswith("gz") else "w") as packed:
                for member, data in members:
                    info = tarfile.TarInfo(member)
                    info.size = len(data)
                    packed.addfile(info, io.BytesIO(data))
        return archive

    def from_archive(self, archive, *arguments):
        shutil.rmtree(self.out, ignore_errors=True)
        return run("volvr", "deidentify", archive, "-o", self.out, "--key", self.folder / "key",
                   *arguments)

    def test_archives_give_what_the_folder_gives(self):
        whole = self.of_folder()
        for name in ("study.zip", "study.tar", "study.tar.gz"):
            report = self.folder / f"{name}.jsonl"
            result = self.from_archive(self.archived(name), "--report", report)
            self.assert_code(result, DONE)
            self.assert_no_secret(result)
            self.assert_no_secret_in(self.out, report)
            self.assertEqual({p.relative_to(self.out): p.read_bytes() for p in self.files()}, whole)

    def test_what_cannot_be_read_in_an_archive_is_refused_and_the_rest_is_done(self):
        whole = self.of_folder()
        inner = self.archived("inner.zip").read_bytes()
        result = self.from_archive(self.archived("outer.zip", [("inner.zip", inner)]))
        self.assert_code(result, SOME_FAILED)
        self.assertIn("archive within an archive", result.err)
        self.assertEqual({p.relative_to(self.out): p.read_bytes() for p in self.files()}, whole)

    def test_a_damaged_archive_is_refused_behind_its_damage(self):
        whole = self.of_folder()
        archive = self.archived("study.tar")
        data = archive.read_bytes()
        archive.write_bytes(data[:len(data) * 2 // 5])
        result = self.from_archive(archive)
        self.assert_code(result, SOME_FAILED)
        self.assert_no_secret(result)
        self.assertIn("damaged", result.err)
        files = self.files()
        self.assertTrue(0 < len(files) < len(whole))
        for file in files:
            self.assertEqual(file.read_bytes(), whole[file.relative_to(self.out)])


class Killed(DeidentifyTest):
    def test_what_a_killed_run_left_half_written_is_removed_by_the_next_one(self):
        self.assert_code(self.deidentify(), DONE)
        whole = self.files()
        left = whole[0].with_name(".4711.partial-" + whole[0].name)
        others = [whole[0].with_name(".4711.partial-notes.txt"), self.out / ".4711.partial-2.25.1.dcm"]
        for file in (left, *others):
            file.write_bytes(b"half")
        lock = os.open(self.out, os.O_RDONLY)
        self.addCleanup(os.close, lock)
        fcntl.flock(lock, fcntl.LOCK_SH)
        self.assert_code(self.deidentify(), DONE)
        self.assertTrue(left.exists(), "another run was at work")
        fcntl.flock(lock, fcntl.LOCK_UN)
        self.assert_code(self.deidentify(), DONE)
        self.assertEqual(sorted(whole + others), self.files())

    def test_a_run_killed_anywhere_ends_as_an_undisturbed_one(self):
        self.deidentify(case="noise")
        whole = {p.relative_to(self.out): p.read_bytes() for p in self.files()}
        shutil.rmtree(self.out)
        for milliseconds in (30, 60, 90):
            child = subprocess.Popen([str(BIN / "volvr"), "deidentify", str(self.folder / "noise"),
                                      "-o", str(self.out), "--key", str(self.folder / "key")],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            time.sleep(milliseconds / 1000)
            child.kill()
            child.wait()
        self.assert_code(self.deidentify(case="noise"), DONE)
        self.assertEqual({p.relative_to(self.out): p.read_bytes() for p in self.files()}, whole)


if __name__ == "__main__":
    main("__main__")
