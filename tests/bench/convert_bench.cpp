// SPDX-License-Identifier: Apache-2.0
//
// From folders of DICOM files to NIfTI files, program against program, with the input in the page
// cache: volvr convert, dcm2niix (without compression, through pigz, and with its own zlib), and
// ITK's GDCM reader with its NIfTI writer. Each writes what it writes by default beside the images.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/bench.h"
#include "bench/gdcm_folder.h"
#include "bench/measure.h"
#include "bench/plain_read.h"
#include "support/data.h"
#include "support/gdcm_reader.h"
#include "support/phantom.h"
#include "volvr/catalog.h"
#include "volvr/load.h"

namespace volvr::bench {

namespace {

namespace fs = std::filesystem;

constexpr int coded_slices = 100;
constexpr int small_series = 300;

fs::path volvr_program() {
  return fs::read_symlink("/proc/self/exe").parent_path() / "volvr";
}

// A tool that writes into a folder of its own, which is empty before each run.
Tool writing(const std::string& name, const fs::path& out, std::function<void()> run,
             std::function<void()> prepare = {}) {
  return {name, std::move(run),
          [out, prepare = std::move(prepare)] {
            fs::remove_all(out);
            fs::create_directories(out);
            if (prepare) prepare();
          },
          [out] { return bytes_under(out); }};
}

Tool volvr_tool(const std::string& name, const fs::path& in, const fs::path& out,
                const std::string& format, const std::vector<std::string>& more) {
  std::vector<std::string> command{
      volvr_program().string(), "convert", in.string(), "-o", out.string(), "--format", format};
  command.insert(command.end(), more.begin(), more.end());
  return writing(name, out, [command] { run_program(command); });
}

// dcm2niix ends with 8 where it converted some and left others, which happens to folders of many.
Tool dcm2niix_tool(const std::string& name, const fs::path& in, const fs::path& out,
                   const std::string& compression) {
  const std::vector<std::string> command{"dcm2niix", "-z", compression,  "-f",
                                         "%j",       "-o", out.string(), in.string()};
  return writing(name, out, [command] { run_program(command, {8}); });
}

Tool itk_tool(const fs::path& in, const fs::path& out, const std::string& ending) {
  return writing(
      "ITK GDCM, 1 thread", out, [=] { convert_with_gdcm(in, out, ending); }, use_one_itk_thread);
}

Case plain_case(const std::string& name, const fs::path& in, const fs::path& out) {
  return {name + " to .nii",
          {volvr_tool("volvr, 1 job", in, out, "nii", {"--jobs", "1"}),
           volvr_tool("volvr, all jobs", in, out, "nii", {}),
           dcm2niix_tool("dcm2niix -z n", in, out, "n"), itk_tool(in, out, ".nii")}};
}

Case gzip_case(const std::string& name, const fs::path& in, const fs::path& out) {
  return {name + " to .nii.gz",
          {volvr_tool("volvr, all jobs", in, out, "nii.gz", {}),
           volvr_tool("volvr, 1 job", in, out, "nii.gz", {"--jobs", "1"}),
           dcm2niix_tool("dcm2niix -z y (pigz)", in, out, "y"),
           dcm2niix_tool("dcm2niix -z i (internal)", in, out, "i"), itk_tool(in, out, ".nii.gz")}};
}

Case load_only_case(const fs::path& in, std::uint64_t slice_bytes) {
  const auto with_volvr = [=] { load(scan(in, {.threads = 1}).series.at(0), {.threads = 1}); };
  return {"chest CT, raw, loading only",
          {{"volvr, 1 thread", with_volvr},
           {"ITK GDCM, 1 thread", [=] { test::read_with_gdcm(sorted_by_gdcm(in)); },
            use_one_itk_thread},
           {"open and read alone", [=] { read_tails(in, slice_bytes); }}}};
}

void decompress(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    test::decompress_file(entry.path(), to / entry.path().filename());
  }
}

// Part of the chest CT, its own pixels, encoded anew.
void encode(const Volume& volume, test::Encoding encoding, const fs::path& folder) {
  test::Phantom phantom;
  const Eigen::Vector3i size = volume.geometry().size;
  phantom.size = {size.x(), size.y(), coded_slices};
  phantom.spacing = {0.78125, 0.78125, 1.0};
  phantom.encoding = encoding;
  phantom.bits_stored = 16;
  phantom.intercept = 0.0;
  phantom.is_signed = true;
  phantom.stored_value = [&](int i, int j, int k) {
    return static_cast<std::int64_t>(value_at(volume, {i, j, k + 80}));
  };
  test::write_phantom(phantom, folder);
}

void write_small_series(const fs::path& folder) {
  for (int i = 0; i < small_series; ++i) {
    test::Phantom phantom;
    phantom.modality = "MR";
    phantom.intercept = 0.0;
    phantom.size = {96, 96, 24};
    phantom.series_uid = "2.25.6000." + std::to_string(i);
    phantom.series_number = i + 1;
    test::write_phantom(phantom, folder / std::to_string(i));
  }
}

void make_input(const fs::path& folder) {
  decompress(test::sample("ct-chest"), folder / "raw");
  const Volume volume = load(scan(folder / "raw").series.at(0));
  encode(volume, test::Encoding::jpeg_2000_lossless, folder / "j2k");
  encode(volume, test::Encoding::jpeg_lossless_sv1, folder / "jpeg-lossless");
  write_small_series(folder / "small");
}

std::vector<Case> cases(const fs::path& folder) {
  const fs::path out = folder / "out";
  return {plain_case("chest CT, raw, 512 x 512 x 275", folder / "raw", out),
          gzip_case("chest CT, raw, 512 x 512 x 275", folder / "raw", out),
          plain_case("chest CT, JPEG 2000, 512 x 512 x 100", folder / "j2k", out),
          plain_case("chest CT, JPEG lossless, 512 x 512 x 100", folder / "jpeg-lossless", out),
          plain_case("300 series of 96 x 96 x 24", folder / "small", out),
          load_only_case(folder / "raw", 512 * 512 * 2)};
}

}  // namespace

Benchmark convert_benchmark() {
  return {"convert", make_input, cases};
}

}  // namespace volvr::bench
