// SPDX-License-Identifier: Apache-2.0
// write_studies CASE FOLDER: writes a made-up study with a known answer for the tests of the
// programs. Patients have names that must turn up nowhere: ZQXCANARY and the like.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/phantom.h"
#include "support/segmentation_phantom.h"

namespace {

namespace fs = std::filesystem;
using volvr::test::Phantom;
using volvr::test::PhantomSlice;
using volvr::test::write_phantom;

Phantom canary() {
  Phantom phantom;
  phantom.patient_name = "Zqxcanary^Wjvsecret";
  phantom.patient_id = "ZQX-4711";
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["PatientBirthDate"] = "19310723";
    slice.attributes["AccessionNumber"] = "ACC99887";
    slice.attributes["SeriesDescription"] = "Thorax 1.0";
  };
  return phantom;
}

// Adds to what the phantom does with its slices.
void also(Phantom& phantom, std::function<void(PhantomSlice&)> edit) {
  phantom.edit = [before = phantom.edit, edit = std::move(edit)](PhantomSlice& slice) {
    if (before) before(slice);
    edit(slice);
  };
}

Phantom other_patient() {
  Phantom phantom = canary();
  phantom.patient_name = "Kvyother^Person";
  phantom.patient_id = "KVY-0815";
  phantom.study_uid = "2.25.2000";
  phantom.series_uid = "2.25.2000.1";
  return phantom;
}

Phantom second_series() {
  Phantom phantom = canary();
  phantom.series_uid = "2.25.1000.2";
  phantom.size = {16, 16, 4};
  return phantom;
}

void write_ct(const fs::path& folder) {
  write_phantom(canary(), folder);
}

void write_mr(const fs::path& folder) {
  Phantom phantom = canary();
  phantom.modality = "MR";
  phantom.intercept = 0;
  write_phantom(phantom, folder);
}

void write_telling(const fs::path& folder) {
  Phantom phantom = canary();
  also(phantom, [](PhantomSlice& slice) {
    slice.attributes["SeriesDescription"] = "../../etc/Zqxcanary zqx-4711/ACC99887 scan";
    slice.attributes["StudyDescription"] = "For WJVSECRET, born 19310723";
    slice.attributes["ProtocolName"] = "zqxCANARY protocol";
  });
  write_phantom(phantom, folder / "ZQXCANARY_WJVSECRET");
  std::ofstream(folder / "zqx-4711.txt") << "no DICOM";
}

// Files named after the patient, one of which ends too early.
void write_telling_files(const fs::path& folder) {
  const auto files = write_phantom(canary(), folder);
  for (const auto& file : files) {
    fs::rename(file, folder / ("ZQXCANARY-" + file.filename().string()));
  }
  const fs::path bad = folder / ("ZQXCANARY-" + files[2].filename().string());
  fs::resize_file(bad, fs::file_size(bad) - 200);
}

void write_two_patients(const fs::path& folder) {
  write_phantom(canary(), folder / "a");
  write_phantom(other_patient(), folder / "b");
}

void write_same_series_two_patients(const fs::path& folder) {
  write_phantom(canary(), folder / "a");
  Phantom other = other_patient();
  other.study_uid = canary().study_uid;
  other.series_uid = canary().series_uid;
  write_phantom(other, folder / "b");
}

void write_two_series(const fs::path& folder) {
  write_phantom(canary(), folder / "a");
  write_phantom(second_series(), folder / "b");
}

void write_missing_slice(const fs::path& folder) {
  Phantom phantom = canary();
  also(phantom, [](PhantomSlice& slice) { slice.written = slice.k != 3; });
  write_phantom(phantom, folder);
}

void write_truncated(const fs::path& folder) {
  const auto files = write_phantom(canary(), folder);
  fs::resize_file(files[2], fs::file_size(files[2]) - 200);
}

// A file whose header promises more pixels than it holds.
void write_lying(const fs::path& folder) {
  Phantom phantom = canary();
  also(phantom, [](PhantomSlice& slice) {
    if (slice.k == 2) slice.attributes["Rows"] = "60000";
  });
  write_phantom(phantom, folder);
}

// One good series, and one in which a file ends too early.
void write_half_good(const fs::path& folder) {
  write_phantom(canary(), folder / "good");
  const auto files = write_phantom(second_series(), folder / "bad");
  fs::resize_file(files[1], fs::file_size(files[1]) - 200);
}

void write_pages(const fs::path& folder) {
  Phantom phantom = canary();
  phantom.modality = "SC";
  phantom.size = {32, 32, 2};
  write_phantom(phantom, folder);
}

void write_tilted(const fs::path& folder) {
  Phantom phantom = canary();
  phantom.axes.col(2) = Eigen::Vector3d(0, 0.3, 1).normalized();
  write_phantom(phantom, folder);
}

// Noise, which takes long to compress.
void write_noise(const fs::path& folder) {
  Phantom phantom = canary();
  phantom.size = {512, 512, 48};
  phantom.bits_stored = 16;
  std::mt19937 random(1);
  phantom.stored_value = [&random](int, int, int) {
    return static_cast<std::int64_t>(random() & 0xffffU);
  };
  write_phantom(phantom, folder);
}

// A ball of 1000 in air of -1000, to be seen.
void write_ball(const fs::path& folder) {
  Phantom phantom = canary();
  phantom.size = {48, 48, 48};
  phantom.spacing = {2, 2, 2};
  phantom.origin = {-47, -47, -47};
  phantom.intercept = -1000;
  phantom.stored_value = [](int i, int j, int k) {
    const Eigen::Vector3d from_middle(i - 23.5, j - 23.5, k - 23.5);
    return std::int64_t{from_middle.norm() < 16.0 ? 2000 : 0};
  };
  write_phantom(phantom, folder);
}

// Forty small series of one patient, CT and MR, some of one name.
void write_batch(const fs::path& folder) {
  for (int i = 0; i < 40; ++i) {
    Phantom phantom = canary();
    phantom.modality = i % 2 == 0 ? "CT" : "MR";
    phantom.series_uid = "2.25.3000." + std::to_string(i);
    phantom.series_number = 1 + i / 4;
    phantom.size = {40 + i, 32, 4 + i % 5};
    write_phantom(phantom, folder / std::to_string(i));
  }
}

// A good series, one in which a file ends too early, and pages.
void write_mixed(const fs::path& folder) {
  write_half_good(folder);
  Phantom pages = canary();
  pages.modality = "SC";
  pages.series_uid = "2.25.1000.3";
  pages.size = {32, 32, 2};
  write_phantom(pages, folder / "pages");
}

// Descriptions that lead elsewhere, name devices, differ in letter case alone, or are endless.
void write_hostile_names(const fs::path& folder) {
  std::string endless;
  for (int i = 0; i < 20; ++i) endless += "頭";
  const std::vector<std::string> descriptions{
      "../../../tmp/x", "/etc/passwd", "CON",  "nul.txt", "Head",     "HEAD",
      ".hidden",        "-rf",         "a:b*", endless,   "a\x1b[2J", "head"};
  for (std::size_t i = 0; i < descriptions.size(); ++i) {
    Phantom phantom = canary();
    phantom.series_uid = "2.25.4000." + std::to_string(i);
    phantom.size = {8, 8, 2};
    also(phantom, [&](PhantomSlice& slice) {
      slice.attributes["SpecificCharacterSet"] = "ISO_IR 192";
      slice.attributes["SeriesDescription"] = descriptions[i];
    });
    write_phantom(phantom, folder / std::to_string(i));
  }
}

void write_large(const fs::path& folder) {
  Phantom phantom = canary();
  phantom.size = {512, 512, 240};
  phantom.stored_value = [](int i, int j, int k) {
    return std::int64_t{(i * 7 + j * 3 + k) % 4096};
  };
  write_phantom(phantom, folder);
}

void write_several_large(const fs::path& folder) {
  for (int i = 0; i < 6; ++i) {
    Phantom phantom = canary();
    phantom.series_uid = "2.25.5000." + std::to_string(i);
    phantom.size = {512, 512, 60};
    phantom.stored_value = [](int x, int y, int k) {
      return std::int64_t{(x * 7 + y * 3 + k) % 4096};
    };
    write_phantom(phantom, folder / std::to_string(i));
  }
}

// A ball of 600 about a place, in millimetres, in a grid of its own.
Phantom ball_at(const Eigen::Vector3d& centre, const std::string& series_uid, int number) {
  Phantom phantom = canary();
  phantom.series_uid = series_uid;
  phantom.series_number = number;
  phantom.size = {32, 32, 32};
  phantom.spacing = {2, 2, 2};
  phantom.origin = centre.array() - 31.0;
  phantom.intercept = -1000;
  phantom.stored_value = [](int i, int j, int k) {
    const Eigen::Vector3d from_middle(i - 15.5, j - 15.5, k - 15.5);
    return std::int64_t{from_middle.norm() < 12.0 ? 1600 : 0};
  };
  return phantom;
}

// A CT, a CT beside it of the same study, others that do not fit, and segments of the first.
void write_fused(const fs::path& folder) {
  const Phantom ct = ball_at({-20, 0, 0}, "2.25.1000.1", 1);
  write_phantom(ct, folder / "ct");
  Phantom beside = ball_at({30, 0, 0}, "2.25.1000.2", 2);
  write_phantom(beside, folder / "beside");
  also(beside, [](PhantomSlice& slice) {
    slice.attributes["FrameOfReferenceUID"] = "2.25.77";
    slice.attributes["StudyInstanceUID"] = "2.25.78";
  });
  write_phantom(beside, folder / "elsewhere");
  Phantom other = ball_at({30, 0, 0}, "2.25.2000.1", 1);
  other.patient_name = "Kvyother^Person";
  other.patient_id = "KVY-0815";
  write_phantom(other, folder / "other");
  const auto low = [](int i, int j, int k) {
    return Eigen::Vector3d(i - 15.5, j - 15.5, k - 8.0).norm() < 4.0;
  };
  const auto high = [](int i, int j, int k) {
    return Eigen::Vector3d(i - 15.5, j - 15.5, k - 23.0).norm() < 4.0;
  };
  volvr::test::write_object(
      volvr::test::segmentation_of(ct, {{1, "low", low, {{35579, 53665, 50857}}}, {4, "high", high}}),
      folder / "seg" / "seg.dcm");
}

const std::map<std::string, void (*)(const fs::path&)> cases = {
    {"ct", write_ct},
    {"mr", write_mr},
    {"telling", write_telling},
    {"telling-files", write_telling_files},
    {"two-patients", write_two_patients},
    {"same-series-two-patients", write_same_series_two_patients},
    {"two-series", write_two_series},
    {"missing-slice", write_missing_slice},
    {"truncated", write_truncated},
    {"lying", write_lying},
    {"half-good", write_half_good},
    {"pages", write_pages},
    {"tilted", write_tilted},
    {"noise", write_noise},
    {"ball", write_ball},
    {"batch", write_batch},
    {"mixed", write_mixed},
    {"hostile-names", write_hostile_names},
    {"large", write_large},
    {"several-large", write_several_large},
    {"fused", write_fused},
};

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count != 3 || !cases.contains(arguments[1])) return 2;
    fs::create_directories(arguments[2]);
    cases.at(arguments[1])(arguments[2]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
