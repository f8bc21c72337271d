// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "panels/model.h"
#include "volvr/viewer.h"

namespace volvr {

/// The series that a viewer was offered: one of them is loaded at a time, and their small pictures
/// are made one after the other, both on threads of their own. All functions are called from the
/// viewer's thread.
class OfferedList {
 public:
  OfferedList() = default;
  ~OfferedList();
  OfferedList(const OfferedList&) = delete;
  OfferedList& operator=(const OfferedList&) = delete;

  /// @param shown  number of the one on the screen, from 1; 0: none of them
  void offer(std::vector<OfferedSeries> series, int shown);

  /// Begins to load one; another that is being loaded is given up.
  /// @throws Error invalid_argument where there is none of that number
  void load(int number);

  bool is_loading() const { return loading_ != 0; }

  /// Begins with the small pictures, when the first picture of the study is on the screen.
  void make_thumbnails();

  /// A series that has become whole. What kept it from that is told by its note and by `message`.
  std::optional<Phases> take_loaded();

  /// Whether what panels show of it has changed since the last call.
  bool take_changes();
  std::shared_ptr<const panels::SeriesList> list() const;
  std::string message() const { return message_; }  ///< of the last one that failed; may be empty

 private:
  void note(int number, std::string text);

  std::vector<OfferedSeries> series_;
  panels::SeriesList shown_;
  std::string message_;
  bool has_changed_ = false;

  int loading_ = 0;
  std::shared_ptr<std::atomic<bool>> give_up_;
  std::shared_ptr<std::atomic<int>> percent_;
  int percent_told_ = -1;
  std::future<Phases> coming_;
  std::vector<std::future<Phases>> given_up_;

  std::mutex mutex_;  // guards what the thread below has made
  std::vector<std::pair<std::size_t, panels::SharedPicture>> made_;
  std::jthread thumbnails_;  // the last: it is stopped before what it writes to goes
};

}  // namespace volvr
