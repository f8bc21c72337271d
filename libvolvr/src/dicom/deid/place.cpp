// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/place.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <mutex>
#include <utility>

#include "core/atomic_file.h"
#include "dicom/deid/object.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

namespace fs = std::filesystem;

bool same_bytes(const fs::path& a, const fs::path& b) {
  std::error_code failed;
  if (fs::file_size(a, failed) != fs::file_size(b, failed) || failed) return false;
  std::ifstream one(a, std::ios::binary);
  std::ifstream other(b, std::ios::binary);
  return one && other &&
         std::equal(std::istreambuf_iterator<char>(one), {}, std::istreambuf_iterator<char>(other));
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!fs::is_directory(folder, failed)) {
    throw Error(ErrorCode::not_writable, "A folder for it cannot be made in the output folder.",
                folder.string(), "create_directories");
  }
}

// Two inputs may be the same instance and be written at the same moment.
std::mutex& name_lock(const fs::path& path) {
  static std::array<std::mutex, 64> locks;
  return locks[fs::hash_value(path) % locks.size()];
}

[[noreturn]] void throw_other_bytes(const fs::path& path) {
  throw Error(ErrorCode::not_writable,
              "Another file has its name already, with other content: a copy that differs, or the "
              "output of other options.",
              path.string());
}

}  // namespace

DeidentifiedFile place(Object& object, const fs::path& folder, bool overwrite) {
  const fs::path target = folder / object.name();
  make_folder(target.parent_path());
  const std::scoped_lock lock(name_lock(target));
  std::error_code failed;
  const bool exists = fs::exists(fs::symlink_status(target, failed));
  DeidentifiedFile result;
  {
    AtomicFile file(target, overwrite || exists);
    object.write(file.temporary());
    result.was_there = exists && same_bytes(file.temporary(), target);
    if (exists && !result.was_there && !overwrite) throw_other_bytes(target);
    if (!result.was_there) file.commit();
  }
  result.file = object.name();
  result.original_uid = object.original_uid();
  result.changes = std::move(object.changes());
  return result;
}

}  // namespace volvr::dicom::deid
