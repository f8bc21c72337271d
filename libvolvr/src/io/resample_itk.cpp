// SPDX-License-Identifier: Apache-2.0
#include "io/resample_itk.h"

#include <itkImage.h>
#include <itkLinearInterpolateImageFunction.h>
#include <itkNearestNeighborInterpolateImageFunction.h>
#include <itkWindowedSincInterpolateImageFunction.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <type_traits>

#include "core/parallel.h"

namespace volvr::io {

namespace {

// Rounding may put a border voxel just outside of the centres that it lies on.
constexpr double slack = 1e-3;

template <class Value>
using Channel = itk::Image<Value, 3>;

// One component of the source as an image in index coordinates; it reads the buffer itself where
// there is no other component in between.
template <class Value>
typename Channel<Value>::Pointer channel_of(const ResampleJob& job, std::size_t component) {
  auto image = Channel<Value>::New();
  image->SetRegions({job.from_size[0], job.from_size[1], job.from_size[2]});
  const auto* from = static_cast<const Value*>(job.from);
  const std::size_t count = job.from_size[0] * job.from_size[1] * job.from_size[2];
  if (job.components == 1) {
    // ITK takes no const buffer, but the interpolators only read it.
    image->GetPixelContainer()->SetImportPointer(const_cast<Value*>(from), count, false);
    return image;
  }
  image->Allocate();
  const auto step = static_cast<std::size_t>(job.components);
  for (std::size_t i = 0; i < count; ++i) image->GetBufferPointer()[i] = from[step * i + component];
  return image;
}

template <class Value>
typename itk::InterpolateImageFunction<Channel<Value>, double>::Pointer interpolator_of(
    std::string_view name) {
  constexpr unsigned int radius = 4;
  using Image = Channel<Value>;
  using Lanczos = itk::Function::LanczosWindowFunction<radius>;
  if (name == "nearest") {
    return itk::NearestNeighborInterpolateImageFunction<Image, double>::New().GetPointer();
  }
  if (name == "linear") {
    return itk::LinearInterpolateImageFunction<Image, double>::New().GetPointer();
  }
  using Edge = itk::ZeroFluxNeumannBoundaryCondition<Image>;
  return itk::WindowedSincInterpolateImageFunction<Image, radius, Lanczos, Edge, double>::New()
      .GetPointer();
}

template <class Value>
Value as_value(double value) {
  if constexpr (std::is_integral_v<Value>) {
    const double least = static_cast<double>(std::numeric_limits<Value>::lowest());
    const double most = static_cast<double>(std::numeric_limits<Value>::max());
    return static_cast<Value>(std::clamp(std::round(value), least, most));
  } else {
    return static_cast<Value>(value);
  }
}

// The continuous index that reads voxel (i, j, k) of the target; false where it lies outside.
bool find_source(const ResampleJob& job, const std::array<double, 3>& index,
                 itk::ContinuousIndex<double, 3>& source) {
  for (unsigned int axis = 0; axis < 3; ++axis) {
    const auto& row = job.from_index_of_to_index[axis];
    const double at = row[0] * index[0] + row[1] * index[1] + row[2] * index[2] + row[3];
    const double last = static_cast<double>(job.from_size[axis]) - 1.0;
    if (!(at >= -slack && at <= last + slack)) return false;
    source[axis] = std::clamp(at, 0.0, last);
  }
  return true;
}

template <class Value>
void resample_channel(const ResampleJob& job, std::size_t component) {
  const auto image = channel_of<Value>(job, component);
  const auto interpolator = interpolator_of<Value>(job.interpolator);
  interpolator->SetInputImage(image);
  const Value outside = as_value<Value>(job.outside);
  const auto step = static_cast<std::size_t>(job.components);
  parallel_for(job.to_size[2], job.threads, [&](std::size_t k) {
    itk::ContinuousIndex<double, 3> source;
    Value* to =
        static_cast<Value*>(job.to) + step * k * job.to_size[1] * job.to_size[0] + component;
    for (std::size_t j = 0; j < job.to_size[1]; ++j) {
      for (std::size_t i = 0; i < job.to_size[0]; ++i, to += step) {
        const bool inside = find_source(
            job, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)}, source);
        *to = inside ? as_value<Value>(interpolator->EvaluateAtContinuousIndex(source)) : outside;
      }
    }
  });
}

template <class Value>
void resample_all(const ResampleJob& job) {
  for (int i = 0; i < job.components; ++i)
    resample_channel<Value>(job, static_cast<std::size_t>(i));
}

}  // namespace

void resample_by_itk(const ResampleJob& job) {
  static const std::map<std::string_view, void (*)(const ResampleJob&)> by_type = {
      {"int8", resample_all<std::int8_t>},   {"uint8", resample_all<std::uint8_t>},
      {"int16", resample_all<std::int16_t>}, {"uint16", resample_all<std::uint16_t>},
      {"int32", resample_all<std::int32_t>}, {"uint32", resample_all<std::uint32_t>},
      {"float32", resample_all<float>},      {"float64", resample_all<double>},
  };
  by_type.at(job.value_type)(job);
}

}  // namespace volvr::io
