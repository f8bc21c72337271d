// SPDX-License-Identifier: Apache-2.0
//
// Headers of many files, with the files in the page cache.
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/gdcm_folder.h"
#include "bench/plain_read.h"
#include "support/data.h"
#include "support/phantom.h"
#include "volvr/catalog.h"

namespace volvr::bench {

namespace {

namespace fs = std::filesystem;

constexpr int copies = 10;

void scan_with_volvr(const fs::path& folder, int threads) {
  if (scan(folder, {.threads = threads}).dicom_files == 0) {
    throw std::runtime_error("nothing was found");
  }
}

void scan_with_itk(const fs::path& folder) {
  if (sorted_by_gdcm(folder).empty()) throw std::runtime_error("nothing was found");
}

Case scan_case(const std::string& name, const fs::path& folder, double files) {
  return {name,
          {{"volvr, 1 thread", [=] { scan_with_volvr(folder, 1); }},
           {"volvr, all threads", [=] { scan_with_volvr(folder, 0); }},
           {"ITK GDCM", [=] { scan_with_itk(folder); }, use_one_itk_thread},
           {"open and read 16 kB alone", [=] { read_heads(folder, 16384); }}},
          files,
          "files"};
}

// The chest CT several times over, raw, each time with other file names.
void make_input(const fs::path& folder) {
  fs::create_directories(folder / "ct-chest");
  for (const auto& entry : fs::directory_iterator(test::sample("ct-chest"))) {
    const fs::path first = folder / "ct-chest" / entry.path().filename();
    test::decompress_file(entry.path(), first);
    for (int copy = 1; copy < copies; ++copy) {
      fs::create_hard_link(
          first, folder / "ct-chest" / (std::to_string(copy) + "-" + first.filename().string()));
    }
  }
}

std::vector<Case> cases(const fs::path& folder) {
  return {scan_case("chest CT, raw, 10 times over", folder / "ct-chest", 275.0 * copies)};
}

}  // namespace

Benchmark scan_benchmark() {
  return {"scan", make_input, cases};
}

}  // namespace volvr::bench
