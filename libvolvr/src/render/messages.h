// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include <vtkSmartPointer.h>

class vtkOutputWindow;

namespace volvr::render {

/// What VTK has to say goes here instead of to the terminal. Each different sentence is passed on
/// once, and no more than `most_passed_on` of them: a driver that complains in every frame must not
/// drown the user.
class MessageLog {
 public:
  using Sink = std::function<void(std::string_view)>;
  static constexpr std::size_t most_passed_on = 16;

  /// @param sink  takes warnings and errors, one plain line each; may be empty
  explicit MessageLog(Sink sink = {});

  void warn(std::string_view text);
  void fail(std::string_view text);

  /// The first error since this was last asked, or nothing.
  std::string take_error();

 private:
  void pass_on(const std::string& line);

  Sink sink_;
  std::set<std::string> passed_on_;
  std::string first_error_;
};

/// While it lives, VTK's messages of this process go to `log`; afterwards to where they went
/// before. VTK has one outlet for all threads: hold it around calls of VTK only, and nest them like
/// brackets.
class MessageCapture {
 public:
  explicit MessageCapture(MessageLog& log);
  ~MessageCapture();
  MessageCapture(const MessageCapture&) = delete;
  MessageCapture& operator=(const MessageCapture&) = delete;

 private:
  vtkSmartPointer<vtkOutputWindow> before_;
  int verbosity_before_;
};

}  // namespace volvr::render
