// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "support/phantom.h"
#include "volvr/catalog.h"
#include "volvr/error.h"
#include "volvr/volume.h"

namespace volvr::test {

/// The only series of the folder.
SeriesInfo scan_series(const std::filesystem::path& folder);

/// Scans the folder and loads the only volume of its only series.
Volume load_only_volume(const std::filesystem::path& folder, int threads = 0);

/// The only volume of the only series of the folder.
VolumeInfo only_volume(const std::filesystem::path& folder);

/// Expects every voxel to be what the phantom says, within `tolerance`.
/// @param phantom_k  the phantom's slice that lies at the volume's k; identity where left out
void expect_phantom_voxels(const Volume& volume, const Phantom& phantom, double tolerance = 0.0,
                           const std::function<int(int)>& phantom_k = {});

/// Expects the same transform within 1e-9.
void expect_same_transform(const Eigen::Affine3d& actual, const Eigen::Affine3d& expected);

/// Whether the findings hold this one.
bool has_finding(const std::vector<Finding>& findings, FindingCode code, Severity severity);

/// The message of the first finding with this code; empty if there is none.
std::string message_of(const std::vector<Finding>& findings, FindingCode code);

/// The error that `work` throws; fails the test, with an empty message, if it throws none.
Error error_of(const std::function<void()>& work);

}  // namespace volvr::test
