// SPDX-License-Identifier: Apache-2.0
//
// From a folder of DICOM files to voxels in memory, with the files in the page cache.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/gdcm_folder.h"
#include "bench/plain_read.h"
#include "support/data.h"
#include "support/gdcm_reader.h"
#include "support/phantom.h"
#include "volvr/catalog.h"
#include "volvr/load.h"

namespace volvr::bench {

namespace {

namespace fs = std::filesystem;

void load_with_volvr(const fs::path& folder, int threads) {
  const Catalog catalog = scan(folder, {.threads = threads});
  const Volume volume = load(catalog.series.at(0), {.threads = threads});
  if (volume.empty()) throw std::runtime_error("nothing was loaded");
}

void load_with_itk(const fs::path& folder) {
  const test::GdcmVolume volume = test::read_with_gdcm(sorted_by_gdcm(folder));
  if (volume.count == 0) throw std::runtime_error("nothing was loaded");
}

Case load_case(const std::string& name, const fs::path& folder, std::uint64_t raw_slice_bytes) {
  Case work{name,
            {{"volvr, 1 thread", [=] { load_with_volvr(folder, 1); }},
             {"volvr, all threads", [=] { load_with_volvr(folder, 0); }},
             {"ITK GDCM, 1 thread", [=] { load_with_itk(folder); }, use_one_itk_thread}}};
  if (raw_slice_bytes > 0) {
    work.tools.push_back({"open and read alone", [=] { read_tails(folder, raw_slice_bytes); }});
  }
  return work;
}

void decompress(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    test::decompress_file(entry.path(), to / entry.path().filename());
  }
}

void make_pet(const fs::path& folder) {
  test::Phantom phantom;
  phantom.modality = "PT";
  phantom.size = {256, 256, 300};
  phantom.bits_stored = 16;
  phantom.intercept = 0.0;
  phantom.edit = [](test::PhantomSlice& slice) { slice.slope = 0.5 + 0.001 * slice.k; };
  test::write_phantom(phantom, folder);
}

void make_input(const fs::path& folder) {
  decompress(test::sample("ct-chest"), folder / "ct-chest-raw");
  decompress(test::sample("mr-head"), folder / "mr-head-raw");
  make_pet(folder / "pet-raw");
}

std::vector<Case> cases(const fs::path& folder) {
  return {load_case("chest CT, raw, 512 x 512 x 275", folder / "ct-chest-raw", 512 * 512 * 2),
          load_case("head MR, raw, 274 x 384 x 384", folder / "mr-head-raw", 274 * 384 * 2),
          load_case("PET phantom, raw, a slope for each slice", folder / "pet-raw", 256 * 256 * 2),
          load_case("chest CT, JPEG-LS", test::sample("ct-chest"), 0)};
}

}  // namespace

Benchmark load_benchmark() {
  return {"load", make_input, cases};
}

}  // namespace volvr::bench
