// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>

#include "core/text.h"
#include "dicom/check.h"
#include "dicom/colour.h"
#include "dicom/encoding.h"
#include "dicom/findings.h"
#include "dicom/pixel_format.h"
#include "dicom/stack.h"

namespace volvr::dicom {

namespace {

template <class Predicate>
bool any(const std::vector<Header>& slices, const Predicate& predicate) {
  return std::ranges::any_of(slices, predicate);
}

void add(std::vector<Finding>& findings, FindingCode code, Severity severity,
         const std::string& message) {
  findings.push_back({code, severity, message, {}});
}

void remark_on_values(const std::vector<Header>& slices, std::vector<Finding>& findings) {
  const PixelLayout& layout = slices.front().instance.pixels;
  if (layout.photometric_interpretation == "MONOCHROME1") {
    add(findings, FindingCode::inverted_grey, Severity::note,
        "Low values are meant to be shown white (MONOCHROME1); the values are kept as they are.");
  }
  if (layout.pixel_padding_value) {
    add(findings, FindingCode::padding_values, Severity::note,
        "Pixels outside of what was measured hold the stored value " +
            number_text(*layout.pixel_padding_value) + " (PixelPaddingValue); they are kept.");
  }
  const auto has_table = [](const Header& h) { return h.instance.pixels.modality_lut_bits > 0; };
  if (any(slices, has_table)) {
    add(findings, FindingCode::value_scaling, Severity::note,
        "The values are those that a table gives to the stored ones (ModalityLUTSequence, type " +
            layout.rescale_type + ").");
  }
  if (any(slices, [&](const Header& h) { return has_table(h) && h.has_rescale; })) {
    add(findings, FindingCode::value_scaling, Severity::warning,
        "The images hold both a table of values and a rescale, which the standard does not allow; "
        "the table is taken.");
  }
  if (any(slices, [](const Header& h) { return h.has_real_world_values; })) {
    add(findings, FindingCode::value_scaling, Severity::note,
        "The study also maps its values to real-world ones; the displayed ones are taken.");
  }
}

void remark_on_storage(const std::vector<Header>& slices, std::vector<Finding>& findings) {
  const PixelLayout& layout = slices.front().instance.pixels;
  const bool stored_lossy = std::ranges::any_of(slices, [](const Header& h) {
    constexpr std::string_view certain = "1.2.840.10008.1.2.4.5";  // the lossy JPEG processes
    const std::string& syntax = h.instance.pixels.transfer_syntax_uid;
    return syntax.starts_with(certain) && is_lossy(syntax);
  });
  if (stored_lossy || any(slices, [](const Header& h) { return h.is_lossy; })) {
    add(findings, FindingCode::lossy_compression, Severity::warning,
        "The pixels were once compressed with loss.");
  }
  if (any(slices, [](const Header& h) { return h.has_embedded_overlay; })) {
    add(findings, FindingCode::extra_bits, Severity::note,
        "Bits outside of those stored hold overlays; they are masked.");
  }
  if (colour_step(layout) == ColourStep::from_palette ||
      colour_step(layout) == ColourStep::from_ybr) {
    add(findings, FindingCode::colour_converted, Severity::note,
        "Colours stored as " + layout.photometric_interpretation + " become RGB.");
  }
  if (any(slices, [](const Header& h) { return h.instance.tile.has_value(); })) {
    add(findings, FindingCode::mosaic, Severity::note,
        "The slices lie side by side in one image (mosaic) and are taken out of it.");
  }
}

// Positions count; the numbers within their stack are only asked whether they agree.
void compare_stack_positions(const std::vector<Header>& slices, std::vector<Finding>& findings) {
  int rising = 0;
  int falling = 0;
  for (std::size_t k = 1; k < slices.size(); ++k) {
    const auto before = slices[k - 1].in_stack_position;
    const auto here = slices[k].in_stack_position;
    if (!before || !here) return;
    ++(*here > *before ? rising : falling);
  }
  if (rising == 0 || falling == 0) return;
  add(findings, FindingCode::frames_disagree, Severity::warning,
      "The dimension index tells another order of the frames than their positions; the "
      "positions are followed.");
}

void remark_on_gradient(const std::vector<Header>& slices, std::vector<Finding>& findings) {
  const Header& first = slices.front();
  if (!first.gradient_is_turned || !first.orientation) return;
  Eigen::Index plane = 0;
  normal_of(*first.orientation).cwiseAbs().maxCoeff(&plane);
  const bool is_axial = plane == 2;
  add(findings, FindingCode::gradient_frame, is_axial ? Severity::note : Severity::warning,
      std::string("The diffusion direction was told along the axes of GE's gradients and turned "
                  "into the patient's frame") +
          (is_axial ? "."
                    : " by a rule that was measured for axial images only: check it before fibres "
                      "are traced."));
}

}  // namespace

std::vector<Finding> remarks_on(const std::vector<Header>& slices) {
  std::vector<Finding> findings;
  remark_on_values(slices, findings);
  remark_on_storage(slices, findings);
  compare_stack_positions(slices, findings);
  remark_on_gradient(slices, findings);
  return findings;
}

}  // namespace volvr::dicom
