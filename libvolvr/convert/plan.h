// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "convert/disclosure.h"
#include "volvr/catalog.h"
#include "volvr/convert.h"

namespace volvr::batch {

/// One file that is to be made: a volume, or a sequence of them.
struct Output {
  const SeriesInfo* series = nullptr;  ///< of the catalog, which lives longer
  std::vector<std::size_t> volumes;    ///< of the series; empty: there is nothing to be made of it
  std::string label;
  std::string name;  ///< of the file, without its ending
};

/// The outputs of this run, in the catalog's order. Names are given over the whole catalog, so that
/// neither a shard nor a choice of series changes them.
/// @throws Error invalid_argument (the template)
std::vector<Output> plan_outputs(const Catalog& catalog, const Disclosure& disclosure,
                                 const ConvertOptions& options);

/// Every file that an output is made of, each once: those of its slices, and of the object that a
/// label volume is drawn from.
std::vector<std::filesystem::path> source_files(const Output& output);

/// Hash of the instances that an output is made of, and of the size and time of each file (of the
/// archive, for a member of one), so that a change of the input is seen.
std::string hash_of_inputs(const Output& output);

/// Hash of whatever else decides the bytes of an output.
std::string hash_of_options(const ConvertOptions& options);

/// Whether the series is the one named by its number or its UID.
bool is_chosen(const SeriesInfo& series, const std::string& number_or_uid);

}  // namespace volvr::batch
