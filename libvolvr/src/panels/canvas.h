// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <map>
#include <memory>
#include <vector>

#include "panels/model.h"
#include "volvr/picture.h"

namespace volvr::panels {

/// Names that pictures have within ImGui's draw lists, which are made where no OpenGL context is.
class PictureNames {
 public:
  /// The atlas of letters.
  static ImTextureID letters() { return to_id(1); }

  /// To be called in each frame for each picture that is shown.
  ImTextureID name_of(const SharedPicture& picture);

  /// Forgets the pictures that were not shown in the frame that ends.
  void end_frame();

  struct Held {
    SharedPicture picture;
    bool in_use = true;
  };
  const std::map<ImTextureID, Held>& all() const { return held_; }

 private:
  static ImTextureID to_id(std::size_t number);

  std::map<ImTextureID, Held> held_;
  std::size_t last_ = 1;
};

/// The texture that a panel is drawn into, with what drawing needs. All functions need the context
/// current in which the first of them was called, and leave its state as it was.
class Canvas {
 public:
  Canvas() = default;
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  ~Canvas() = default;  // without a context nothing can be given back: see release

  /// @param data           what is drawn; its pictures are replaced by their textures' names
  /// @param letters_are_new  the atlas was built anew
  /// @throws Error unsupported where OpenGL cannot be loaded or makes no such texture
  void draw(ImDrawData& data, const PictureNames& pictures, bool letters_are_new, bool mipmaps);

  /// RGBA, as displayed (sRGB numbers in a texture without that mark); its first row is the lowest.
  unsigned texture() const { return texture_; }
  int width() const { return width_; }
  int height() const { return height_; }

  /// Copies it pixel by pixel. @param x, y  of its lower left corner in that framebuffer
  void copy_to(unsigned framebuffer, int x, int y) const;

  Picture read() const;

  /// Gives back all that is in the context. @param io  of the panel's ImGui context
  void release(ImGuiIO& io);

 private:
  void start();
  void make_room(int width, int height);
  void upload(const PictureNames& pictures);
  unsigned texture_of(ImTextureID name) const;

  unsigned texture_ = 0;
  unsigned framebuffer_ = 0;
  int width_ = 0;
  int height_ = 0;
  bool has_started_ = false;
  unsigned letters_ = 0;
  std::map<ImTextureID, unsigned> pictures_;
};

}  // namespace volvr::panels
