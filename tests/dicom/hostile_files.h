// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace volvr::test {

std::string bytes_of(const std::filesystem::path& file);
void put_bytes(const std::filesystem::path& file, std::string_view bytes);

/// An unsigned number as its bytes.
std::string number_bytes(std::uint64_t value, int width, bool big_endian = false);

/// How sequences in each other are written.
struct Nest {
  std::size_t depth = 1;
  bool is_explicit = true;
  bool big_endian = false;
  bool undefined = true;  ///< lengths
  bool unknown = false;   ///< the outermost is UN, and what is in it implicit
  bool ends = true;       ///< with delimiters, where lengths are undefined
};

/// (0008,1140) within its own items.
std::string nested(const Nest& nest);

/// Puts bytes before PatientName.
void insert_before_patient(const std::filesystem::path& file, std::string_view bytes);

/// Where the data set of a file with meta header begins.
std::size_t data_set_begin(std::string_view bytes);

/// Makes of a deflated file another one, with this data set.
void put_deflated(const std::filesystem::path& file, std::string_view data_set);

/// One file, stored, in a zip archive under any name.
std::string zip_of(std::string_view name, std::string_view content);

}  // namespace volvr::test
