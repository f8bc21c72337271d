// SPDX-License-Identifier: Apache-2.0
#include "render/display_image.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <type_traits>

#include <vtkPointData.h>

#include "render/vtk_image.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr double metres_per_millimetre = 0.001;
constexpr double rounding = 1e-5;  // of direction cosines, as DICOM writes them

template <class T>
std::shared_ptr<T[]> buffer_of(std::uint64_t values) {
  const std::shared_ptr<void> memory = allocate_voxels(values * sizeof(T));
  return {memory, static_cast<T*>(memory.get())};
}

Volume with_buffer(const Volume& volume, const GridGeometry& grid,
                   std::shared_ptr<const void> buffer) {
  return {grid, volume.type(), std::move(buffer), volume.components()};
}

// Texture filtering spreads a NaN over its neighbours, so none may reach the GPU.
Volume finite(const Volume& volume) {
  return visit_values(volume, [&](auto values) -> Volume {
    using T = std::remove_const_t<typename decltype(values)::element_type>;
    if constexpr (std::is_floating_point_v<T>) {
      const auto is_finite = [](T value) { return std::isfinite(value); };
      if (std::ranges::all_of(values, is_finite)) return volume;
      const auto range = statistics(volume);
      const auto cleaned = buffer_of<T>(values.size());
      std::ranges::transform(values, cleaned.get(), [&](T value) {
        if (std::isfinite(value)) return value;
        return static_cast<T>(value > T{0} ? range.maximum : range.minimum);
      });
      return with_buffer(volume, volume.geometry(), cleaned);
    }
    return volume;
  });
}

// Two planes half a voxel before and behind each single one: a texture needs two to span anything.
Volume doubled_along(const Volume& volume, int axis) {
  GridGeometry grid = volume.geometry();
  if (grid.size[axis] > 1) return volume;
  const std::uint64_t pixel =
      bytes_per_value(volume.type()) * static_cast<std::uint64_t>(volume.components());
  std::uint64_t run = pixel;
  for (int inner = 0; inner < axis; ++inner) run *= static_cast<std::uint64_t>(grid.size[inner]);
  const auto* from = static_cast<const std::byte*>(volume.buffer().get());
  const auto copy = buffer_of<std::byte>(2 * volume.size_bytes());
  std::byte* to = copy.get();
  for (std::uint64_t at = 0; at < volume.size_bytes(); at += run) {
    to = std::copy_n(from + at, run, to);
    to = std::copy_n(from + at, run, to);
  }
  Eigen::Vector3d half = Eigen::Vector3d::Zero();
  half[axis] = -0.5;
  grid.patient_from_index.translate(half);
  grid.size[axis] = 2;
  return with_buffer(volume, grid, copy);
}

// Red, green, blue and luminance: the ray caster looks up opacity by the fourth component.
vtkSmartPointer<vtkDataArray> colour_array(const Volume& volume) {
  if (volume.type() != VoxelType::uint8) {
    throw Error(ErrorCode::unsupported, "Colour volumes are shown with 8 bits a channel, not as " +
                                            std::string(to_string(volume.type())) + ".");
  }
  const auto values = volume.values<std::uint8_t>();
  const auto array =
      vtkSmartPointer<vtkDataArray>::Take(vtkDataArray::CreateDataArray(VTK_UNSIGNED_CHAR));
  array->SetNumberOfComponents(4);
  array->SetNumberOfTuples(static_cast<vtkIdType>(values.size() / 3));
  auto* to = static_cast<std::uint8_t*>(array->GetVoidPointer(0));
  for (std::size_t at = 0; at + 2 < values.size(); at += 3) {
    const double luminance = 0.299 * values[at] + 0.587 * values[at + 1] + 0.114 * values[at + 2];
    to = std::copy_n(values.data() + at, 3, to);
    *to++ = static_cast<std::uint8_t>(std::lround(luminance));
  }
  return array;
}

// directions = rotation (or rotoinversion) * shear
void split_axes(const Eigen::Matrix3d& axes, Eigen::Matrix3d& orthogonal, Eigen::Matrix3d& shear) {
  const Eigen::HouseholderQR<Eigen::Matrix3d> split(axes);
  orthogonal = split.householderQ();
  shear = split.matrixQR().triangularView<Eigen::Upper>();
  for (int i = 0; i < 3; ++i) {
    if (shear(i, i) >= 0.0) continue;
    shear.row(i) *= -1.0;
    orthogonal.col(i) *= -1.0;
  }
  if ((shear - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff() < rounding) shear.setIdentity();
}

}  // namespace

DisplayImage display_image(const Volume& volume) {
  if (volume.empty()) throw Error(ErrorCode::invalid_argument, "An empty volume cannot be shown.");
  Volume shown = finite(volume);
  for (int axis = 0; axis < 3; ++axis) shown = doubled_along(shown, axis);
  const GridGeometry& grid = shown.geometry();

  DisplayImage result;
  Eigen::Matrix3d orthogonal;
  split_axes(directions(grid), orthogonal, result.shear);
  result.patient_from_dataset.linear() = orthogonal / metres_per_millimetre;
  result.patient_from_dataset.translation() = origin(grid);
  const Eigen::Vector3d step = spacing(grid) * metres_per_millimetre;
  result.smallest_spacing = step.minCoeff();
  result.colour = shown.components() == 3;

  result.image = vtkSmartPointer<vtkImageData>::New();
  result.image->SetDimensions(grid.size.data());
  result.image->SetSpacing(step.data());
  const Eigen::Matrix<double, 3, 3, Eigen::RowMajor> by_rows = result.shear;
  result.image->SetDirectionMatrix(by_rows.data());
  const auto array = result.colour ? colour_array(shown) : aliasing_array(shown);
  result.image->GetPointData()->SetScalars(array);
  const int component = result.colour ? 3 : 0;
  const double* range = array->GetFiniteRange(component);
  result.lowest = range[0];
  result.highest = range[1];
  return result;
}

}  // namespace volvr::render
