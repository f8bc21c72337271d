// SPDX-License-Identifier: Apache-2.0
#include "display_choice.h"

#include <unistd.h>

#include <iostream>

#include "program.h"
#include "volvr/error.h"

namespace volvr::app {

namespace {

bool wants_window() {
  std::cerr << "Open a window instead? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

ErrorCode missing(const HeadsetStatus& status) {
  return status.built_in && status.runtime ? ErrorCode::no_headset : ErrorCode::no_runtime;
}

}  // namespace

Display choose_display(const std::string& name) {
  if (name == "window") return Display::window;
  if (name == "offscreen") return Display::offscreen;
  const HeadsetStatus status = headset_status();
  if (status.headset) return Display::headset;
  if (name == "headset") throw Error(missing(status), status.explanation);
  const std::string offer = "; --display window opens a window instead.";
  std::string sentence = status.explanation;
  if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
  const bool somebody_answers = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
  if (!somebody_answers) throw Error(missing(status), sentence + offer);
  complain(sentence + ".");
  if (wants_window()) return Display::window;
  throw Error(missing(status), "Nothing was opened" + offer);
}

}  // namespace volvr::app
