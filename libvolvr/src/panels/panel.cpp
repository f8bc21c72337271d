// SPDX-License-Identifier: Apache-2.0
#include "panels/panel.h"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <functional>
#include <utility>

#include "panels/canvas.h"
#include "panels/font_atlas.h"
#include "panels/font_files.h"
#include "panels/frame_parts.h"
#include "panels/theme.h"
#include "panels/wording.h"

namespace volvr::panels {

namespace {

constexpr int frames_to_settle = 3;      // that ImGui takes to lay out what has changed
constexpr double circle_of_press = 0.5;  // units; see SteadyPointer
constexpr float tabs_width = 9.5f;       // units

// ImGui's present context is one for the process: ours is there as long as we work, no longer.
class ContextInUse {
 public:
  explicit ContextInUse(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) {
    ImGui::SetCurrentContext(context);
  }
  ~ContextInUse() { ImGui::SetCurrentContext(before_); }
  ContextInUse(const ContextInUse&) = delete;
  ContextInUse& operator=(const ContextInUse&) = delete;

 private:
  ImGuiContext* before_;
};

// ImGui leaves the first context of a process current: nothing of ours may stay so and dangle.
ImGuiContext* make_context() {
  const ContextInUse as_it_was(ImGui::GetCurrentContext());
  return ImGui::CreateContext();
}

void keep_to_itself(ImGuiIO& io) {
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.SetClipboardTextFn = [](void*, const char*) {};
  io.GetClipboardTextFn = [](void*) { return ""; };
  io.BackendRendererName = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.KeyRepeatDelay = 0.4f;
  io.KeyRepeatRate = 0.08f;
}

template <class T>
void add_bytes(std::size_t& digest, const ImVector<T>& data) {
  const std::string_view bytes(reinterpret_cast<const char*>(data.Data),
                               static_cast<std::size_t>(data.size_in_bytes()));
  digest = digest * 1099511628211u + std::hash<std::string_view>()(bytes);
}

// What would be drawn, as one number.
std::size_t digest_of(const ImDrawData& data) {
  std::size_t digest = 14695981039346656037u;
  for (const ImDrawList* list : data.CmdLists) {
    add_bytes(digest, list->VtxBuffer);
    add_bytes(digest, list->IdxBuffer);
    for (const ImDrawCmd& command : list->CmdBuffer) {
      for (const float edge : {command.ClipRect.x, command.ClipRect.y, command.ClipRect.z,
                               command.ClipRect.w, static_cast<float>(command.ElemCount)}) {
        digest = digest * 1099511628211u + std::hash<float>()(edge);
      }
      digest = digest * 1099511628211u + std::hash<void*>()(command.TextureId);
    }
  }
  return digest;
}

bool same(const Pointer& a, const Pointer& b) {
  return a.at == b.at && a.pressed == b.pressed && b.scroll == 0.0;
}

}  // namespace

struct Panel::Impl {
  explicit Impl(const PanelOptions& options)
      : measures(options.measures),
        letters(options.font.empty() ? find_font() : options.font),
        context(make_context()) {
    const ContextInUse in_use(context);
    keep_to_itself(ImGui::GetIO());
  }

  // What the canvas has in OpenGL went with release_graphics, or goes with its context.
  ~Impl() {
    const ContextInUse in_use(context);
    ImGui::GetIO().BackendRendererUserData = nullptr;
    ImGui::DestroyContext(context);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void note_letters(const Model& of) {
    const auto need = [&](std::string_view text) { letters.need(clean(text)); };
    need(of.message);
    if (of.fused) {
      for (const LayerEntry& layer : of.fused->layers) {
        need(layer.name);
        need(layer.unit);
        for (const Appearance& preset : layer.presets) need(preset.title);
      }
      for (const LabelEntry& label : of.fused->labels) need(label.name);
    }
    if (of.study) {
      need(of.study->patient);
      need(of.study->series);
      need(of.study->unit);
      for (const PresetEntry& preset : of.study->presets) need(preset.appearance.title);
    }
    if (!of.series) return;
    for (const SeriesEntry& entry : of.series->entries) {
      need(entry.title);
      need(entry.detail);
      need(entry.note);
    }
  }

  // Whether there is anything to be done.
  bool take(const Model& now, const Pointer& at) {
    if (!has_model || !look_the_same(model, now)) {
      note_letters(now);
      frames_due = frames_to_settle;
    }
    // What commands are made of besides, such as the pose, is to be fresh too.
    if (frames_due > 0 || !same(pointer, at) || at.pressed) model = now;
    has_model = true;
    if (!same(pointer, at)) frames_due = frames_to_settle;
    pointer = at;
    return frames_due > 0 || at.pressed;
  }

  void feed(ImGuiIO& io, double seconds) {
    io.DisplaySize = {static_cast<float>(measures.width), static_cast<float>(measures.height)};
    io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 0.1));
    std::optional<Eigen::Vector2d> at;
    if (pointer.at) at = pointer.at->cwiseProduct(Eigen::Vector2d(measures.width, measures.height));
    at = steady.step(at, pointer.pressed, circle_of_press * measures.unit());
    // A finger that leaves lets go where it was.
    const bool lets_go = was_pressed && !pointer.pressed;
    if (lets_go) io.AddMouseButtonEvent(0, false);
    if (at) {
      io.AddMousePosEvent(static_cast<float>(at->x()), static_cast<float>(at->y()));
    } else {
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    }
    if (pointer.pressed && !was_pressed) io.AddMouseButtonEvent(0, true);
    was_pressed = pointer.pressed;
    if (pointer.scroll != 0.0) {
      io.AddMouseWheelEvent(0.0f, static_cast<float>(std::exchange(pointer.scroll, 0.0)));
    }
  }

  const Page& open_page() const {
    const Page* first = nullptr;
    for (const Page& each : pages()) {
      if (!each.is_there(model)) continue;
      if (each.name == page) return each;
      if (first == nullptr) first = &each;
    }
    return *first;
  }

  void show(std::vector<PanelCommand>& said) {
    const PageFrame frame{kit, model, said};
    const Page& shown = open_page();
    ImGui::SetNextWindowPos({0.0f, 0.0f});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("panel", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse |
                     ImGuiWindowFlags_NoNav);
    kit.begin_frame(measures, pictures);
    show_header(frame, shown.name);
    const float foot = foot_height(frame) + ImGui::GetStyle().ItemSpacing.y;
    kit.begin_scrolled("tabs", tabs_width * kit.unit(), -foot);
    page = show_tabs(frame, shown.name);
    kit.end_scrolled();
    ImGui::SameLine();
    kit.begin_scrolled(shown.name.data(), 0.0f, -foot);
    shown.show(frame);
    kit.end_scrolled();
    show_foot(frame);
    ImGui::End();
    if (page != shown.name) frames_due = frames_to_settle;
  }

  void build_letters(ImGuiIO& io) {
    if (!letters.build(*io.Fonts, measures.capital)) return;
    io.Fonts->SetTexID(PictureNames::letters());
    letters_are_new = true;
    apply_theme(ImGui::GetStyle(), measures.unit());
  }

  std::vector<PanelCommand> step(const Model& now, const Pointer& at, double seconds) {
    std::vector<PanelCommand> said;
    if (!take(now, at) || measures.width < 1 || measures.height < 1) return said;
    const ContextInUse in_use(context);
    ImGuiIO& io = ImGui::GetIO();
    build_letters(io);
    --frames_due;
    feed(io, seconds);
    ImGui::NewFrame();
    show(said);
    ImGui::Render();
    pictures.end_frame();
    digest = digest_of(*ImGui::GetDrawData());
    has_frame = true;
    return said;
  }

  void draw(bool mipmaps) {
    if (!has_frame) return;
    const ContextInUse in_use(context);
    canvas.draw(*ImGui::GetDrawData(), pictures, std::exchange(letters_are_new, false), mipmaps);
    drawn = digest;
  }

  void release_graphics() {
    const ContextInUse in_use(context);
    canvas.release(ImGui::GetIO());
    drawn.reset();
    has_frame = false;
    frames_due = frames_to_settle;
  }

  Measures measures;
  FontAtlas letters;
  ImGuiContext* context;
  Kit kit;
  PictureNames pictures;
  Canvas canvas;
  SteadyPointer steady;
  Model model;
  Pointer pointer;
  std::string page;
  int frames_due = frames_to_settle;
  std::size_t digest = 0;
  std::optional<std::size_t> drawn;
  bool has_model = false;
  bool has_frame = false;
  bool was_pressed = false;
  bool letters_are_new = false;
};

Panel::Panel(const PanelOptions& options) : impl_(std::make_unique<Impl>(options)) {}
Panel::~Panel() = default;

void Panel::resize(const Measures& measures) {
  if (measures == impl_->measures) return;
  impl_->measures = measures;
  impl_->frames_due = frames_to_settle;
}

const Measures& Panel::measures() const {
  return impl_->measures;
}

std::vector<PanelCommand> Panel::step(const Model& model, const Pointer& pointer, double seconds) {
  return impl_->step(model, pointer, seconds);
}

bool Panel::wants_another_frame() const {
  return impl_->frames_due > 0 || impl_->pointer.pressed;
}

bool Panel::needs_drawing() const {
  return impl_->has_frame && (impl_->drawn != impl_->digest || impl_->letters_are_new);
}

void Panel::draw(bool mipmaps) {
  impl_->draw(mipmaps);
}

unsigned Panel::texture() const {
  return impl_->canvas.texture();
}

Eigen::Vector2i Panel::texture_size() const {
  return {impl_->canvas.width(), impl_->canvas.height()};
}

void Panel::copy_to(unsigned framebuffer, int x, int y) const {
  impl_->canvas.copy_to(framebuffer, x, y);
}

Picture Panel::picture() const {
  return impl_->canvas.read();
}

void Panel::release_graphics() {
  impl_->release_graphics();
}

const std::vector<Item>& Panel::items() const {
  return impl_->kit.items();
}

const Item* Panel::find(std::string_view label) const {
  const auto found = std::ranges::find(items(), label, &Item::label);
  return found == items().end() ? nullptr : &*found;
}

std::string_view Panel::page() const {
  return impl_->open_page().name;
}

void Panel::open_page(std::string_view name) {
  impl_->page = name;
  impl_->frames_due = frames_to_settle;
}

}  // namespace volvr::panels
