#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Studies in zip and tar archives, read in place; archives that are damaged or mean harm."""
import io
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile

from harness import BIN, DONE, NO_SERIES, ProgramTest, main, run, write_study

TARS = {"tar": "w", "tar.gz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}


class ArchiveTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"
        self.study_folder = self.folder / "study"
        write_study("two-series", self.study_folder)
        self.files = sorted(self.study_folder.rglob("*.dcm"))

    def convert(self, *inputs, out=None, options=()):
        return run("volvr", "convert", *inputs, "-o", out or self.out, "--format", "nii", *options)

    def volumes(self, folder):
        return {file.name: file.read_bytes() for file in sorted(folder.glob("*.nii"))}

    def truth(self):
        folder = self.folder / "truth"
        self.assert_code(self.convert(self.study_folder, out=folder), DONE)
        volumes = self.volumes(folder)
        self.assertEqual(len(volumes), 2)
        return volumes

    def zipped(self, name="study.zip", compression=zipfile.ZIP_DEFLATED, prefix="inner/"):
        archive = self.folder / name
        with zipfile.ZipFile(archive, "w", compression) as out:
            for file in self.files:
                out.write(file, prefix + str(file.relative_to(self.study_folder)))
        return archive

    def tarred(self, name="study.tar", mode="w", prefix="inner/"):
        archive = self.folder / name
        with tarfile.open(archive, mode) as out:
            for file in self.files:
                out.add(file, prefix + str(file.relative_to(self.study_folder)))
        return archive

    def findings(self, *inputs):
        result = run("volvr", "info", "--json", *inputs)
        return [] if result.code else json.loads(result.out)["findings"]

    def assert_same_as_folder(self, archive, *options):
        shutil.rmtree(self.out, ignore_errors=True)
        result = self.convert(archive, options=options)
        self.assert_code(result, DONE)
        self.assertEqual(self.volumes(self.out), self.truth())


class Archives(ArchiveTest):
    def test_zip_gives_what_the_folder_gives(self):
        for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.assert_same_as_folder(self.zipped(compression=compression))

    def test_tar_gives_what_the_folder_gives(self):
        for ending, mode in TARS.items():
            self.assert_same_as_folder(self.tarred("study." + ending, mode))

    def test_zstandard_tar_gives_what_the_folder_gives(self):
        if shutil.which("zstd") is None:
            self.skipTest("zstd is not here")
        archive = self.tarred()
        subprocess.run(["zstd", "-q", "--rm", str(archive)], check=True)
        self.assert_same_as_folder(self.folder / "study.tar.zst")

    def test_names_tell_nothing_about_what_is_an_archive(self):
        self.assert_same_as_folder(self.zipped("IMAGES.DAT"))

    def test_archives_lie_among_files(self):
        folder = self.folder / "mixed"
        folder.mkdir()
        shutil.copytree(self.study_folder / "a", folder / "a")
        with zipfile.ZipFile(folder / "b.zip", "w") as out:
            for file in (self.study_folder / "b").glob("*.dcm"):
                out.write(file, file.name)
        self.assert_same_as_folder(folder)

    def test_many_threads_and_little_memory_change_nothing(self):
        archive = self.tarred("study.tar.gz", "w:gz")
        for options in (("--jobs", "1"), ("--jobs", "8")):
            self.assert_same_as_folder(archive, *options)

    def test_a_second_run_keeps_what_is_there(self):
        archive = self.zipped()
        self.assert_code(self.convert(archive), DONE)
        self.assertIn("2 kept", self.convert(archive).out)

    def test_info_names_members(self):
        archive = self.zipped()
        result = run("volvr", "info", "--json", archive)
        self.assert_code(result, DONE)
        study = json.loads(result.out)
        self.assertEqual(study["dicom_files"], len(self.files))

    def test_nothing_is_unpacked_to_disk(self):
        archive = self.tarred("study.tar.gz", "w:gz")
        nowhere = self.folder / "nowhere"
        done = run("volvr", "convert", archive, "-o", self.out, "--format", "nii",
                   environment={"TMPDIR": str(nowhere)})
        self.assert_code(done, DONE)
        self.assertFalse(nowhere.exists())
        self.assertEqual(list(self.out.rglob("*.dcm")), [])


class BadArchives(ArchiveTest):
    def test_names_that_lead_elsewhere_are_harmless(self):
        for prefix in ("../../", "/abs/", "a/../../b/", "./", "C:\\x\\"):
            archive = self.folder / "bad.tar"
            with tarfile.open(archive, "w") as out:
                for file in self.files:
                    entry = tarfile.TarInfo(prefix + str(file.relative_to(self.study_folder)))
                    data = file.read_bytes()
                    entry.size = len(data)
                    out.addfile(entry, io.BytesIO(data))
            self.assert_same_as_folder(archive)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["bad.tar", "out", "study", "truth"])

    def test_members_of_one_name_are_all_read(self):
        archive = self.folder / "same.tar"
        with tarfile.open(archive, "w") as out:
            for file in self.files:
                out.add(file, "image.dcm")
        self.assert_same_as_folder(archive)

    def test_links_are_not_followed(self):
        archive = self.folder / "links.tar"
        with tarfile.open(archive, "w") as out:
            for name, target in (("a", "b"), ("b", "a"), ("c", "/etc/passwd"), ("d", "../..")):
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname = tarfile.SYMTYPE, target
                out.addfile(entry)
            for file in self.files:
                out.add(file, str(file.relative_to(self.study_folder)))
        self.assert_same_as_folder(archive)
        self.assertTrue(any("link" in f["message"] for f in self.findings(archive)))

    def test_a_truncated_archive_is_said_and_the_rest_goes_on(self):
        for archive in (self.zipped(), self.tarred("study.tar.gz", "w:gz"), self.tarred()):
            data = archive.read_bytes()
            bad = self.folder / ("bad" + "".join(archive.suffixes))
            bad.write_bytes(data[:len(data) // 2])
            archive.unlink()
            result = self.convert(bad, self.study_folder)
            self.assert_code(result, DONE)
            self.assertIn("damaged", result.err)
            self.assertEqual(self.volumes(self.out), self.truth())
            shutil.rmtree(self.out)

    def test_an_encrypted_member_is_said(self):
        archive = self.zipped()
        data = bytearray(archive.read_bytes())
        at = data.find(b"PK\x03\x04")
        data[at + 6] |= 1
        at = data.find(b"PK\x01\x02")
        data[at + 8] |= 1
        archive.write_bytes(bytes(data))
        findings = self.findings(archive)
        self.assertTrue(any("encrypted" in f["message"] for f in findings), findings)

    def test_an_archive_in_an_archive_is_said(self):
        inner = self.zipped("inner.zip")
        archive = self.folder / "outer.zip"
        with zipfile.ZipFile(archive, "w") as out:
            out.write(inner, "inner.zip")
            for file in self.files:
                out.write(file, str(file.relative_to(self.study_folder)))
        inner.unlink()
        self.assert_same_as_folder(archive)
        self.assertTrue(any("within" in f["message"] for f in self.findings(archive)))

    def test_a_bomb_is_refused(self):
        archive = self.folder / "bomb.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=9) as out:
            header = self.files[0].read_bytes()[:400]
            entry = tarfile.TarInfo("bomb.dcm")
            entry.size = len(header) + (400 << 20)
            out.addfile(entry, Bomb(header, entry.size))
        self.assertLess(archive.stat().st_size, 2 << 20)
        script = ("import resource,subprocess,sys;code=subprocess.run(sys.argv[1:]).returncode;"
                  "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);sys.exit(code)")
        done = subprocess.run([sys.executable, "-c", script, str(BIN / "volvr"), "convert", str(archive),
                               "-o", str(self.out), "--set", "dicom.memory=16"], capture_output=True,
                              text=True, timeout=120)
        self.assertNotEqual(done.returncode, DONE)
        self.assertLess(int(done.stdout.splitlines()[-1]), 200 << 10)
        self.assertIn("volvr: ", done.stderr)

    def test_rubbish_is_no_archive(self):
        for name, data in (("a.zip", b"PK\x03\x04" + bytes(range(256)) * 40), ("b.tar", b"\0" * 1024),
                           ("c.tgz", b"\x1f\x8b\x08" + b"rubbish" * 50), ("d.zip", b"PK\x05\x06" + b"\0" * 18)):
            archive = self.folder / name
            archive.write_bytes(data)
            self.assert_code(self.convert(archive), NO_SERIES)
            shutil.rmtree(self.out, ignore_errors=True)

    def test_an_archive_that_changed_since_the_scan_is_refused(self):
        """A member that vanishes between two runs makes another study, not half of one."""
        archive = self.zipped()
        self.assert_code(self.convert(archive), DONE)
        self.files = self.files[:-1]
        self.zipped()
        self.assertNotIn("2 kept", self.convert(archive).out)


class Bomb(io.RawIOBase):
    """The header of an image, then zeros."""

    def __init__(self, header, size):
        super().__init__()
        self.header, self.left = header, size

    def read(self, count=-1):
        count = min(count, self.left)
        self.left -= count
        data, self.header = self.header[:count], self.header[count:]
        return data + bytes(count - len(data))


if __name__ == "__main__":
    main("__main__")
