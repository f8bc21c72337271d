// SPDX-License-Identifier: Apache-2.0
#include "render/caster/finite_values.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <span>

#include <vtkAOSDataArrayTemplate.h>

#include "core/parallel.h"

namespace volvr::render {

namespace {

constexpr std::size_t part_size = std::size_t{1} << 20;

template <class T, class F>
void for_each_part_of(std::span<T> values, F&& f) {
  const std::size_t parts = (values.size() + part_size - 1) / part_size;
  parallel_for(parts, 0, [&](std::size_t part) {
    f(values.subspan(part * part_size, std::min(part_size, values.size() - part * part_size)));
  });
}

// The sum of values times nothing is no number if one of them is not finite; unlike a search, this
// goes by vectors.
template <class T>
bool all_finite(std::span<const T> values) {
  T sum = 0;
  for (const T value : values) sum += value * T{0};
  return sum == T{0};
}

template <class T>
vtkSmartPointer<vtkDataArray> finite_of(vtkAOSDataArrayTemplate<T>& values) {
  const std::span<const T> all(values.GetPointer(0),
                               static_cast<std::size_t>(values.GetNumberOfValues()));
  std::atomic<bool> fine = true;
  for_each_part_of(all, [&](std::span<const T> part) {
    if (!all_finite(part)) fine = false;
  });
  if (fine) return &values;
  double range[2] = {0.0, 0.0};
  values.GetFiniteRange(range, 0);
  const bool has_any = range[0] <= range[1];
  const T lowest = has_any ? static_cast<T>(range[0]) : T{0};
  const T highest = has_any ? static_cast<T>(range[1]) : T{0};
  const auto copy = vtkSmartPointer<vtkDataArray>::Take(values.NewInstance());
  copy->DeepCopy(&values);
  auto& cleaned = static_cast<vtkAOSDataArrayTemplate<T>&>(*copy);
  for_each_part_of(std::span<T>(cleaned.GetPointer(0), all.size()), [&](std::span<T> part) {
    for (T& value : part) {
      if (!std::isfinite(value)) value = value > T{0} ? highest : lowest;
    }
  });
  return copy;
}

}  // namespace

vtkSmartPointer<vtkDataArray> finite_values(vtkDataArray& values) {
  if (auto* floats = vtkAOSDataArrayTemplate<float>::FastDownCast(&values)) {
    return finite_of(*floats);
  }
  if (auto* doubles = vtkAOSDataArrayTemplate<double>::FastDownCast(&values)) {
    return finite_of(*doubles);
  }
  const int type = values.GetDataType();
  if (type != VTK_FLOAT && type != VTK_DOUBLE) return &values;
  // Of another layout.
  const auto copy = vtkSmartPointer<vtkDataArray>::Take(vtkDataArray::CreateDataArray(type));
  copy->DeepCopy(&values);
  return finite_values(*copy);
}

}  // namespace volvr::render
