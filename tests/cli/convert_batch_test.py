#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Batches: shards, names, reports, memory, threads, and runs that are killed at any moment."""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

from harness import (BAD_OUTPUT, BIN, DONE, NO_SERIES, SOME_FAILED, USAGE, ProgramTest, main,
                     prepare_child, run, write_study)


def contents(folder):
    """Name and bytes of every file below a folder."""
    folder = pathlib.Path(folder)
    return {str(file.relative_to(folder)): file.read_bytes()
            for file in sorted(folder.rglob("*")) if file.is_file()}


def report_lines(file):
    return [json.loads(line) for line in pathlib.Path(file).read_text().splitlines()]


class BatchTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"

    def batch(self, case="batch"):
        study = self.folder / case
        if not study.exists():
            write_study(case, study)
        return study

    def convert(self, *arguments, out=None, case="batch", **options):
        return run("volvr", "convert", self.batch(case), "-o", out or self.out, *arguments,
                   **options)

    def start(self, *arguments, out=None):
        child = subprocess.Popen([str(BIN / "volvr"), "convert", str(self.batch()), "-o",
                                  str(out or self.out), *arguments], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 preexec_fn=lambda: prepare_child(None))
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        return child


class Killed(BatchTest):
    def test_a_run_killed_anywhere_ends_with_the_bytes_of_an_undisturbed_one(self):
        whole = self.folder / "whole"
        self.batch()
        usual = []
        for _ in range(3):
            shutil.rmtree(whole, ignore_errors=True)
            begin = time.monotonic()
            self.assert_code(self.convert("--jobs", "2", out=whole), DONE)
            usual.append(time.monotonic() - begin)
        truth = contents(whole)
        self.assertEqual(len([name for name in truth if name.endswith(".nii.gz")]), 40)
        generator = random.Random(20)
        kills, rounds, made = 0, 0, set()
        while kills < 40 and rounds < 200:
            rounds += 1
            if generator.random() < 0.6:  # what was made is kept and leaves less to be disturbed
                shutil.rmtree(self.out, ignore_errors=True)
            child = self.start("--jobs", "2")
            time.sleep(generator.uniform(0, min(usual)))
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
                kills += 1
            child.wait()
            for name, data in self.in_sight().items():
                self.assertEqual(data, truth.get(name), f"{name} after kill {kills}")
                made.add(name)
        print(f"{kills} kills in {rounds} runs, {len(made)} different files were in sight after one")
        self.assertGreater(kills, 20)
        self.assertGreater(len(made), 1)
        self.assert_code(self.convert("--jobs", "2"), DONE)
        self.assertEqual(contents(self.out), truth)

    def in_sight(self):
        """Files that a user sees: neither hidden nor the manifest, which grows."""
        if not self.out.exists():
            return {}
        return {name: data for name, data in contents(self.out).items()
                if not name.startswith(".") and not name.startswith("volvr-manifest")}

    def test_nothing_is_made_twice(self):
        self.assert_code(self.convert(), DONE)
        times = {file.name: file.stat().st_mtime_ns for file in self.out.iterdir()
                 if not file.name.endswith(".jsonl")}
        result = self.convert()
        self.assert_code(result, DONE)
        self.assertIn("40 kept", result.out)
        self.assertEqual({file.name: file.stat().st_mtime_ns for file in self.out.iterdir()
                          if not file.name.endswith(".jsonl")}, times)

    def test_a_second_run_at_the_same_time_is_refused(self):
        for _ in range(10):
            shutil.rmtree(self.out, ignore_errors=True)
            child = self.start("--jobs", "1")
            if self.stopped_at_work(child):
                try:
                    self.assert_refused(self.convert(), BAD_OUTPUT, "Another run")
                    return
                finally:
                    os.kill(child.pid, signal.SIGCONT)
            child.wait()
        self.fail("the first run was never met at its work")

    def stopped_at_work(self, child):
        """Stops the run while it writes; False where it was over before."""
        end = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < end:
            if list(self.out.glob(".volvr-staging-*/*")):  # and so the folder is locked
                os.kill(child.pid, signal.SIGSTOP)
                if child.poll() is None and list(self.out.glob(".volvr-staging-*/*")):
                    return True
                os.kill(child.pid, signal.SIGCONT)
        return False


class Shards(BatchTest):
    def test_shards_at_the_same_time_make_the_whole(self):
        whole = self.folder / "whole"
        self.assert_code(self.convert("--format", "nii", out=whole), DONE)
        children = [self.start("--format", "nii", "--shard", f"{i}/3") for i in (1, 2, 3)]
        self.assertEqual([child.wait(timeout=120) for child in children], [DONE] * 3)
        shards = contents(self.out)
        manifests = [name for name in shards if name.endswith(".jsonl")]
        self.assertEqual(manifests, [f"volvr-manifest.{i}-of-3.jsonl" for i in (1, 2, 3)])
        lines = sorted(line for name in manifests for line in shards[name].splitlines())
        truth = contents(whole)
        self.assertEqual(lines, sorted(truth.pop("volvr-manifest.jsonl").splitlines()))
        self.assertEqual({k: v for k, v in shards.items() if k not in manifests}, truth)

    def test_what_a_shard_made_is_kept_by_the_whole(self):
        self.assert_code(self.convert("--shard", "1/2"), DONE)
        made = len([name for name in contents(self.out) if name.endswith(".nii.gz")])
        self.assertIn(f"{made} kept", self.convert().out)

    def test_wrong_shards_are_refused(self):
        for shard in ("0/2", "3/2", "x", "1/", "1/0", "-1/2"):
            self.assert_refused(self.convert(f"--shard={shard}"), USAGE, "shard")


class Names(BatchTest):
    def names(self):
        return sorted(file.name for file in self.out.iterdir() if file.name.endswith(".nii"))

    def test_one_name_for_all_still_makes_a_file_for_each(self):
        self.assert_code(self.convert("--name", "same", "--format", "nii"), DONE)
        names = self.names()
        self.assertEqual(len(names), 40)
        self.assertEqual(len({name.lower() for name in names}), 40)
        for name in names:
            self.assertRegex(name, r"^same-[0-9a-f]{8,}\.nii$")

    def test_templates_are_filled(self):
        self.assert_code(self.convert("--name", "{modality}_{uid}", "--format", "nii"), DONE)
        for name in self.names():
            self.assertRegex(name, r"^(CT|MR)_[0-9a-f]{8}\.nii$")

    def test_names_cannot_leave_the_folder(self):
        for name in ("../x", "/tmp/x", "a/b", "a\\b", "{number}/{uid}"):
            self.assert_refused(self.convert("--name", name), USAGE, "separators")
        self.assertFalse(self.out.exists())

    def test_identity_is_in_names_only_where_asked_for(self):
        self.assert_refused(self.convert("--name", "{patient-id}"), USAGE, "who the patient is")
        self.assert_code(self.convert("--name", "{patient-id}", "--identity-in-names",
                                      "--format", "nii"), DONE)
        self.assertTrue(all(name.startswith("ZQX-4711") for name in self.names()), self.names())

    def test_hostile_descriptions_stay_in_the_folder(self):
        self.assert_code(self.convert("--format", "nii", "--name", "{description}",
                                      case="hostile-names"), DONE)
        names = self.names()
        self.assertEqual(len({name.lower() for name in names}), 12)
        for name in names:
            self.assertNotRegex(name, r"[\x00-\x1f/\\:*?\"<>|]")
            self.assertFalse(name.startswith((".", "-")), name)
            self.assertNotRegex(name.lower(), r"^(con|nul|com1|lpt9)[.]")
            self.assertLessEqual(len(name.encode()), 200)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["hostile-names", "out"])


class Reports(BatchTest):
    def test_a_report_has_a_line_for_each_series_and_a_summary(self):
        report = self.folder / "report.jsonl"
        result = self.convert("--format", "nii", "--report", report, case="mixed")
        self.assert_code(result, SOME_FAILED)
        *lines, last = report_lines(report)
        self.assertEqual([line["status"] for line in lines].count("written"), 1)
        self.assertEqual([line["status"] for line in lines].count("refused"), 1)
        self.assertEqual([line["status"] for line in lines].count("passed-over"), 1)
        self.assertEqual({key: last["summary"][key] for key in
                          ("written", "kept", "refused", "failed", "passed-over")},
                         {"written": 1, "kept": 0, "refused": 1, "failed": 0, "passed-over": 1})
        written = next(line for line in lines if line["status"] == "written")
        file = self.out / written["files"][0]["name"]
        self.assertEqual(file.stat().st_size, written["files"][0]["bytes"])
        self.assertEqual(written["size"], [24, 20, 8])
        refused = next(line for line in lines if line["status"] == "refused")
        self.assertIn("error", refused)
        self.assertIn("1 written, 1 refused, 1 passed over", result.out)
        text = report.read_text().lower()
        for secret in ("zqxcanary", "wjvsecret", "zqx-4711", "19310723", "acc99887", "2.25.1000"):
            self.assertNotIn(secret, text)
        self.assert_no_secret(result)

    def test_exit_codes_tell_all_some_none(self):
        self.assert_code(self.convert(case="ct"), DONE)
        self.assert_code(self.convert(case="mixed"), SOME_FAILED)
        self.assert_code(self.convert(case="missing-slice", out=self.folder / "none"), NO_SERIES)

    def test_the_report_cannot_be_written(self):
        result = self.convert("--report", self.folder / "nowhere" / "r.jsonl", case="ct")
        self.assert_code(result, BAD_OUTPUT)
        self.assertIn("report", result.err)


class Policies(BatchTest):
    def test_strict_refuses_what_has_a_warning(self):
        self.assert_code(self.convert(case="tilted"), DONE)
        self.assert_refused(self.convert("--strict", case="tilted", out=self.folder / "strict"),
                            NO_SERIES, "--strict")

    def test_a_format_that_holds_no_shear_refuses_and_tells_the_way(self):
        result = self.convert("--format", "vti", case="tilted")
        self.assert_refused(result, NO_SERIES, "--resample tilt")

    def test_missing_slices_are_refused_unless_asked(self):
        self.assert_refused(self.convert(case="missing-slice"), NO_SERIES, "series 1")

    def test_amounts_of_memory_are_read_or_refused(self):
        for text in ("x", "0", "-1G", "1Q", "1.2.3M"):
            self.assert_refused(self.convert(f"--max-memory={text}", case="ct"), USAGE, "memory")
        self.assert_code(self.convert("--max-memory", "1.5G", case="ct"), DONE)


class Deidentified(BatchTest):
    def test_no_output_tells_who_the_patient_is(self):
        key = self.folder / "key"
        report = self.folder / "report.jsonl"
        arguments = ("--deidentify", "--key", key, "--format", "nii", "--report", report)
        result = self.convert(*arguments, case="telling")
        self.assert_code(result, DONE)
        files = contents(self.out)
        self.assertEqual(len([name for name in files if name.endswith(".json")]), 1)
        files["report"] = report.read_bytes()
        files["said"] = (result.out + result.err).encode()
        secrets = ("zqxcanary", "wjvsecret", "zqx-4711", "19310723", "acc99887", "2.25.1000")
        for name, data in files.items():
            for secret in secrets:
                self.assertNotIn(secret.encode(), data.lower(), name)
                self.assertNotIn(secret, name.lower())
        self.assertIn(", kept", self.convert(*arguments, case="telling").out)
        key.unlink()
        self.assertNotIn(", kept", self.convert(*arguments, case="telling").out)

    def test_a_key_without_its_purpose_is_refused(self):
        self.assert_refused(self.convert("--key", self.folder / "key", case="ct"), USAGE, "--key")
        self.assertFalse((self.folder / "key").exists())


    def test_both_verbs_have_the_same_options_of_the_profile(self):
        def options_of(verb):
            text = run("volvr", verb, "--help").out
            group = re.split(r"\n(?=\S)", text.split("De-identification:", 1)[1])[0]
            return set(re.findall(r"^ +(--[a-z-]+)", group, re.MULTILINE))
        whole = options_of("deidentify")
        self.assertGreater(len(whole), 11)
        self.assertEqual(options_of("convert"), whole | {"--deidentify"})
        for option in whole - {"--key", "--dates", "--pixel-rules"}:
            self.assert_refused(self.convert(option, case="ct"), USAGE, option)
        for option in ("--clean-graphics", "--retain-devices", "--retain-institutions",
                       "--retain-patient-characteristics", "--retain-safe-private",
                       "--clean-structured-content", "--clean-pixel-data"):
            self.assert_code(self.convert("--deidentify", option, "--overwrite", case="ct"), DONE)
        self.assert_refused(self.convert("--deidentify", "--clean-visual-features", case="ct"),
                            USAGE, "face")

    def test_an_archive_gives_what_the_folder_gives(self):
        study = self.batch("ct")
        archive = shutil.make_archive(str(self.folder / "study"), "zip", study)
        arguments = ("--deidentify", "--key", self.folder / "key", "--format", "nii")
        self.assert_code(self.convert(*arguments, case="ct"), DONE)
        other = self.folder / "other"
        self.assert_code(run("volvr", "convert", archive, "-o", other, *arguments), DONE)
        of_volumes = lambda folder: {name: data for name, data in contents(folder).items()
                                     if not name.endswith(".jsonl")}
        self.assertEqual(of_volumes(self.out), of_volumes(other))


class Memory(BatchTest):
    def peak(self, *arguments, case):
        """Exit code and peak resident bytes of one run."""
        study = self.batch(case)
        self.out.mkdir(exist_ok=True)
        script = ("import os,resource,subprocess,sys;"
                  "code=subprocess.run(sys.argv[1:]).returncode;"
                  "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);sys.exit(code)")
        done = subprocess.run([sys.executable, "-c", script, str(BIN / "volvr"), "convert", str(study),
                               "-o", str(self.out), *arguments], capture_output=True, text=True,
                              timeout=300)
        return done.returncode, int(done.stdout.splitlines()[-1]) * 1024, done.stderr

    def test_a_large_volume_is_converted_within_a_small_budget(self):
        volume = 512 * 512 * 240 * 2
        budget = 96 << 20
        for form in ("nii", "nii.gz"):
            code, peak, err = self.peak("--format", form, "--jobs", "2", "--max-memory", str(budget),
                                        "--overwrite", case="large")
            self.assertEqual(code, DONE, err)
            print(f"{form}: peak {peak / 2**20:.1f} MiB for a volume of {volume / 2**20:.0f} MiB, "
                  f"{budget / 2**20:.0f} MiB allowed")
            self.assertLess(peak, budget)
            self.assertLess(peak, volume)

    def test_many_series_at_once_stay_within_the_budget(self):
        budget = 128 << 20
        code, peak, err = self.peak("--format", "nii", "--jobs", "8", "--max-memory", str(budget),
                                    case="several-large")
        self.assertEqual(code, DONE, err)
        print(f"peak {peak / 2**20:.1f} MiB, {budget / 2**20:.0f} MiB allowed")
        self.assertLess(peak, budget)

    def test_too_little_memory_is_said(self):
        code, _, err = self.peak("--format", "nii", "--max-memory", "1M", case="ct")
        self.assertNotEqual(code, DONE)
        self.assertIn("memory", err)


class Threads(BatchTest):
    def test_never_more_threads_than_jobs(self):
        for jobs in (1, 3):
            child = self.start("--jobs", str(jobs), "--overwrite", "--no-sidecar",
                               out=self.folder / f"out{jobs}")
            most = 0
            while child.poll() is None:
                try:
                    status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
                except OSError:
                    break
                if match := re.search(r"^Threads:\s*(\d+)", status, re.M):
                    most = max(most, int(match[1]))
            self.assertEqual(child.wait(), DONE)
            print(f"{jobs} jobs: at most {most} threads")
            self.assertGreater(most, 0)
            self.assertLessEqual(most, jobs)


if __name__ == "__main__":
    main("__main__")
