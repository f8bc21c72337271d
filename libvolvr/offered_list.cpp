// SPDX-License-Identifier: Apache-2.0
#include "offered_list.h"

#include <chrono>
#include <utility>

#include "volvr/error.h"

namespace volvr {

namespace {

bool is_ready(const std::future<Phases>& future) {
  return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

OfferedList::~OfferedList() {
  if (give_up_) *give_up_ = true;
}

void OfferedList::offer(std::vector<OfferedSeries> series, int shown) {
  thumbnails_ = {};
  if (give_up_) *give_up_ = true;
  series_ = std::move(series);
  shown_ = {};
  shown_.shown = shown;
  for (const OfferedSeries& each : series_) {
    shown_.entries.push_back({each.title, each.detail, each.note, nullptr});
  }
  made_.clear();
  has_changed_ = true;
}

void OfferedList::note(int number, std::string text) {
  shown_.entries[static_cast<std::size_t>(number - 1)].note = std::move(text);
  has_changed_ = true;
}

void OfferedList::load(int number) {
  const int count = static_cast<int>(series_.size());
  if (number < 1 || number > count) {
    throw Error(ErrorCode::invalid_argument,
                count == 0 ? "There is no other series to be shown."
                           : "Series are counted from 1 to " + std::to_string(count) +
                                 "; there is no " + std::to_string(number) + ".");
  }
  if (number == loading_ || (loading_ == 0 && number == shown_.shown)) return;
  if (loading_ != 0) {
    *give_up_ = true;
    note(loading_, {});
    given_up_.push_back(std::move(coming_));
  }
  std::erase_if(given_up_, is_ready);
  loading_ = number;
  percent_told_ = -1;
  give_up_ = std::make_shared<std::atomic<bool>>(false);
  percent_ = std::make_shared<std::atomic<int>>(0);
  message_.clear();
  note(number, "Loading");
  const auto load_it = series_[static_cast<std::size_t>(number - 1)].load;
  coming_ = std::async(std::launch::async, [load_it, stop = give_up_, percent = percent_] {
    return load_it([stop, percent](const Progress& progress) {
      if (progress.total > 0) *percent = static_cast<int>(100 * progress.done / progress.total);
      return !*stop;
    });
  });
}

std::optional<Phases> OfferedList::take_loaded() {
  if (loading_ == 0) return {};
  if (!is_ready(coming_)) {
    const int percent = *percent_;
    if (std::exchange(percent_told_, percent) != percent) {
      note(loading_, "Loading, " + std::to_string(percent) + " %");
    }
    return {};
  }
  const int number = std::exchange(loading_, 0);
  try {
    Phases phases = coming_.get();
    note(number, {});
    shown_.shown = number;
    return phases;
  } catch (const Error& error) {
    message_ = error.what();
    note(number, "Cannot be shown: " + message_);
    return {};
  }
}

void OfferedList::make_thumbnails() {
  if (thumbnails_.joinable() || series_.empty()) return;
  thumbnails_ = std::jthread([this, series = series_](const std::stop_token& stop) {
    for (std::size_t i = 0; i < series.size() && !stop.stop_requested(); ++i) {
      if (!series[i].thumbnail) continue;
      try {
        auto picture = std::make_shared<const Picture>(series[i].thumbnail());
        const std::scoped_lock lock(mutex_);
        made_.emplace_back(i, std::move(picture));
      } catch (const Error&) {  // it stays without one: loading it tells why
      }
    }
  });
}

bool OfferedList::take_changes() {
  std::vector<std::pair<std::size_t, panels::SharedPicture>> made;
  {
    const std::scoped_lock lock(mutex_);
    made = std::exchange(made_, {});
  }
  for (auto& [at, picture] : made) shown_.entries[at].thumbnail = std::move(picture);
  return std::exchange(has_changed_, false) || !made.empty();
}

std::shared_ptr<const panels::SeriesList> OfferedList::list() const {
  return std::make_shared<panels::SeriesList>(shown_);
}

}  // namespace volvr
