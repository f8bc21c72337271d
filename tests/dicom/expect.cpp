// SPDX-License-Identifier: Apache-2.0
#include "dicom/expect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "volvr/load.h"

namespace volvr::test {

SeriesInfo scan_series(const std::filesystem::path& folder) {
  Catalog catalog = scan(folder);
  if (catalog.series.size() != 1) {
    ADD_FAILURE() << catalog.series.size() << " series instead of one";
    return {};
  }
  return catalog.series.front();
}

Volume load_only_volume(const std::filesystem::path& folder, int threads) {
  const SeriesInfo series = scan_series(folder);
  EXPECT_EQ(series.volumes.size(), 1U);
  return load(series, {.threads = threads});
}

VolumeInfo only_volume(const std::filesystem::path& folder) {
  const SeriesInfo series = scan_series(folder);
  if (series.volumes.size() != 1) {
    ADD_FAILURE() << series.volumes.size() << " volumes instead of one";
    return {};
  }
  return series.volumes.front();
}

void expect_phantom_voxels(const Volume& volume, const Phantom& phantom, double tolerance,
                           const std::function<int(int)>& phantom_k) {
  ASSERT_EQ(volume.geometry().size, phantom.size);
  int wrong = 0;
  visit_values(volume, [&](auto values) {
    std::size_t at = 0;
    for (int k = 0; k < phantom.size.z(); ++k) {
      for (int j = 0; j < phantom.size.y(); ++j) {
        for (int i = 0; i < phantom.size.x(); ++i, ++at) {
          const double expected = expected_value(phantom, i, j, phantom_k ? phantom_k(k) : k);
          const double actual = static_cast<double>(values[at]);
          if (std::abs(actual - expected) <= tolerance) continue;
          if (++wrong == 1) {
            ADD_FAILURE() << "voxel (" << i << ", " << j << ", " << k << ") is " << actual
                          << ", not " << expected;
          }
        }
      }
    }
  });
  EXPECT_EQ(wrong, 0) << "voxels differ";
}

void expect_same_transform(const Eigen::Affine3d& actual, const Eigen::Affine3d& expected) {
  EXPECT_LT((actual.matrix() - expected.matrix()).cwiseAbs().maxCoeff(), 1e-9)
      << actual.matrix() << "\ninstead of\n"
      << expected.matrix();
}

bool has_finding(const std::vector<Finding>& findings, FindingCode code, Severity severity) {
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.code == code && finding.severity == severity;
  });
}

std::string message_of(const std::vector<Finding>& findings, FindingCode code) {
  const auto finding = std::ranges::find(findings, code, &Finding::code);
  return finding == findings.end() ? std::string() : finding->message;
}

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error was thrown";
  return {ErrorCode::internal, ""};
}

}  // namespace volvr::test
