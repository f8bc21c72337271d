// SPDX-License-Identifier: Apache-2.0
#include "render/messages.h"

#include <utility>

#include <vtkLogger.h>
#include <vtkObjectFactory.h>
#include <vtkOutputWindow.h>

namespace volvr::render {

namespace {

// "ERROR: In file.cxx, line 7\nvtkThing (0x1234): what happened\n\n" -> "what happened"
std::string plain_line(std::string_view text) {
  const auto bracket = text.find("): ");
  if (bracket != std::string_view::npos) text.remove_prefix(bracket + 3);
  std::string line;
  for (const char letter : text) {
    const bool blank = letter == '\n' || letter == '\r' || letter == '\t' || letter == ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : letter;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

class LogWindow : public vtkOutputWindow {
 public:
  static LogWindow* New();
  vtkTypeMacro(LogWindow, vtkOutputWindow);

  void set_log(MessageLog* log) { log_ = log; }

  void DisplayText(const char*) override {}
  void DisplayDebugText(const char*) override {}
  void DisplayErrorText(const char* text) override { log_->fail(text); }
  void DisplayWarningText(const char* text) override { log_->warn(text); }
  void DisplayGenericWarningText(const char* text) override { log_->warn(text); }

 private:
  MessageLog* log_ = nullptr;
};

vtkStandardNewMacro(LogWindow);

}  // namespace

MessageLog::MessageLog(Sink sink) : sink_(std::move(sink)) {}

void MessageLog::warn(std::string_view text) {
  pass_on(plain_line(text));
}

void MessageLog::fail(std::string_view text) {
  const std::string line = plain_line(text);
  if (first_error_.empty()) first_error_ = line;
  pass_on(line);
}

std::string MessageLog::take_error() {
  return std::exchange(first_error_, {});
}

void MessageLog::pass_on(const std::string& line) {
  if (passed_on_.size() >= most_passed_on || !passed_on_.insert(line).second) return;
  if (sink_) sink_(line);
}

// VTK tells its logger, which writes to stderr, beside its output window.
MessageCapture::MessageCapture(MessageLog& log)
    : before_(vtkOutputWindow::GetInstance()),
      verbosity_before_(vtkLogger::GetCurrentVerbosityCutoff()) {
  vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
  auto window = vtkSmartPointer<LogWindow>::New();
  window->set_log(&log);
  vtkOutputWindow::SetInstance(window);
}

MessageCapture::~MessageCapture() {
  vtkOutputWindow::SetInstance(before_);
  vtkLogger::SetStderrVerbosity(static_cast<vtkLogger::Verbosity>(verbosity_before_));
}

}  // namespace volvr::render
