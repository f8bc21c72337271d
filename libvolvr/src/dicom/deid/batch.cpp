// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>

#include "core/parallel.h"
#include "dicom/deid/impl.h"
#include "dicom/deid/object.h"
#include "dicom/deid/place.h"
#include "dicom/find_files.h"
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

  void take(std::size_t index, const fs::path& input) {
    DeidentifyResult result;
    result.number = index + 1;
    result.input = input;
    try {
      dicom::deid::Object object(input, impl_.policy, impl_.rules);
      // Of two inputs with one name the second never replaces the first.
      const bool overwrite = options_.overwrite && is_first(object.name());
      result.result = dicom::deid::place(object, folder_, overwrite);
      result.outcome = result.result.was_there ? Outcome::was_there : Outcome::written;
    } catch (const Error& error) {
      if (is_fatal(error.code())) throw;
      result.code = error.code();
      result.reason = error.what();
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
  Batch batch(folder, deidentifier, options);
  parallel_for(found.files.size(), options.threads,
               [&](std::size_t i) { batch.take(i, found.files[i]); },
               {.sink = options.progress, .stage = "de-identifying", .unit = "files"});
  DeidentifySummary summary = batch.summary();
  for (std::size_t i = 0; i < found.unreadable.size(); ++i) {
    ++summary.refused;
    if (!summary.first_refusal) summary.first_refusal = ErrorCode::not_readable;
  }
  return summary;
}

}  // namespace volvr
