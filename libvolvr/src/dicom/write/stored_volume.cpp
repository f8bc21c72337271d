// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/stored_volume.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "core/parallel.h"
#include "dicom/write/put.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

double lowest(const StoredForm& form) {
  return form.is_signed ? -32768.0 : 0.0;
}

double highest(const StoredForm& form) {
  return form.is_signed ? 32767.0 : static_cast<double>((1 << form.bits_stored) - 1);
}

template <class T>
std::span<const T> slice_of(std::span<const T> values, const Volume& volume, std::size_t k) {
  const auto count = values.size() / static_cast<std::size_t>(volume.geometry().size.z());
  return values.subspan(k * count, count);
}

// Within what 16 bits hold: an intercept that was cut to its digits may lie above the least value.
template <class T>
double stored_of(T value, const Rescale& rescale, const StoredForm& form) {
  const double stored =
      std::nearbyint((static_cast<double>(value) - rescale.intercept) / rescale.slope);
  return std::clamp(stored, lowest(form), highest(form));
}

// Whether every value of the slice is what loading gives for some stored value.
template <class T>
bool reads_back(std::span<const T> values, const Rescale& rescale, const StoredForm& form) {
  return std::ranges::all_of(values, [&](T value) {
    const double stored =
        std::nearbyint((static_cast<double>(value) - rescale.intercept) / rescale.slope);
    if (!(stored >= lowest(form) && stored <= highest(form))) return false;
    const double read = stored * rescale.slope + rescale.intercept;
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(read) == value;
    return read == static_cast<double>(value);
  });
}

bool all_read_back(const Volume& volume, const StoredForm& form) {
  std::atomic<bool> all = true;
  visit_values(volume, [&](auto values) {
    parallel_for(form.rescale.size(), 0, [&](std::size_t k) {
      if (all && !reads_back(slice_of(values, volume, k), form.rescale[k], form)) {
        all = false;
      }
    });
  });
  return all;
}

std::optional<StoredForm> sources_form(const Volume& volume, int fewest_bits) {
  const Provenance& from = volume.provenance();
  const auto count = static_cast<std::size_t>(volume.geometry().size.z());
  if (from.slices.size() != count || !from.resamplings.empty()) return std::nullopt;
  StoredForm form;
  form.is_signed = from.slices.front().pixels.is_signed;
  form.as_source = true;
  if (!form.is_signed) form.bits_stored = fewest_bits;
  for (const SourceInstance& slice : from.slices) {
    const PixelLayout& pixels = slice.pixels;
    const bool exact = exact_decimal_string(pixels.rescale_slope) &&
                       exact_decimal_string(pixels.rescale_intercept);
    if (pixels.bits_stored > 16 || pixels.is_signed != form.is_signed || !exact ||
        pixels.rescale_slope == 0.0) {
      return std::nullopt;
    }
    form.bits_stored = std::max(form.bits_stored, pixels.bits_stored);
    form.rescale.push_back({pixels.rescale_slope, pixels.rescale_intercept});
  }
  if (!all_read_back(volume, form)) return std::nullopt;
  return form;
}

// A slope that DICOM can write, no less than the one asked for.
double written_slope(double slope) {
  constexpr double beyond_the_last_digit = 1.0 + 1e-8;
  return std::max(std::stod(decimal_string(slope * beyond_the_last_digit)),
                  static_cast<double>(std::numeric_limits<float>::min()));
}

bool all_finite(const Volume& volume) {
  bool finite = true;
  visit_values(volume, [&](auto values) {
    finite = std::ranges::all_of(
        values, [](auto value) { return std::isfinite(static_cast<double>(value)); });
  });
  return finite;
}

StoredForm rounded_form(const Volume& volume, const ValueStatistics& found, bool may_shift) {
  StoredForm form;
  form.is_signed = !may_shift && found.minimum < 0.0;
  Rescale rescale;
  if (may_shift) rescale.intercept = std::stod(decimal_string(found.minimum));
  const double widest = std::max(std::abs(found.maximum - rescale.intercept),
                                 std::abs(found.minimum - rescale.intercept));
  rescale.slope = written_slope(widest / highest(form));
  form.rescale.assign(static_cast<std::size_t>(volume.geometry().size.z()), rescale);
  visit_values(volume, [&](auto values) {
    for (const auto value : values) {
      const double read = stored_of(value, rescale, form) * rescale.slope + rescale.intercept;
      form.rounding = std::max(form.rounding, std::abs(read - static_cast<double>(value)));
    }
  });
  return form;
}

}  // namespace

StoredForm stored_form(const Volume& volume, bool may_shift, int fewest_bits, bool may_round) {
  if (const auto form = sources_form(volume, fewest_bits)) return *form;
  const ValueStatistics found = statistics(volume);
  StoredForm form;
  form.is_signed = found.minimum < 0.0;
  Rescale rescale;
  const bool fits = found.minimum >= lowest(form) && found.maximum <= highest(form);
  if (!fits && may_shift && found.maximum - found.minimum <= 65535.0) {
    form.is_signed = false;
    rescale.intercept = found.minimum;
  }
  form.rescale.assign(static_cast<std::size_t>(volume.geometry().size.z()), rescale);
  if (all_read_back(volume, form)) return form;
  if (may_round && all_finite(volume)) return rounded_form(volume, found, may_shift);
  throw Error(ErrorCode::unsupported,
              "The values cannot be stored in 16 bits without loss, which is what these DICOM "
              "images hold; NIfTI and NRRD files keep them.");
}

void store_slice(const Volume& volume, const StoredForm& form, std::size_t k,
                 std::span<std::uint16_t> stored) {
  const Rescale rescale = form.rescale[k];
  visit_values(volume, [&](auto values) {
    const auto slice = slice_of(values, volume, k);
    std::ranges::transform(slice, stored.begin(), [&](auto value) {
      return static_cast<std::uint16_t>(static_cast<std::int32_t>(stored_of(value, rescale, form)));
    });
  });
}

}  // namespace volvr::dicom
