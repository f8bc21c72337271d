// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <vtkNew.h>

#include "render/caster/volume_mapper.h"
#include "render/ray_caster.h"

namespace volvr::render {

namespace {

class VolvrRayCaster : public RayCaster {
 public:
  VolvrRayCaster(const DisplayImage& image, const Settings& settings)
      : steps_a_voxel_(settings.number("render.step")), own_spacing_(image.smallest_spacing) {
    mapper_->SetSampleDistance(steps_a_voxel_ * own_spacing_);
    mapper_->SetInputDataObject(image.image);
    mapper_->SetPath(ray_path(settings.text("render.path")));
    mapper_->SetJitter(settings.flag("render.jitter"));
    wanted_shadows_ = settings.number("render.shadow_strength");
    mapper_->SetStockRounding(settings.text("render.rounding") == "stock");
    limits_.bytes = static_cast<std::uint64_t>(settings.integer("render.gpu_memory")) << 20;
    limits_.upload = static_cast<std::uint64_t>(settings.integer("render.upload")) << 20;
    mapper_->SetGraphicsLimits(limits_);
  }

  vtkVolumeMapper* mapper() override { return mapper_; }

  void set_technique(Technique technique) override { mapper_->SetBlendMode(blend_mode(technique)); }

  void set_sampling(const Sampling& sampling) override {
    mapper_->SetQuality(sampling.quality);
    mapper_->SetFoveaAim(sampling.aim);
  }

  void set_shadows(double strength) override {
    preset_shadows_ = strength;
    apply_shadows();
  }

  void set_clips(std::vector<ClipShape> clips) override { mapper_->SetClips(std::move(clips)); }

  bool draws_by_processors() const override { return mapper_->LastPath() == RayPath::processors; }

  void set_average_range(double black, double white) override {
    mapper_->SetAverageWindow(black, white);
  }

  void set_image(const DisplayImage& image,
                 const std::vector<vtkSmartPointer<vtkDataArray>>& upcoming) override {
    mapper_->SetInputDataObject(image.image);
    mapper_->SetUpcoming(upcoming);
  }

  ShownVoxels shown() const override { return mapper_->Shown(); }

  void set_waiting(bool on) override {
    GraphicsLimits limits = limits_;
    if (on) limits.upload = std::numeric_limits<std::uint64_t>::max();
    mapper_->SetGraphicsLimits(limits);
  }

  VolumeMapper* fusing_mapper() override { return mapper_; }

  void set_spacing_of_others(double spacing) override {
    mapper_->SetSampleDistance(steps_a_voxel_ * std::min(own_spacing_, spacing));
  }

 private:
  void apply_shadows() {
    mapper_->SetShadows(wanted_shadows_ < 0.0 ? preset_shadows_ : wanted_shadows_);
  }

  vtkNew<VolumeMapper> mapper_;
  double wanted_shadows_ = -1.0;  // below 0: as the preset says
  double preset_shadows_ = 0.0;
  GraphicsLimits limits_;
  double steps_a_voxel_;
  double own_spacing_;
};

}  // namespace

int blend_mode(Technique technique) {
  switch (technique) {
    case Technique::composite:
      return vtkVolumeMapper::COMPOSITE_BLEND;
    case Technique::mip:
      return vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND;
    case Technique::minip:
      return vtkVolumeMapper::MINIMUM_INTENSITY_BLEND;
    case Technique::average:
      return vtkVolumeMapper::AVERAGE_INTENSITY_BLEND;
    case Technique::isosurface:
      break;
  }
  return vtkVolumeMapper::ISOSURFACE_BLEND;
}

std::unique_ptr<RayCaster> make_ray_caster(const DisplayImage& image, vtkVolume& volume,
                                           const Settings& settings) {
  const std::string name = settings.text("render.mapper");
  const double step = settings.number("render.step");
  if (name == "stock") return make_stock_ray_caster(image, volume, step);
  if (name == "stock-cpu") return make_stock_cpu_ray_caster(image, step);
  return std::make_unique<VolvrRayCaster>(image, settings);
}

}  // namespace volvr::render
