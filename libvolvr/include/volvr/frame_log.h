// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <limits>
#include <span>
#include <string>

namespace volvr {

/// How one frame was drawn. Times are seconds; NaN: not known.
struct FrameRecord {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  std::uint64_t number = 0;  ///< by which its GPU time is told later; 0: it will not be
  double at = 0.0;  ///< of a steady clock of the caller's; in the log: since its first frame
  std::int64_t display_time = 0;  ///< when it is seen, the runtime's nanoseconds; 0: no headset
  double period = unknown;        ///< between the frames that the headset wants
  double cpu = unknown;           ///< of the thread that draws, without waiting
  double gpu = unknown;           ///< of whoever casts the rays, both eyes
  double waiting = unknown;       ///< until the headset's runtime wanted the frame
  int missed = 0;                 ///< the headset's frames between the one before and this one
  double edge_pixel =
      1.0;               ///< quality, 1 is best: side of a ray's square at the edge of the picture
  double pixels = 1.0;   ///< side of a ray's square in the middle of the picture
  double shadows = 1.0;  ///< 1: full, 0: none
  double step = 1.0;     ///< times the setting render.step
  bool should_draw = true;  ///< the runtime wants a picture
  const char* state = "";   ///< of the session, "focused"; lives as long as the program
};

/// What is known of all frames, those too that the log has forgotten.
struct FrameTotals {
  std::uint64_t frames = 0;
  std::uint64_t drawn = 0;  ///< the runtime wanted a picture
  std::uint64_t missed = 0;
  double seconds = 0.0;  ///< from the first to the last
};

/// The frames of the last minutes, for whoever wonders why a headset stutters: nothing in it tells
/// of the patient. Give it to a Viewer by its options; it is filled while frames are shown.
class FrameLog {
 public:
  /// @param minutes  what is older is forgotten; at 120 frames a second ten minutes take 9 MB
  explicit FrameLog(double minutes = 10.0);

  /// Takes a frame up, counting what was missed since the one before from their display times.
  void add(FrameRecord frame);

  /// What the GPU took for a frame that was added some frames ago.
  void measured(std::uint64_t number, double gpu_seconds);

  /// The headset wanted no frames for a while (it was taken off, or lost): none was missed.
  void interrupted() { last_display_time_ = 0; }

  const std::deque<FrameRecord>& frames() const { return frames_; }
  const FrameTotals& totals() const { return totals_; }

 private:
  double kept_seconds_;
  double first_at_ = FrameRecord::unknown;
  std::int64_t last_display_time_ = 0;
  std::deque<FrameRecord> frames_;
  FrameTotals totals_;
};

/// Of those values that are known; all NaN where none is.
struct Percentiles {
  double p50 = FrameRecord::unknown;
  double p90 = FrameRecord::unknown;
  double p99 = FrameRecord::unknown;
  double most = FrameRecord::unknown;
};

/// The nearest-rank percentiles: p90 is the least value that nine of ten do not exceed.
Percentiles percentiles(std::span<const double> values);

/// What the frames were drawn on, for the page.
struct FrameLogSource {
  std::string display;   ///< runtime and version
  std::string graphics;  ///< OpenGL renderer and version
  int width = 0;         ///< pixels of an eye or of the window
  int height = 0;
};

/// Makes sure, before hours are spent, that `save_frame_log` will find its place.
/// @throws Error not_writable; invalid_argument where the file ends in .html, as the page does
void require_frame_log_place(const std::filesystem::path& file);

/// Writes the frames as CSV, a row a frame, and a page beside it, whose name ends in .html, with
/// percentiles and curves over time. The page needs nothing but itself. Files of these names are
/// replaced.
/// @throws Error not_writable, no_space; invalid_argument as above
void save_frame_log(const FrameLog& log, const FrameLogSource& source,
                    const std::filesystem::path& file);

}  // namespace volvr
