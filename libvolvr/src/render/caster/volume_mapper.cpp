// SPDX-License-Identifier: Apache-2.0
#include "render/caster/volume_mapper.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <vtkAlgorithm.h>
#include <vtkImageData.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLGPUVolumeRayCastMapper.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkVolume.h>
#include <vtkWeakPointer.h>

#include "render/caster/gl_context.h"
#include "render/caster/ray_renderer.h"
#include "render/caster/stock_clips.h"
#include "volvr/error.h"

namespace volvr::render {

struct VolumeMapper::Impl {
  RayRenderer rays;
  Layers layers;
  vtkWeakPointer<vtkOpenGLRenderWindow> home;  // in whose context these have what they have
  std::string preamble;
  double sample_distance = 1.0;
  Quality quality;
  FoveaAim aim;
  double average_lowest = std::numeric_limits<float>::lowest();
  double average_highest = std::numeric_limits<float>::max();
  double average_black = 0.0;
  double average_white = 1.0;
  RayPath path = RayPath::automatic;
  bool stock_rounding = false;
  GraphicsLimits limits;
  std::vector<vtkSmartPointer<vtkDataArray>> upcoming;
  vtkSmartPointer<vtkOpenGLGPUVolumeRayCastMapper> stock;
  bool only_vtk = false;  // the driver does not take the shaders
  bool said = false;
  std::vector<ClipShape> clips;
  double shadows = 0.0;
  bool jitter = false;
  bool said_nothing_left = false;
  bool said_lost = false;

  void leave_home();
  void move_to(vtkOpenGLRenderWindow& window);
  bool lost();
};

// Frees what is on the GPU, in the context that it was made in. Where that is gone, all is gone.
void VolumeMapper::Impl::leave_home() {
  if (home != nullptr) {
    home->PushContext();
    rays.free();
    layers.free();
    home->PopContext();
  }
  home = nullptr;
  layers.forget();
  rays = RayRenderer();
  rays.programs().set_preamble(preamble);
}

void VolumeMapper::Impl::move_to(vtkOpenGLRenderWindow& window) {
  if (home == &window) return;
  leave_home();
  window.MakeCurrent();
  home = &window;
}

// A context that was lost answers nothing any more, and is not to be asked to free anything.
bool VolumeMapper::Impl::lost() {
  if (!context_is_lost()) {
    said_lost = false;
    return false;
  }
  home = nullptr;
  leave_home();
  return true;
}

namespace {

// What the ray caster can draw; the rest is left to VTK's.
bool is_ours(vtkVolumeMapper& mapper) {
  const int mode = mapper.GetBlendMode();
  return mode != vtkVolumeMapper::ADDITIVE_BLEND && mode != vtkVolumeMapper::SLICE_BLEND;
}

Eigen::Affine3d transform_of(vtkMatrix4x4* matrix) {
  if (matrix == nullptr) return Eigen::Affine3d::Identity();
  using RowMajor = Eigen::Matrix<double, 4, 4, Eigen::RowMajor>;
  const Eigen::Matrix4d copy = Eigen::Map<const RowMajor>(matrix->GetData());
  return Eigen::Affine3d(copy);
}

bool is_greatest(int blend_mode) {
  if (blend_mode != vtkVolumeMapper::COMPOSITE_BLEND &&
      blend_mode != vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND) {
    throw Error(ErrorCode::unsupported,
                "A layer is drawn as a composite or by its greatest values.");
  }
  return blend_mode == vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND;
}

LabelPaint paint_of(const double* rgb, double opacity, bool visible) {
  return {Eigen::Map<const Eigen::Vector3d>(rgb).cast<float>(), static_cast<float>(opacity),
          visible};
}

}  // namespace

vtkStandardNewMacro(VolumeMapper);

VolumeMapper::VolumeMapper() : impl_(std::make_unique<Impl>()) {}
VolumeMapper::~VolumeMapper() {
  impl_->leave_home();
}

void VolumeMapper::SetSampleDistance(double distance) {
  if (distance == impl_->sample_distance) return;
  impl_->sample_distance = distance;
  Modified();
}

void VolumeMapper::SetQuality(const Quality& quality) {
  if (quality == impl_->quality) return;
  impl_->quality = quality;
  Modified();
}

void VolumeMapper::SetFoveaAim(const FoveaAim& aim) {
  if (aim == impl_->aim) return;
  impl_->aim = aim;
  Modified();
}

Eigen::Array2i VolumeMapper::Rays() const {
  return impl_->rays.last_size();
}

void VolumeMapper::SetAverageRange(double lowest, double highest) {
  impl_->average_lowest = lowest;
  impl_->average_highest = highest;
  Modified();
}

void VolumeMapper::SetAverageWindow(double black, double white) {
  impl_->average_black = black;
  impl_->average_white = white;
  Modified();
}

void VolumeMapper::SetPath(RayPath path) {
  impl_->path = path;
  Modified();
}

void VolumeMapper::SetStockRounding(bool on) {
  impl_->stock_rounding = on;
  Modified();
}

void VolumeMapper::SetGraphicsLimits(const GraphicsLimits& limits) {
  impl_->limits = limits;
  Modified();
}

void VolumeMapper::SetUpcoming(std::vector<vtkSmartPointer<vtkDataArray>> values) {
  impl_->upcoming = std::move(values);
}

std::size_t VolumeMapper::UpcomingReady() const {
  return impl_->rays.phases().taken();
}

ShownVoxels VolumeMapper::Shown() const {
  return impl_->rays.shown();
}

void VolumeMapper::SetShadows(double strength) {
  const double within = strength > 0.0 ? std::min(strength, 1.0) : 0.0;
  if (within == impl_->shadows) return;
  impl_->shadows = within;
  Modified();
}

void VolumeMapper::SetJitter(bool on) {
  impl_->jitter = on;
  Modified();
}

void VolumeMapper::SetClips(std::vector<ClipShape> clips) {
  impl_->clips = std::move(clips);
  Modified();
}

void VolumeMapper::SetShaderPreamble(const std::string& text) {
  impl_->preamble = text;
  impl_->rays.programs().set_preamble(text);
}

RayPath VolumeMapper::LastPath() const {
  return impl_->rays.drawn_by();
}

std::size_t VolumeMapper::ProgramsBuilt() const {
  return impl_->rays.programs().built();
}

void VolumeMapper::AddLayer(vtkImageData* image, vtkVolumeProperty* property,
                            vtkMatrix4x4* input_from_layer, int blend_mode) {
  impl_->layers.add({.image = image,
                     .property = property,
                     .main_from_layer = transform_of(input_from_layer),
                     .greatest = is_greatest(blend_mode)});
  Modified();
}

int VolumeMapper::NumberOfLayers() const {
  return static_cast<int>(impl_->layers.count());
}

void VolumeMapper::RemoveAllLayers() {
  impl_->layers.clear_layers();
  Modified();
}

void VolumeMapper::SetLayerOpacity(int layer, double opacity) {
  impl_->layers.set_opacity(static_cast<std::size_t>(layer), opacity);
  Modified();
}

void VolumeMapper::SetLayerVisibility(int layer, bool visible) {
  impl_->layers.set_visible(static_cast<std::size_t>(layer), visible);
  Modified();
}

void VolumeMapper::SetLayerBlendMode(int layer, int blend_mode) {
  impl_->layers.set_greatest(static_cast<std::size_t>(layer), is_greatest(blend_mode));
  Modified();
}

void VolumeMapper::SetLabels(vtkImageData* labels, vtkMatrix4x4* input_from_labels,
                             double unit_distance, bool tint) {
  impl_->layers.set_labels({.image = labels,
                            .main_from_labels = transform_of(input_from_labels),
                            .unit_distance = unit_distance,
                            .tint = tint});
  Modified();
}

void VolumeMapper::SetLabelStyle(long long label, const double rgb[3], double opacity,
                                 bool visible) {
  impl_->layers.label_table().set(label, paint_of(rgb, opacity, visible));
  Modified();
}

void VolumeMapper::SetOtherLabelsStyle(const double rgb[3], double opacity, bool visible) {
  impl_->layers.label_table().set_other(paint_of(rgb, opacity, visible));
  Modified();
}

double* VolumeMapper::GetBounds() {
  double* bounds = Superclass::GetBounds();
  if (!impl_->layers.any()) return bounds;
  const Eigen::AlignedBox3d others = impl_->layers.bounds();
  for (int axis = 0; axis < 3; ++axis) {
    bounds[2 * axis] = std::min(bounds[2 * axis], others.min()[axis]);
    bounds[2 * axis + 1] = std::max(bounds[2 * axis + 1], others.max()[axis]);
  }
  return bounds;
}

std::size_t VolumeMapper::GraphicsMemory() const {
  return impl_->rays.bytes() + impl_->layers.bytes();
}

void VolumeMapper::Render(vtkRenderer* renderer, vtkVolume* volume) {
  if (GetInputAlgorithm() != nullptr) GetInputAlgorithm()->Update();
  auto* image = vtkImageData::SafeDownCast(GetDataSetInput());
  if (image == nullptr || image->GetNumberOfPoints() == 0) {
    vtkErrorMacro("The ray caster was given no image.");
    return;
  }
  int of_cells = 0;
  vtkDataArray* values =
      GetScalars(image, ScalarMode, ArrayAccessMode, ArrayId, ArrayName, of_cells);
  if (values == nullptr || of_cells != 0) {
    vtkErrorMacro("The ray caster's image has no values at its points.");
    return;
  }
  auto& window = *static_cast<vtkOpenGLRenderWindow*>(renderer->GetRenderWindow());
  if (impl_->lost()) {
    if (!std::exchange(impl_->said_lost, true)) {
      vtkErrorMacro(
          "The graphics driver lost what it drew with; the volume is shown again once the window "
          "has a new context.");
    }
    return;
  }
  impl_->move_to(window);
  if (impl_->layers.any()) return draw_fused(*renderer, *volume, *image, *values);
  if (!impl_->only_vtk && is_ours(*this)) {
    try {
      draw(*renderer, *volume, *image, *values);
      const std::string notice = impl_->rays.take_notice();
      if (!notice.empty()) vtkWarningMacro(<< notice);
      return;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::unsupported) {
        vtkErrorMacro(<< error.what());
        return;
      }
      impl_->only_vtk = true;
      vtkWarningMacro(<< error.what() << " VTK's ray caster draws instead.");
    }
  } else if (!impl_->only_vtk && !impl_->said) {
    impl_->said = true;
    vtkWarningMacro("VTK's ray caster draws what volvr's does not: this blend mode.");
  }
  draw_by_vtk(*renderer, *volume, *image);
}

// VTK's mapper would leave the layers out; a picture that lacks something is not drawn at all.
void VolumeMapper::draw_fused(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image,
                              vtkDataArray& values) {
  if (!is_ours(*this)) {
    vtkErrorMacro("Layers and labels cannot be drawn with this cropping, blend mode or number of "
                  "clipping planes.");
    return;
  }
  try {
    draw(renderer, volume, image, values);
  } catch (const Error& error) {
    vtkErrorMacro(<< error.what());
  }
}

void VolumeMapper::draw(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image,
                        vtkDataArray& values) {
  const std::vector<vtkDataArray*> upcoming(impl_->upcoming.begin(), impl_->upcoming.end());
  impl_->rays.draw({.renderer = renderer,
                    .volume = volume,
                    .mapper = *this,
                    .clips = impl_->clips,
                    .image = image,
                    .values = values,
                    .technique = BlendMode,
                    .sample_distance = impl_->sample_distance * impl_->quality.step,
                    .quality = impl_->quality,
                    .aim = impl_->aim,
                    .average_lowest = impl_->average_lowest,
                    .average_highest = impl_->average_highest,
                    .average_black = impl_->average_black,
                    .average_white = impl_->average_white,
                    .path = impl_->path,
                    .stock_rounding = impl_->stock_rounding,
                    .limits = impl_->limits,
                    .upcoming = upcoming,
                    .shadows = impl_->shadows,
                    .jitter = impl_->jitter,
                    .layers = impl_->layers.any() ? &impl_->layers : nullptr});
  const bool nothing_left = !impl_->layers.any() && !impl_->rays.anything_left();
  if (nothing_left && !impl_->said_nothing_left) {
    vtkWarningMacro("The clips leave nothing of the volume to be seen.");
  }
  impl_->said_nothing_left = nothing_left;
}

void VolumeMapper::draw_by_vtk(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image) {
  auto& stock = impl_->stock;
  if (stock == nullptr) {
    stock = vtkSmartPointer<vtkOpenGLGPUVolumeRayCastMapper>::New();
    stock->AutoAdjustSampleDistancesOff();
    stock->LockSampleDistanceToInputSpacingOff();
    stock->UseJitteringOff();
  }
  stock->SetInputData(&image);
  stock->SetScalarMode(ScalarMode);
  stock->SetArrayAccessMode(ArrayAccessMode);
  if (ArrayAccessMode == VTK_GET_ARRAY_BY_NAME) {
    stock->SelectScalarArray(ArrayName);
  } else {
    stock->SelectScalarArray(ArrayId);
  }
  stock->SetBlendMode(BlendMode);
  if (!set_stock_clips(impl_->clips, ClippingPlanes, volume, *stock)) {
    vtkWarningMacro("VTK's ray caster leaves some of the clips out.");
  }
  stock->SetCropping(Cropping);
  stock->SetCroppingRegionPlanes(CroppingRegionPlanes);
  stock->SetCroppingRegionFlags(CroppingRegionFlags);
  stock->SetSampleDistance(static_cast<float>(impl_->sample_distance * impl_->quality.step));
  stock->SetImageSampleDistance(static_cast<float>(std::clamp(impl_->quality.pixels, 1.0, 10.0)));
  stock->Render(&renderer, &volume);
}

void VolumeMapper::ReleaseGraphicsResources(vtkWindow* window) {
  if (window == nullptr || window == impl_->home) impl_->leave_home();
  if (impl_->stock != nullptr) impl_->stock->ReleaseGraphicsResources(window);
  Superclass::ReleaseGraphicsResources(window);
}

}  // namespace volvr::render
