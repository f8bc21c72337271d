#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

from harness import (BAD_INPUT, BAD_OUTPUT, DONE, USAGE, ProgramTest, main, read_png, run)

SCENE = """<?xml version="1.0"?><MRML>
<VolumeProperty name="CT Glass" interpolation="1" shade="0" diffuse="1" ambient="0.2"
 specular="0" specularPower="1" scalarOpacity="6 -1000 0 0 0.02 1000 0.9"
 gradientOpacity="4 0 {gradient} 255 1" colorTransfer="8 -1000 0 0 1 1000 0 1 0"/></MRML>"""


class PresetsTest(ProgramTest):
    """The user's own folder is one of the test's."""

    def volvr(self, *arguments):
        return run("volvr", *arguments,
                   environment={"XDG_CONFIG_HOME": str(self.folder / "config"), "DISPLAY": "",
                                "WAYLAND_DISPLAY": "", "LIBGL_ALWAYS_SOFTWARE": "1"})

    def own(self):
        return self.folder / "config" / "volvr" / "presets"

    def listed(self):
        result = self.volvr("presets", "--json")
        self.assert_code(result, DONE)
        return {preset["name"]: preset for preset in json.loads(result.out)}

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return self.folder / name

    def exported(self, name="ct-bone"):
        file = self.folder / f"{name}.json"
        self.assert_code(self.volvr("presets", "--export", name, file), DONE)
        return file, json.loads(file.read_text())


class Presets(PresetsTest):
    def test_are_listed(self):
        listed = self.listed()
        self.assertGreater(len(listed), 13)
        table = self.volvr("presets")
        self.assert_code(table, DONE)
        for name, preset in listed.items():
            self.assertEqual(sorted(preset), ["body_parts", "modalities", "name", "source",
                                              "technique", "title"])
            self.assertEqual(preset["source"], "built-in")
            self.assertRegex(table.out, rf"(?m)^{name} .*{preset['technique']}")
        self.assertIn("CHEST", listed["ct-lung"]["body_parts"])
        self.assertIn("CHEST", table.out)

    def test_one_that_was_exported_edited_and_imported_is_one_of_the_users(self):
        file, document = self.exported()
        document["presets"][0].update(name="my-bone", title="My bone")
        file.write_text(json.dumps(document))
        result = self.volvr("presets", "--import", file)
        self.assert_code(result, DONE)
        self.assertIn("my-bone", result.out)
        self.assertEqual(self.listed()["my-bone"]["source"], "user")
        self.assertRegex(self.volvr("presets").out, r"(?m)^my-bone .* user")
        self.assertEqual([p.name for p in self.own().iterdir()], ["my-bone.json"])

    def test_those_of_slicer_are_read(self):
        result = self.volvr("presets", "--import", self.write("scene.xml", SCENE.format(gradient=1)))
        self.assert_code(result, DONE)
        self.assertEqual(result.err, "")
        self.assertEqual(self.listed()["slicer-ct-glass"]["modalities"], ["CT"])

    def test_what_of_slicer_cannot_be_kept_is_said(self):
        result = self.volvr("presets", "--import", self.write("scene.xml", SCENE.format(gradient=0)))
        self.assert_code(result, DONE)
        self.assertIn("gradient opacity is left out", result.err)

    def test_a_broken_file_among_the_users_is_said_and_the_others_are_listed(self):
        self.own().mkdir(parents=True)
        (self.own() / "broken.json").write_text("{")
        result = self.volvr("presets")
        self.assert_code(result, DONE)
        self.assertIn("broken.json", result.err)
        self.assertIn("ct-bone", result.out)


class BadPresets(PresetsTest):
    def test_a_built_in_name_is_not_taken(self):
        file, _ = self.exported()
        self.assert_refused(self.volvr("presets", "--import", file), USAGE, "built-in")
        self.assertFalse(self.own().exists())

    def test_nothing_is_replaced_unless_asked(self):
        file, _ = self.exported()
        self.assert_refused(self.volvr("presets", "--export", "ct-lung", file), BAD_OUTPUT, "exists")
        scene = self.write("scene.xml", SCENE.format(gradient=1))
        self.assert_code(self.volvr("presets", "--import", scene), DONE)
        self.assert_refused(self.volvr("presets", "--import", scene), BAD_OUTPUT, "exists")
        self.assert_code(self.volvr("presets", "--import", scene, "--overwrite"), DONE)

    def test_a_fault_is_named_with_its_place(self):
        file, document = self.exported()
        document["presets"][0]["opacities"][2] = [0, 0.5]
        file.write_text(json.dumps(document))
        self.assert_refused(self.volvr("presets", "--import", file), USAGE, "presets[0]",
                            "opacities[2]")
        self.assert_refused(self.volvr("presets", "--import", self.folder / "no.json"), BAD_INPUT,
                            "no.json")
        self.assert_refused(self.volvr("presets", "--export", "ct-bnoe", file), USAGE, "ct-bone")
        self.assert_refused(self.volvr("presets", "--json", "--import", file), USAGE, "--help")


class Rendered(PresetsTest):
    def green(self, preset):
        picture = self.folder / "picture.png"
        result = self.volvr("render", self.study("ball"), "-o", picture, "--size", "96x96",
                            "--preset", preset)
        self.assert_code(result, DONE)
        width, _, rows = read_png(picture)
        return sum(row[3 * x + 1] > row[3 * x] + 60 for row in rows for x in range(width))

    def test_a_preset_of_a_file_and_one_of_the_users_is_what_is_drawn(self):
        scene = self.write("scene.xml", SCENE.format(gradient=1))
        self.assertEqual(self.green("ct-bone"), 0)
        of_file = self.green(scene)
        self.assertGreater(of_file, 500)
        self.assert_code(self.volvr("presets", "--import", scene), DONE)
        self.assertEqual(self.green("slicer-ct-glass"), of_file)

    def test_a_file_that_cannot_be_drawn_is_refused(self):
        file, document = self.exported()
        for point in document["presets"][0]["opacities"]:
            point[1] = 0
        file.write_text(json.dumps(document))
        result = self.volvr("render", self.study("ball"), "-o", self.folder / "p.png", "--preset",
                            file)
        self.assert_refused(result, USAGE, "all zero")
        self.assertFalse((self.folder / "p.png").exists())


if __name__ == "__main__":
    main("__main__")
