// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <type_traits>
#include <utility>

#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {

namespace {

void add(std::vector<Clip>& clips, const Clip& clip) {
  require_valid(clip);
  if (clips.size() >= limits::clips) {
    throw Error(ErrorCode::invalid_argument,
                "There are " + std::to_string(limits::clips) + " clips already.");
  }
  clips.push_back(clip);
}

std::size_t place_of(int number, const std::vector<Clip>& clips) {
  if (clips.empty()) throw Error(ErrorCode::invalid_argument, "There is no clip.");
  if (number == 0) return clips.size() - 1;
  if (number > 0 && static_cast<std::size_t>(number) <= clips.size()) {
    return static_cast<std::size_t>(number) - 1;
  }
  throw Error(ErrorCode::invalid_argument, "Clips are numbered from 1 to " +
                                               std::to_string(clips.size()) + ", so none is " +
                                               std::to_string(number) + ".");
}

}  // namespace

std::vector<Clip> clips_after(std::vector<Clip> clips, const Command& command) {
  using namespace volvr::command;
  if (const auto* each = std::get_if<AddClipPlane>(&command)) add(clips, {each->plane});
  if (const auto* each = std::get_if<AddClipBox>(&command)) add(clips, {each->box});
  if (const auto* each = std::get_if<AddClipSphere>(&command)) add(clips, {each->sphere});
  if (const auto* each = std::get_if<InvertClip>(&command)) {
    Clip& clip = clips[place_of(each->number, clips)];
    clip.inverse = !clip.inverse;
  }
  if (const auto* each = std::get_if<RemoveClip>(&command)) {
    clips.erase(clips.begin() + static_cast<std::ptrdiff_t>(place_of(each->number, clips)));
  }
  if (std::holds_alternative<ClearClips>(command)) clips.clear();
  return clips;
}

}  // namespace volvr
