// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "support/temporary_folder.h"

namespace volvr::test {

/// Makes the process an ordinary user while it lives, for tests of what root may do and others may
/// not. Does nothing where it is one already.
class OrdinaryUser {
 public:
  /// @param folder  is given to that user
  explicit OrdinaryUser(const TemporaryFolder& folder);
  ~OrdinaryUser();
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

  /// Why it could not be done; empty if it was.
  const std::string& problem() const { return problem_; }

 private:
  bool was_root_;
  std::string problem_;
};

}  // namespace volvr::test
