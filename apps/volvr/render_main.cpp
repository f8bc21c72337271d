// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include "render.h"

int main(int count, char** arguments) {
  using namespace volvr::app;
  CLI::App parser("Draws pictures of a volume, as PNG files; needs no X server", "volvr render");
  std::function<ExitCode()> work;
  add_render_options(parser, work);
  return run_program(parser, count, arguments, [&] { return work(); });
}
