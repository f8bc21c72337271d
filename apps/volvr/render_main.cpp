// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include "program.h"
#include "render.h"
#include "surface.h"

int main(int count, char** arguments) {
  using namespace volvr::app;
  std::function<ExitCode()> work;
  const std::string_view verb = count > 1 ? arguments[1] : "";
  if (verb == "surface") {
    CLI::App parser("Writes the surface at a value, or of labels, as a triangle mesh",
                    "volvr surface");
    add_surface_options(parser, work);
    return run_program(parser, count - 1, arguments + 1, [&] { return work(); });
  }
  CLI::App parser("Draws pictures of a volume, as PNG files; needs no X server", "volvr render");
  add_render_options(parser, work);
  const int skipped = verb == "render" ? 1 : 0;
  return run_program(parser, count - skipped, arguments + skipped, [&] { return work(); });
}
