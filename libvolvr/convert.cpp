// SPDX-License-Identifier: Apache-2.0
#include "volvr/convert.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <numeric>
#include <set>

#include "convert/convert_output.h"
#include "core/crew.h"
#include "core/parallel.h"
#include "core/suggest.h"
#include "volvr/error.h"
#include "volvr/people.h"
#include "volvr/save.h"

namespace volvr {

namespace {

namespace fs = std::filesystem;

// What the program itself and the bookkeeping of threads take beside what is planned.
constexpr std::uint64_t margin = std::uint64_t{8} << 20;

void require_valid(const ConvertOptions& options) {
  const auto& formats = convert_formats();
  if (options.format == "dcm" && options.deidentifier != nullptr) {
    throw Error(ErrorCode::invalid_argument,
                "DICOM without identity is written by deidentify, not by convert.", "dcm");
  }
  if (std::ranges::find(formats, options.format) == formats.end()) {
    throw Error(ErrorCode::invalid_argument,
                "There is no format " + options.format + suggestion(options.format, formats),
                options.format);
  }
  const Shard& shard = options.shard;
  if (shard.count < 1 || shard.index < 1 || shard.index > shard.count) {
    throw Error(ErrorCode::invalid_argument, "A shard is I/N with I from 1 to N, not " +
                                                 std::to_string(shard.index) + "/" +
                                                 std::to_string(shard.count) + ".");
  }
}

void require_series(const Catalog& catalog, const std::string& name) {
  const auto chosen = [&](const SeriesInfo& series) { return batch::is_chosen(series, name); };
  if (name.empty() || std::ranges::any_of(catalog.series, chosen)) return;
  std::set<int> numbers;
  for (const SeriesInfo& series : catalog.series) numbers.insert(series.series_number);
  std::string known;
  for (const int number : numbers) known += (known.empty() ? "" : ", ") + std::to_string(number);
  throw Error(ErrorCode::invalid_argument, "There is no series " + name + "; known are " +
                                               (known.empty() ? "none" : known) + ".");
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed || !fs::is_directory(folder)) {
    throw Error(ErrorCode::not_writable, "The folder " + folder.string() + " cannot be made.",
                folder.string(), "create_directories");
  }
}

std::uint64_t memory_for_voxels(const ConvertOptions& options) {
  const std::uint64_t all =
      options.max_memory > 0 ? options.max_memory : batch::machine_memory() / 2;
  const std::uint64_t taken = batch::resident_bytes() + margin;
  return all > taken ? all - taken : 0;
}

// Large outputs first, so that the last ones to finish are small; results stand in their places.
std::vector<std::size_t> by_falling_size(const std::vector<std::uint64_t>& sizes) {
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return sizes[i]; });
  return order;
}

// Hands results on in their order, whichever is finished first.
class InOrder {
 public:
  InOrder(const std::vector<ConvertResult>& results,
          const std::function<void(const ConvertResult&)>& tell)
      : results_(results), tell_(tell), ready_(results.size(), false) {}

  void finished(std::size_t i) {
    const std::scoped_lock lock(mutex_);
    ready_[i] = true;
    for (; next_ < ready_.size() && ready_[next_]; ++next_) {
      if (tell_) tell_(results_[next_]);
    }
  }

 private:
  const std::vector<ConvertResult>& results_;
  const std::function<void(const ConvertResult&)>& tell_;
  std::vector<bool> ready_;
  std::size_t next_ = 0;
  std::mutex mutex_;
};

}  // namespace

std::string_view to_string(ConvertStatus status) {
  switch (status) {
    case ConvertStatus::written:
      return "written";
    case ConvertStatus::kept:
      return "kept";
    case ConvertStatus::refused:
      return "refused";
    case ConvertStatus::failed:
      return "failed";
    case ConvertStatus::passed_over:
      break;
  }
  return "passed-over";
}

const std::vector<std::string_view>& convert_formats() {
  static const std::vector<std::string_view> formats = [] {
    std::vector<std::string_view> names = save_formats();
    names.emplace_back("dcm");
    return names;
  }();
  return formats;
}

std::size_t ConvertReport::count(ConvertStatus status) const {
  return static_cast<std::size_t>(std::ranges::count(results, status, &ConvertResult::status));
}

ConvertReport convert(const std::vector<fs::path>& inputs, const fs::path& folder,
                      const ConvertOptions& options) {
  require_valid(options);
  const int threads = thread_count(options.jobs, 1024);
  const Crew crew(threads);
  const Catalog catalog =
      scan(inputs,
           {.threads = options.jobs, .settings = options.settings, .progress = options.progress});
  require_series(catalog, options.series);
  const People people(catalog);
  const batch::Disclosure disclosure(people, options.deidentifier);
  const std::vector<batch::Output> outputs = batch::plan_outputs(catalog, disclosure, options);
  make_folder(folder);
  const batch::Staging staging(folder, options.shard);
  batch::Manifest manifest(folder, options.shard);
  batch::recover(folder, manifest, staging);

  std::vector<std::uint64_t> sizes;
  for (const batch::Output& output : outputs) sizes.push_back(batch::bytes_of(output, options));
  const int workers = thread_count(threads, outputs.size());
  batch::Budget budget(memory_for_voxels(options));
  batch::BatchProgress progress(options.progress,
                                std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0}));
  batch::Batch batch{options,  disclosure,
                     folder,   staging,
                     manifest, budget,
                     progress, batch::hash_of_options(options),
                     threads,  budget.memory() / static_cast<std::uint64_t>(workers)};
  ConvertReport report;
  report.results.resize(outputs.size());
  InOrder in_order(report.results, options.on_result);
  const std::vector<std::size_t> order = by_falling_size(sizes);
  parallel_for(order.size(), workers, [&](std::size_t turn) {
    const std::size_t i = order[turn];
    report.results[i] = batch::convert_output(outputs[i], batch);
    in_order.finished(i);
    if (report.results[i].status != ConvertStatus::written) progress.add(sizes[i]);
  });
  batch::make_durable(folder);
  manifest.finish();
  for (const Finding& finding : catalog.findings) {
    report.findings.push_back({finding.code, finding.severity, disclosure.message(finding), {}});
  }
  return report;
}

}  // namespace volvr
