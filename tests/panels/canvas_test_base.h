// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "render/egl_context.h"
#include "volvr/error.h"

namespace volvr::test {

/// Tests that draw panels: an OpenGL context without a window is current in them; skipped, with the
/// reason, where there is none.
class OnCanvas : public testing::Test {
 protected:
  void SetUp() override {
    try {
      context_ = std::make_unique<render::EglContext>();
      context_->make_current();
    } catch (const Error& error) {
      GTEST_SKIP() << error.what();
    }
  }
  void TearDown() override {
    if (context_) context_->release();
  }

  std::unique_ptr<render::EglContext> context_;
};

}  // namespace volvr::test
