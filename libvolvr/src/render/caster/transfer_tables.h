// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <vtkOpenGLRenderWindow.h>
#include <vtkVolumeProperty.h>

#include "render/caster/gl_texture.h"

namespace volvr::render {

/// What the tables are made for.
struct TableUse {
  double lowest = 0.0;  ///< range of values that a table spans
  double highest = 1.0;
  double thickness = 0.0;  ///< of the sample that an opacity is for, dataset; 0 for a projection
  int component = 0;
  bool gradients = false;  ///< opacity is by gradient, too
  double times = 1.0;  ///< that each opacity is multiplied with before it is made thinner
  bool operator==(const TableUse&) const = default;
};

/// A property's opacities for samples of that use, in `size` entries; a function without points
/// shows nothing.
std::vector<float> opacity_table(vtkVolumeProperty& property, const TableUse& use, int size);

/// Its colours, three numbers an entry; white without points.
std::vector<float> colour_table(vtkVolumeProperty& property, const TableUse& use, int size);

/// Whether a property has samples' opacities go by gradient as well.
bool goes_by_gradient(vtkVolumeProperty& property);

/// How many values an average voxel side a table of gradients reaches to, from 0.
double gradient_span(vtkVolumeProperty& property, const TableUse& use);

/// What opacities are multiplied with over gradients up to `span`, in `size` entries.
std::vector<float> gradient_table(vtkVolumeProperty& property, const TableUse& use, double span,
                                  int size);

/// Entries that the stock mapper would give to either table, at most as long as a texture may be.
int opacity_entries(vtkVolumeProperty& property, const TableUse& use,
                    vtkOpenGLRenderWindow& window);
int colour_entries(vtkVolumeProperty& property, const TableUse& use, vtkOpenGLRenderWindow& window);
int gradient_entries(vtkVolumeProperty& property, const TableUse& use,
                     vtkOpenGLRenderWindow& window);

/// A property's colours and opacities as textures, in the sizes that the stock mapper gives them.
class TransferTables {
 public:
  /// Makes them anew where the property's functions or the use differ from last time.
  /// @return whether other values may be visible than before; another thickness shows the same
  bool update(vtkOpenGLRenderWindow& window, vtkVolumeProperty& property, const TableUse& use);

  const std::vector<float>& opacities() const { return opacities_; }
  const std::vector<float>& colours() const { return colours_; }  ///< three an entry
  /// Over gradients from 0 to `gradient_span` values an average voxel side; empty where not used.
  const std::vector<float>& gradients() const { return gradients_; }
  double gradient_span() const { return gradient_span_; }
  const GlTexture& gradient_texture() const { return gradient_texture_; }
  const GlTexture& opacity_texture() const { return opacity_texture_; }
  const GlTexture& colour_texture() const { return colour_texture_; }
  void free();

 private:
  void update_gradients(vtkOpenGLRenderWindow& window, vtkVolumeProperty& property,
                        const TableUse& use);

  std::vector<float> opacities_;
  std::vector<float> colours_;
  GlTexture opacity_texture_;
  GlTexture colour_texture_;
  std::vector<float> gradients_;
  double gradient_span_ = 1.0;
  GlTexture gradient_texture_;
  TableUse use_;
  vtkMTimeType colours_time_ = 0;
  vtkMTimeType opacities_time_ = 0;
  vtkMTimeType gradients_time_ = 0;
};

}  // namespace volvr::render
