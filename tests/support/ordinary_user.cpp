// SPDX-License-Identifier: Apache-2.0
#include "support/ordinary_user.h"

#include <fcntl.h>
#include <unistd.h>

namespace volvr::test {

namespace {

constexpr uid_t nobody = 65534;

}  // namespace

OrdinaryUser::OrdinaryUser(const TemporaryFolder& folder) : was_root_(geteuid() == 0) {
  if (!was_root_) return;
  if (chown(folder.path().c_str(), nobody, static_cast<gid_t>(-1)) != 0 || seteuid(nobody) != 0) {
    problem_ = "root cannot become an ordinary user here";
  } else if (faccessat(AT_FDCWD, folder.path().c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0) {
    problem_ = "an ordinary user cannot reach the folder for temporary files";
  }
}

OrdinaryUser::~OrdinaryUser() {
  if (was_root_ && seteuid(0) != 0) _exit(1);
}

}  // namespace volvr::test
