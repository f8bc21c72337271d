// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <format>
#include <memory>
#include <string>

#include "core/atomic_file.h"
#include "core/frame_page.h"
#include "volvr/error.h"
#include "volvr/frame_log.h"

namespace volvr {

namespace fs = std::filesystem;

namespace {

std::string milliseconds(double seconds) {
  return std::isnan(seconds) ? "" : std::format("{:.3f}", 1e3 * seconds);
}

std::string row(const FrameRecord& f) {
  const std::string display_time = f.display_time == 0 ? "" : std::to_string(f.display_time);
  return std::format("{:.6f},{},{},{},{},{},{},{:.4g},{:.4g},{:.4g},{:.4g},{},{}\n", f.at,
                     display_time, milliseconds(f.period), milliseconds(f.cpu), milliseconds(f.gpu),
                     milliseconds(f.waiting), f.missed, f.edge_pixel, f.pixels, f.shadows, f.step,
                     f.should_draw ? 1 : 0, f.state);
}

fs::path page_beside(const fs::path& file) {
  fs::path page = file;
  page.replace_extension(".html");
  if (page != file) return page;
  throw Error(ErrorCode::invalid_argument,
              file.string() +
                  " is the name of the page that is written beside the frame log: give "
                  "the log another name, for instance one that ends in .csv.",
              file.string());
}

struct CloseFile {
  void operator()(std::FILE* stream) const { std::fclose(stream); }
};

void write(const AtomicFile& place, const fs::path& file, const std::string& text) {
  std::unique_ptr<std::FILE, CloseFile> stream(std::fopen(place.temporary().c_str(), "wb"));
  if (stream == nullptr) throw_write_error(file, "fopen", errno);
  if (std::fwrite(text.data(), 1, text.size(), stream.get()) != text.size()) {
    throw_write_error(file, "fwrite", errno, text.size());
  }
  if (std::fclose(stream.release()) != 0) throw_write_error(file, "fclose", errno, text.size());
}

}  // namespace

std::string frame_table(const FrameLog& log) {
  std::string text =
      "seconds,display_time_ns,period_ms,cpu_ms,gpu_ms,waiting_ms,missed,edge_pixel,pixels,shadows,"
      "step,should_draw,state\n";
  for (const FrameRecord& frame : log.frames()) text += row(frame);
  return text;
}

void require_frame_log_place(const fs::path& file) {
  const AtomicFile table(file, true);
  const AtomicFile page(page_beside(file), true);
}

void save_frame_log(const FrameLog& log, const FrameLogSource& source, const fs::path& file) {
  const fs::path page = page_beside(file);
  AtomicFile table_file(file, true);
  AtomicFile page_file(page, true);
  write(table_file, file, frame_table(log));
  write(page_file, page, frame_page(log, source));
  table_file.commit();
  page_file.commit();
}

}  // namespace volvr
