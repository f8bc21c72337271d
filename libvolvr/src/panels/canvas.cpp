// SPDX-License-Identifier: Apache-2.0
#include "panels/canvas.h"

#include <backends/imgui_impl_opengl3.h>

#include <cstdint>
#include <string>

#include "panels/gl.h"
#include "panels/gl_state.h"
#include "volvr/error.h"

namespace volvr::panels {

namespace {

// Names of pictures are far from those that OpenGL gives to textures.
constexpr std::size_t first_name = std::size_t{1} << 40;

unsigned texture_from(const void* rgb, int width, int height) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, width, height, 0, GL_RGB, GL_UNSIGNED_BYTE, rgb);
  glGenerateMipmap(GL_TEXTURE_2D);
  return texture;
}

unsigned gl_name(ImTextureID id) {
  return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(id));
}

}  // namespace

ImTextureID PictureNames::to_id(std::size_t number) {
  return reinterpret_cast<ImTextureID>(first_name + number);
}

ImTextureID PictureNames::name_of(const SharedPicture& picture) {
  for (auto& [name, held] : held_) {
    if (held.picture != picture) continue;
    held.in_use = true;
    return name;
  }
  const ImTextureID name = to_id(++last_);
  held_.emplace(name, Held{picture, true});
  return name;
}

void PictureNames::end_frame() {
  std::erase_if(held_, [](const auto& entry) { return !entry.second.in_use; });
  for (auto& [name, held] : held_) held.in_use = false;
}

void Canvas::start() {
  if (has_started_) return;
  if (!ImGui_ImplOpenGL3_Init("#version 150")) {
    throw Error(ErrorCode::unsupported,
                "Panels cannot be drawn: OpenGL's functions are not found in libGL.", "libGL.so.1",
                "ImGui_ImplOpenGL3_Init");
  }
  has_started_ = true;
}

void Canvas::make_room(int width, int height) {
  if (framebuffer_ != 0 && width == width_ && height == height_) return;
  glDeleteTextures(1, &texture_);
  glDeleteFramebuffers(1, &framebuffer_);
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glGenFramebuffers(1, &framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  width_ = width;
  height_ = height;
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return;
  throw Error(ErrorCode::unsupported,
              "Panels cannot be drawn: the graphics driver gives no picture of " +
                  std::to_string(width) + " × " + std::to_string(height) + " pixels to draw into.",
              {}, "glCheckFramebufferStatus");
}

void Canvas::upload(const PictureNames& pictures) {
  std::erase_if(pictures_, [&](const auto& entry) {
    if (pictures.all().contains(entry.first)) return false;
    glDeleteTextures(1, &entry.second);
    return true;
  });
  for (const auto& [name, held] : pictures.all()) {
    if (pictures_.contains(name)) continue;
    const Picture& picture = *held.picture;
    pictures_[name] = texture_from(picture.rgb.data(), picture.width, picture.height);
  }
}

unsigned Canvas::texture_of(ImTextureID name) const {
  if (name == PictureNames::letters()) return letters_;
  const auto found = pictures_.find(name);
  return found == pictures_.end() ? gl_name(name) : found->second;
}

void Canvas::draw(ImDrawData& data, const PictureNames& pictures, bool letters_are_new,
                  bool mipmaps) {
  const GlStateKept kept;
  ImGuiIO& io = ImGui::GetIO();
  start();
  make_room(static_cast<int>(data.DisplaySize.x), static_cast<int>(data.DisplaySize.y));
  if (letters_are_new || letters_ == 0) {
    if (letters_ != 0) ImGui_ImplOpenGL3_DestroyDeviceObjects();
    ImGui_ImplOpenGL3_NewFrame();
    letters_ = gl_name(io.Fonts->TexID);
    io.Fonts->SetTexID(PictureNames::letters());
  }
  upload(pictures);
  for (ImDrawList* list : data.CmdLists) {
    for (ImDrawCmd& command : list->CmdBuffer) {
      const std::uintptr_t texture = texture_of(command.TextureId);
      command.TextureId = reinterpret_cast<ImTextureID>(texture);
    }
  }
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glViewport(0, 0, width_, height_);
  glClearColor(0.0f, 0.0f, 0.0f, 0.0f);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(&data);
  if (!mipmaps) return;
  glBindTexture(GL_TEXTURE_2D, texture_);
  glGenerateMipmap(GL_TEXTURE_2D);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
}

void Canvas::copy_to(unsigned framebuffer, int x, int y) const {
  if (framebuffer_ == 0) return;
  const GlStateKept kept;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
  glBlitFramebuffer(0, 0, width_, height_, x, y, x + width_, y + height_, GL_COLOR_BUFFER_BIT,
                    GL_NEAREST);
}

Picture Canvas::read() const {
  Picture picture{width_, height_, {}};
  const std::size_t row = static_cast<std::size_t>(width_) * 3;
  picture.rgb.resize(row * static_cast<std::size_t>(height_));
  if (framebuffer_ == 0 || picture.rgb.empty()) return {};
  const GlStateKept kept;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  for (int y = 0; y < height_; ++y) {
    glReadPixels(0, height_ - 1 - y, width_, 1, GL_RGB, GL_UNSIGNED_BYTE,
                 picture.rgb.data() + row * static_cast<std::size_t>(y));
  }
  return picture;
}

void Canvas::release(ImGuiIO& io) {
  if (has_started_) {
    const GlStateKept kept;
    for (const auto& [name, texture] : pictures_) glDeleteTextures(1, &texture);
    glDeleteTextures(1, &texture_);
    glDeleteFramebuffers(1, &framebuffer_);
    ImGui_ImplOpenGL3_Shutdown();
    io.Fonts->SetTexID(PictureNames::letters());
  }
  pictures_.clear();
  texture_ = framebuffer_ = letters_ = 0;
  width_ = height_ = 0;
  has_started_ = false;
}

}  // namespace volvr::panels
