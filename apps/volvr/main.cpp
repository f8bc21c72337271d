// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include "convert.h"
#include "deidentify.h"
#include "info.h"
#include "presets.h"
#include "program.h"
#include "render_starter.h"
#include "volvr/version.h"

int main(int count, char** arguments) {
  using namespace volvr::app;
  CLI::App parser("Medical volumes from DICOM: what is there, as files, as pictures", "volvr");
  parser.set_version_flag("--version", std::string("volvr ") + volvr::version);
  parser.require_subcommand(1);
  parser.footer(exit_code_help());
  std::function<ExitCode()> work;
  add_info(parser, work);
  add_convert(parser, work);
  add_deidentify(parser, work);
  add_verb_of_render(parser, work, arguments, "render", "Draws pictures of a volume, as PNG files");
  add_verb_of_render(parser, work, arguments, "surface",
                     "Writes a surface as a mesh: STL, PLY, OBJ or GLB");
  add_presets(parser, work);
  return run_program(parser, count, arguments, [&] { return work(); });
}
