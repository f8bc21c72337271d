// SPDX-License-Identifier: Apache-2.0
// Writes phantoms and studies as DICOM again, beside what they are, for witnesses to read.
// Usage: save_dicom_cases FOLDER [NAME=STUDY...]
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

#include "dicom/write_cases.h"
#include "volvr/load.h"
#include "volvr/save.h"
#include "volvr/save_dicom.h"

namespace {

namespace fs = std::filesystem;
using namespace volvr;

void write_truth(const Volume& volume, const fs::path& folder) {
  std::ofstream stream(folder / "truth.txt");
  stream << std::setprecision(17) << volume.geometry().size.transpose() << '\n'
         << volume.geometry().patient_from_index.matrix() << '\n';
  for (const SourceInstance& slice : volume.provenance().slices) {
    const bool of_many = slice.pixels.number_of_frames > 1 && !slice.tile;
    stream << slice.sop_instance_uid << ' ' << (of_many ? slice.frame + 1 : 0) << '\n';
  }
  std::ofstream raw(folder / "truth.raw", std::ios::binary);
  visit_values(volume, [&](auto values) {
    for (const auto value : values) {
      const auto number = static_cast<double>(value);
      raw.write(reinterpret_cast<const char*>(&number), sizeof number);
    }
  });
}

// Every second plane between two slices, as resampling would make it.
Volume with_planes_between(const Volume& volume) {
  GridGeometry grid = volume.geometry();
  grid.patient_from_index.linear().col(2) *= 0.5;
  grid.size[2] = 2 * grid.size[2] - 1;
  const auto slice =
      static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  const auto buffer = allocate_voxels(voxel_count(grid) * sizeof(std::int16_t));
  const auto from = volume.values<std::int16_t>();
  auto* to = static_cast<std::int16_t*>(buffer.get());
  for (std::size_t k = 0; k < static_cast<std::size_t>(grid.size[2]); ++k) {
    for (std::size_t i = 0; i < slice; ++i) {
      const int sum = from[k / 2 * slice + i] + from[(k + 1) / 2 * slice + i];
      to[k * slice + i] = static_cast<std::int16_t>(sum / 2);
    }
  }
  auto provenance = std::make_shared<Provenance>(volume.provenance());
  provenance->resamplings.push_back({"uneven-spacing", "linear along k", "halved"});
  return {grid, VoxelType::int16, buffer, 1, volume.unit(), provenance};
}

void save_all(const fs::path& source, const fs::path& folder) {
  const Catalog study = scan(source);
  Volume volume = load(study.series.at(0));
  if (folder.filename() == "resampled") volume = with_planes_between(volume);
  save_dicom(volume, folder / "single");
  save_dicom(volume, folder / "enhanced.dcm", {.form = DicomForm::enhanced});
  save(volume, folder / "direct.nii");
  write_truth(volume, folder);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count < 2) return 2;
    const fs::path folder = arguments[1];
    for (const test::WriteCase& one : test::write_cases()) {
      const fs::path here = folder / one.name;
      test::write_phantom(one.phantom, here / "source");
      save_all(here / "source", here);
    }
    for (const test::ObjectCase& one : test::object_cases()) {
      const fs::path here = folder / one.name;
      test::write_object(one.object, here / "source" / "object.dcm");
      save_all(here / "source", here);
    }
    for (int i = 2; i < count; ++i) {
      const std::string pair = arguments[i];
      const auto equals = pair.find('=');
      fs::create_directories(folder / pair.substr(0, equals));
      save_all(pair.substr(equals + 1), folder / pair.substr(0, equals));
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
