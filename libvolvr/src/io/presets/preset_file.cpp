// SPDX-License-Identifier: Apache-2.0
#include "volvr/preset_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include "core/atomic_file.h"
#include "core/text.h"
#include "io/presets/preset_text.h"
#include "volvr/error.h"

namespace volvr {

namespace fs = std::filesystem;

namespace io {

namespace {

constexpr std::uintmax_t most_bytes = 16U << 20U;
constexpr std::size_t longest_name = 64;

}  // namespace

std::string read_text(const fs::path& file) {
  std::error_code unknown;
  if (!fs::exists(file, unknown)) {
    throw Error(ErrorCode::not_found, "There is no file " + file.string() + ".", file.string());
  }
  if (!fs::is_regular_file(file, unknown)) {
    throw Error(ErrorCode::not_readable, file.string() + " is no file of presets.", file.string());
  }
  if (fs::file_size(file, unknown) > most_bytes) {
    throw Error(ErrorCode::invalid_argument, file.string() + " is too large for a file of presets.",
                file.string());
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    throw Error(ErrorCode::not_readable, file.string() + " cannot be read.", file.string(),
                "ifstream");
  }
  return text;
}

void refuse_preset_file(const fs::path& file, const std::string& place, const std::string& fault) {
  throw Error(ErrorCode::invalid_argument,
              "In " + file.string() + ", " + (place.empty() ? "" : place + " ") + fault + ".",
              file.string());
}

Window window_over(const std::vector<OpacityPoint>& opacities) {
  std::size_t first = 0;
  std::size_t last = opacities.size() - 1;
  while (first < last && opacities[first + 1].opacity == opacities.front().opacity) ++first;
  while (last > first && opacities[last - 1].opacity == opacities.back().opacity) --last;
  const double low = opacities[first].value;
  const double high = opacities[last].value;
  return {0.5 * (low + high), high > low ? high - low : 1.0};
}

bool is_preset_name(std::string_view name) {
  const auto part_of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, part_of_name) &&
         name.front() != '-' && name.back() != '-' && name.find("--") == std::string_view::npos;
}

}  // namespace io

namespace {

// An appearance of one's own need not have been read from a file, so that its fault has no place.
void require_savable(const std::vector<Appearance>& presets) {
  std::set<std::string_view> names;
  for (const Appearance& preset : presets) {
    require_drawable(preset);
    if (!io::is_preset_name(preset.name)) {
      throw Error(ErrorCode::invalid_argument,
                  "A preset's name is lower-case letters, digits and hyphens, at most 64, not \"" +
                      preset.name + "\".",
                  preset.name);
    }
    if (!names.insert(preset.name).second) {
      throw Error(ErrorCode::invalid_argument, "Two presets have the one name " + preset.name + ".",
                  preset.name);
    }
  }
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

void write(const fs::path& file, const fs::path& temporary, const std::string& text) {
  std::unique_ptr<std::FILE, CloseFile> stream(std::fopen(temporary.c_str(), "wb"));
  if (stream == nullptr) throw_write_error(file, "fopen", errno);
  if (std::fwrite(text.data(), 1, text.size(), stream.get()) != text.size()) {
    throw_write_error(file, "fwrite", errno, text.size());
  }
  if (std::fclose(stream.release()) != 0) throw_write_error(file, "fclose", errno, text.size());
}

}  // namespace

LoadedPresets load_presets(const fs::path& file) {
  const std::string text = io::read_text(file);
  std::string_view start = text;
  if (start.starts_with("\xef\xbb\xbf")) start.remove_prefix(3);  // the mark of UTF-8
  start = trim(start);
  if (start.empty()) io::refuse_preset_file(file, "", "there is nothing");
  if (start.front() == '{') return io::read_preset_json(std::string(start), file);
  if (start.front() == '<') return io::read_slicer_xml(std::string(start), file);
  return io::read_slicer_text(std::string(start), file);
}

void save_presets(const fs::path& file, const std::vector<Appearance>& presets,
                  const SavePresetsOptions& options) {
  require_savable(presets);
  AtomicFile output(file, options.overwrite);
  write(file, output.temporary(), io::preset_json(presets));
  output.commit();
}

void keep_presets(const std::vector<Appearance>& presets, const fs::path& folder,
                  const SavePresetsOptions& options) {
  require_savable(presets);
  for (const Appearance& preset : presets) {
    if (std::ranges::count(volvr::presets(), preset.name, &Appearance::name) > 0) {
      throw Error(ErrorCode::invalid_argument,
                  preset.name + " is the name of a built-in preset; choose another.", preset.name);
    }
  }
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) throw_write_error(folder, "create_directories", failed.value());
  // All are whole before the first one appears.
  std::vector<std::unique_ptr<AtomicFile>> files;
  for (const Appearance& preset : presets) {
    const fs::path file = folder / (preset.name + ".json");
    files.push_back(std::make_unique<AtomicFile>(file, options.overwrite));
    write(file, files.back()->temporary(), io::preset_json({preset}));
  }
  for (const auto& file : files) file->commit();
}

}  // namespace volvr
