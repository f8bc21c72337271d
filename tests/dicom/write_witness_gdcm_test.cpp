// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "dicom/expect.h"
#include "dicom/write_cases.h"
#include "support/gdcm_reader.h"
#include "support/temporary_folder.h"
#include "volvr/save_dicom.h"

namespace volvr::test {
namespace {

TEST(WrittenDicom, GdcmReadsTheSameValuesAtTheSamePlaces) {
  for (const WriteCase& one : write_cases()) {
    for (const auto encoding : {DicomEncoding::explicit_little_endian, DicomEncoding::rle_lossless,
                                DicomEncoding::jpeg_ls_lossless}) {
      SCOPED_TRACE(one.name + " " + std::to_string(static_cast<int>(encoding)));
      const TemporaryFolder folder;
      write_phantom(one.phantom, folder / "source");
      const Volume volume = load_only_volume(folder / "source");
      std::vector<std::string> files;
      for (const auto& file : save_dicom(volume, folder / "out", {.encoding = encoding}).files) {
        files.push_back(file.string());
      }
      const GdcmVolume theirs = read_with_gdcm(files);
      ASSERT_EQ(theirs.count, voxel_count(volume.geometry()));
      visit_values(volume, [&](auto ours) {
        for (std::size_t i = 0; i < ours.size(); ++i) {
          const auto value = static_cast<double>(ours[i]);
          ASSERT_NEAR(theirs.value(i), value, 1e-6 * std::abs(value)) << "voxel " << i;
        }
      });
      const Eigen::Vector3d at = origin(volume.geometry());
      for (int row = 0; row < 3; ++row) {
        const auto translation = static_cast<std::size_t>(4 * row + 3);
        EXPECT_NEAR(theirs.patient_from_index[translation], at[row], 1e-6);
      }
    }
  }
}

}  // namespace
}  // namespace volvr::test
