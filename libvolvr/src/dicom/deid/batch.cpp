// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "core/parallel.h"
#include "dicom/archive.h"
#include "dicom/deid/impl.h"
#include "dicom/deid/object.h"
#include "dicom/deid/place.h"
#include "dicom/deid/run_in_folder.h"
#include "dicom/file_stream.h"
#include "dicom/find_files.h"
#include "dicom/for_each_file.h"
#include "volvr/deidentify.h"

namespace volvr {

namespace fs = std::filesystem;

namespace {

using Outcome = DeidentifyResult::Outcome;

bool is_fatal(ErrorCode code) {
  return code == ErrorCode::no_space || code == ErrorCode::cancelled;
}

class Batch {
 public:
  Batch(const fs::path& folder, const Deidentifier& deidentifier,
        const DeidentifyBatchOptions& options)
      : folder_(folder), impl_(deidentifier.impl()), options_(options) {}

  /// @param open  gives the file; what it throws is the input's result
  template <class Open>
  void take(std::size_t index, const fs::path& input, const Open& open) {
    DeidentifyResult result;
    result.number = index + 1;
    result.input = input;
    try {
      dicom::deid::Object object(open(), impl_.policy, impl_.rules);
      // Of two inputs with one name the second never replaces the first.
      const bool overwrite = options_.overwrite && is_first(object.name());
      result.result = dicom::deid::place(object, folder_, overwrite);
      result.outcome = result.result.was_there ? Outcome::was_there : Outcome::written;
    } catch (const Error& error) {
      if (is_fatal(error.code())) throw;
      const bool unread =
          error.code() == ErrorCode::not_found || error.code() == ErrorCode::not_readable;
      result.code = error.code();
      result.reason = unread ? "It cannot be read." : error.what();
      result.outcome =
          error.code() == ErrorCode::not_dicom ? Outcome::passed_over : Outcome::refused;
    }
    tell(std::move(result));
  }

  const DeidentifySummary& summary() const { return summary_; }

 private:
  bool is_first(const fs::path& name) {
    const std::scoped_lock lock(mutex_);
    return claimed_.insert(name).second;
  }

  // In the order of the inputs, whichever thread is done first.
  void tell(DeidentifyResult result) {
    const std::scoped_lock lock(mutex_);
    waiting_.emplace(result.number, std::move(result));
    for (auto at = waiting_.find(next_); at != waiting_.end(); at = waiting_.find(next_)) {
      count(at->second);
      if (options_.on_result) options_.on_result(at->second);
      waiting_.erase(at);
      ++next_;
    }
  }

  void count(const DeidentifyResult& result) {
    switch (result.outcome) {
      case Outcome::written:
        ++summary_.written;
        break;
      case Outcome::was_there:
        ++summary_.was_there;
        break;
      case Outcome::passed_over:
        ++summary_.passed_over;
        break;
      case Outcome::refused:
        ++summary_.refused;
        if (!summary_.first_refusal) summary_.first_refusal = result.code;
        break;
    }
  }

  const fs::path& folder_;
  const Deidentifier::Impl& impl_;
  const DeidentifyBatchOptions& options_;
  std::mutex mutex_;
  std::set<fs::path> claimed_;
  std::map<std::size_t, DeidentifyResult> waiting_;
  std::size_t next_ = 1;
  DeidentifySummary summary_;
};

// What is to be looked into: files, and members of archives behind them.
struct Inputs {
  std::vector<fs::path> files;
  struct Archive {
    fs::path path;
    std::vector<fs::path> members;
    std::vector<std::string> closed;  ///< why a member cannot be read
    std::optional<Error> damage;
  };
  std::vector<Archive> archives;
};

Inputs::Archive contents_of(const fs::path& path) {
  Inputs::Archive archive{.path = path, .members = {}, .closed = {}, .damage = {}};
  try {
    dicom::ArchiveReader reader(path, {});
    while (const auto member = reader.next()) {
      if (member->kind == dicom::ArchiveMember::Kind::link) {
        archive.closed.emplace_back("It is a link in an archive, which is not followed.");
      } else if (member->is_encrypted) {
        archive.closed.emplace_back("It is encrypted in its archive.");
      } else if (member->kind == dicom::ArchiveMember::Kind::file) {
        archive.members.push_back(member->path);
      }
    }
  } catch (const Error& error) {
    archive.damage = error;
  }
  return archive;
}

Inputs inputs_of(const std::vector<fs::path>& files) {
  Inputs inputs;
  for (const fs::path& file : files) {
    bool is_archive = false;
    try {
      is_archive = dicom::begins_as_archive(dicom::OpenFile(file));
    } catch (const Error&) {
      is_archive = false;  // taking it says why it cannot be read
    }
    if (is_archive) {
      inputs.archives.push_back(contents_of(file));
    } else {
      inputs.files.push_back(file);
    }
  }
  return inputs;
}

dicom::OpenFile unless_archive(dicom::OpenFile& file) {
  if (!dicom::begins_as_archive(file)) return std::move(file);
  throw Error(ErrorCode::unsupported,
              "It is an archive within an archive, which is not looked into.");
}

// The members of one archive from number `first` on, what cannot be read of it behind them.
void take_archive(const Inputs::Archive& archive, std::size_t first, Batch& batch,
                  const DeidentifyBatchOptions& options) {
  std::vector<std::atomic<bool>> taken(archive.members.size());
  try {
    dicom::for_each_file(
        archive.members,
        [&](std::size_t i, dicom::OpenFile file) {
          taken[i] = true;
          batch.take(first + i, archive.members[i], [&] { return unless_archive(file); });
        },
        {.threads = options.threads, .progress = options.progress}, "files");
  } catch (const Error& error) {
    if (is_fatal(error.code())) throw;  // otherwise those that were not taken tell it
  }
  const auto refuse = [&](std::size_t index, const fs::path& input, const Error& error) {
    batch.take(index, input, [&]() -> dicom::OpenFile { throw error; });
  };
  const Error damaged(ErrorCode::malformed,
                      "It lies in an archive that is damaged or beyond the limits.");
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (!taken[i]) refuse(first + i, archive.members[i], damaged);
  }
  std::size_t next = first + taken.size();
  for (const std::string& reason : archive.closed) {
    refuse(next++, archive.path, Error(ErrorCode::unsupported, reason));
  }
  if (archive.damage) {
    refuse(next, archive.path,
           Error(ErrorCode::malformed,
                 "It is an archive that is damaged or beyond the limits; what stands before that "
                 "was read."));
  }
}

}  // namespace

DeidentifySummary deidentify(const std::vector<fs::path>& paths, const fs::path& folder,
                             const Deidentifier& deidentifier,
                             const DeidentifyBatchOptions& options) {
  const auto found = dicom::find_files(paths, true, options.progress);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!fs::is_directory(folder, failed)) {
    throw Error(ErrorCode::not_writable, "The folder " + folder.string() + " cannot be made.",
                folder.string(), "create_directories");
  }
  const dicom::deid::RunInFolder run(folder);
  const Inputs inputs = inputs_of(found.files);
  Batch batch(folder, deidentifier, options);
  parallel_for(inputs.files.size(), options.threads,
               [&](std::size_t i) {
                 batch.take(i, inputs.files[i], [&] { return dicom::OpenFile(inputs.files[i]); });
               },
               {.sink = options.progress, .stage = "de-identifying", .unit = "files"});
  std::size_t next = inputs.files.size();
  for (const Inputs::Archive& archive : inputs.archives) {
    take_archive(archive, next, batch, options);
    next += archive.members.size() + archive.closed.size() + (archive.damage ? 1 : 0);
  }
  DeidentifySummary summary = batch.summary();
  for (std::size_t i = 0; i < found.unreadable.size(); ++i) {
    ++summary.refused;
    if (!summary.first_refusal) summary.first_refusal = ErrorCode::not_readable;
  }
  return summary;
}

}  // namespace volvr
