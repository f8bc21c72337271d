// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkNew.h>
#include <vtkOpenGLGPUVolumeRayCastMapper.h>
#include <vtkPlaneCollection.h>
#include <vtkShaderProperty.h>
#include <vtkSmartPointer.h>

#include "render/caster/stock_clips.h"
#include "render/ray_caster.h"

namespace volvr::render {

namespace {

// The mapper lights with gradients along the image's axes and forgets its direction matrix.
void light_sheared_grid(vtkVolume& volume, const Eigen::Matrix3d& shear) {
  const Eigen::Matrix3d dataset_from_gradient = shear.inverse().transpose();
  std::ostringstream matrix;
  matrix.imbue(std::locale::classic());
  matrix << "mat3(";
  for (int column = 0; column < 3; ++column) {
    for (int row = 0; row < 3; ++row) {
      matrix << dataset_from_gradient(row, column) << (column + row < 4 ? ", " : ")");
    }
  }
  volume.GetShaderProperty()->AddFragmentShaderReplacement(
      "vec3 normal = shading_gradient.xyz;", false,
      "vec3 normal = " + matrix.str() + " * shading_gradient.xyz;", true);
}

// One of VTK's mappers, with the clips of a RayCaster.
template <class Mapper>
class Clipped : public Mapper {
 public:
  static Clipped* New() {
    auto* result = new Clipped;
    result->InitializeObjectBase();
    return result;
  }

  void set_clips(std::vector<ClipShape> clips) {
    clips_ = std::move(clips);
    this->Modified();
  }

  void Render(vtkRenderer* renderer, vtkVolume* volume) override {
    if (!clips_.empty() || placed_) place(*volume);
    Mapper::Render(renderer, volume);
  }

 private:
  // Planes that were given to the mapper itself come back when the clips are gone.
  void place(vtkVolume& volume) {
    if (!placed_) own_ = this->GetClippingPlanes();
    placed_ = !clips_.empty();
    if (!placed_) return this->SetClippingPlanes(own_);
    if (set_stock_clips(clips_, own_, volume, *this)) return;
    vtkGenericWarningMacro("VTK's ray caster takes 8 clip planes at most, scoops no balls and "
                           "removes no boxes: it shows more than was asked for.");
  }

  std::vector<ClipShape> clips_;
  vtkSmartPointer<vtkPlaneCollection> own_;
  bool placed_ = false;
};

/// VTK's own mapper. It takes the step in the dataset's coordinates, which DisplayImage makes
/// metres of the patient; its own choice of a step would take the volume's scale into account
/// twice.
class StockRayCaster : public RayCaster {
 public:
  StockRayCaster(const DisplayImage& image, double step)
      : exact_step_(step * image.smallest_spacing), lowest_(image.lowest), highest_(image.highest) {
    mapper_->SetInputData(image.image);
    mapper_->AutoAdjustSampleDistancesOff();
    mapper_->LockSampleDistanceToInputSpacingOff();
    mapper_->UseJitteringOff();
    set_sampling({});
  }

  vtkVolumeMapper* mapper() override { return mapper_; }

  void set_technique(Technique technique) override {
    average_ = technique == Technique::average;
    mapper_->SetBlendMode(blend_mode(technique));
    apply_average_range();
  }

  void set_sampling(const Sampling& sampling) override {
    mapper_->SetSampleDistance(static_cast<float>(sampling.quality.step * exact_step_));
    mapper_->SetImageSampleDistance(
        static_cast<float>(std::clamp(sampling.quality.pixels, 1.0, 10.0)));
  }

  void set_clips(std::vector<ClipShape> clips) override { mapper_->set_clips(std::move(clips)); }

  void set_average_range(double black, double white) override {
    black_ = black;
    white_ = white;
    apply_average_range();
  }

 private:
  // The mapper shows an average as its fraction of the range of values, then windows the result.
  void apply_average_range() {
    const double range = std::max(highest_ - lowest_, 1e-30);
    const double width = average_ ? (white_ - black_) / range : 1.0;
    const double centre = average_ ? (0.5 * (white_ + black_) - lowest_) / range : 0.5;
    mapper_->SetFinalColorWindow(static_cast<float>(width));
    mapper_->SetFinalColorLevel(static_cast<float>(centre));
  }

  vtkNew<Clipped<vtkOpenGLGPUVolumeRayCastMapper>> mapper_;
  double exact_step_;
  double lowest_;
  double highest_;
  double black_ = 0.0;
  double white_ = 1.0;
  bool average_ = false;
};

/// VTK's ray caster on the processors: composite, MIP and MinIP.
class StockCpuRayCaster : public RayCaster {
 public:
  StockCpuRayCaster(const DisplayImage& image, double step)
      : exact_step_(step * image.smallest_spacing) {
    mapper_->SetInputData(image.image);
    mapper_->AutoAdjustSampleDistancesOff();
    mapper_->LockSampleDistanceToInputSpacingOff();
    mapper_->IntermixIntersectingGeometryOn();
    set_sampling({});
  }

  vtkVolumeMapper* mapper() override { return mapper_; }
  void set_technique(Technique technique) override { mapper_->SetBlendMode(blend_mode(technique)); }
  void set_sampling(const Sampling& sampling) override {
    mapper_->SetSampleDistance(static_cast<float>(sampling.quality.step * exact_step_));
    mapper_->SetImageSampleDistance(static_cast<float>(sampling.quality.pixels));
  }
  void set_clips(std::vector<ClipShape> clips) override { mapper_->set_clips(std::move(clips)); }
  void set_average_range(double, double) override {}
  bool draws_by_processors() const override { return true; }

 private:
  vtkNew<Clipped<vtkFixedPointVolumeRayCastMapper>> mapper_;
  double exact_step_;
};

}  // namespace

std::unique_ptr<RayCaster> make_stock_cpu_ray_caster(const DisplayImage& image, double step) {
  return std::make_unique<StockCpuRayCaster>(image, step);
}

std::unique_ptr<RayCaster> make_stock_ray_caster(const DisplayImage& image, vtkVolume& volume,
                                                 double step) {
  if (!image.shear.isIdentity(0.0)) light_sheared_grid(volume, image.shear);
  return std::make_unique<StockRayCaster>(image, step);
}

}  // namespace volvr::render
