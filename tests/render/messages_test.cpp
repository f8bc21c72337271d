// SPDX-License-Identifier: Apache-2.0
#include "render/messages.h"

#include <gtest/gtest.h>

#include <vector>

#include <vtkOutputWindow.h>

namespace volvr::test {
namespace {

using render::MessageCapture;
using render::MessageLog;

TEST(Messages, AreCapturedAsPlainSentencesAndNothingIsPrinted) {
  std::vector<std::string> lines;
  MessageLog log([&](std::string_view line) { lines.emplace_back(line); });
  testing::internal::CaptureStderr();
  {
    const MessageCapture capture(log);
    vtkOutputWindowDisplayErrorText(
        "ERROR: In thing.cxx, line 7\nvtkThing (0x1234): It broke\nbadly.\n\n");
    vtkOutputWindowDisplayWarningText("beware");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(lines, (std::vector<std::string>{"It broke badly.", "beware"}));
  EXPECT_EQ(log.take_error(), "It broke badly.");
  EXPECT_EQ(log.take_error(), "");
}

TEST(Messages, ThatRepeatAreSaidOnceAndFloodsAreCut) {
  int said = 0;
  MessageLog log([&](std::string_view) { ++said; });
  for (int frame = 0; frame < 100; ++frame) log.warn("the same");
  EXPECT_EQ(said, 1);
  for (int frame = 0; frame < 100; ++frame) log.warn("number " + std::to_string(frame));
  EXPECT_EQ(said, static_cast<int>(MessageLog::most_passed_on));
}

TEST(Messages, TheOutletBeforeIsBackAfterwards) {
  vtkOutputWindow* before = vtkOutputWindow::GetInstance();
  MessageLog log;
  {
    const MessageCapture outer(log);
    const vtkOutputWindow* of_outer = vtkOutputWindow::GetInstance();
    EXPECT_NE(of_outer, before);
    {
      const MessageCapture inner(log);
    }
    EXPECT_EQ(vtkOutputWindow::GetInstance(), of_outer);
  }
  EXPECT_EQ(vtkOutputWindow::GetInstance(), before);
}

}  // namespace
}  // namespace volvr::test
