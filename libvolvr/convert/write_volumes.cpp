// SPDX-License-Identifier: Apache-2.0
#include "convert/write_volumes.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <format>
#include <fstream>
#include <optional>

#include "convert/digest.h"
#include "convert/slabs.h"
#include "core/atomic_file.h"
#include "volvr/error.h"
#include "volvr/gradients.h"
#include "volvr/resample.h"
#include "volvr/save_dicom.h"
#include "volvr/sidecar.h"
#include "volvr/volume_writer.h"

namespace volvr::batch {

namespace {

constexpr double sheared_degrees = 0.01;

// Seconds from one volume to the next, where that is the same for all of them.
std::optional<double> time_step_of(const Output& output) {
  const auto& volumes = output.series->volumes;
  if (output.volumes.size() < 2) return std::nullopt;
  std::optional<double> step;
  for (std::size_t i = 1; i < output.volumes.size(); ++i) {
    const auto before = volumes[output.volumes[i - 1]].time;
    const auto after = volumes[output.volumes[i]].time;
    if (!before || !after) return std::nullopt;
    const double one = *after - *before;
    if (!step) step = one;
    if (one <= 0.0 || std::abs(one - *step) > 0.001 + 0.01 * std::abs(*step)) return std::nullopt;
  }
  return step;
}

// Parameters of a sidecar that name a machine.
bool names_product(std::string_view parameter) {
  return parameter == "Manufacturer" || parameter == "ManufacturersModelName" ||
         parameter == "SoftwareVersions" || parameter == "ReceiveCoilName";
}

class Writing {
 public:
  Writing(const Output& output, Batch& batch)
      : output_(output),
        batch_(batch),
        options_(batch.options),
        file_(batch.staging.path() / (output.name + "." + batch.options.format)) {}

  Written run() {
    const VolumeInfo& first = output_.series->volumes[output_.volumes.front()];
    shape_ = common_shape();
    tilted_ = options_.resample_tilt && shear_degrees(shape_.geometry) >= sheared_degrees;
    const bool is_dicom = options_.format == "dcm";
    whole_ = is_dicom || tilted_ || first.regularity != Regularity::regular;
    VolumeShape made = shape_;
    if (tilted_) made.geometry = straightened(shape_.geometry);
    slabs_ = slabs_of(first, shape_, whole_ ? size_bytes(made) : 0, batch_.threads, batch_.share,
                      batch_.budget.memory());
    const Budget::Memory memory(batch_.budget, slabs_.memory);
    if (is_dicom) {
      write_dicom();
      add_file(file_, sum_of(file_));
    } else {
      for (const std::size_t volume : output_.volumes) write_volume(volume);
      add_file(file_, writer_->finish());
    }
    write_gradients();
    if (options_.sidecar) write_sidecar();
    return std::move(written_);
  }

 private:
  // What all volumes of a sequence must have in common to be one file.
  VolumeShape common_shape() const {
    const SeriesInfo& series = *output_.series;
    const VolumeShape shape = shape_of(series, load_options(options_, output_.volumes.front()));
    for (const std::size_t volume : output_.volumes) {
      const VolumeShape other = shape_of(series, load_options(options_, volume));
      const bool same =
          other.geometry.size == shape.geometry.size && other.type == shape.type &&
          other.components == shape.components && other.unit == shape.unit &&
          other.geometry.patient_from_index.isApprox(shape.geometry.patient_from_index, 1e-6);
      if (same) continue;
      throw Error(ErrorCode::unsupported,
                  "The volumes of the sequence differ in grid or type of values and do not fit "
                  "into one file; --split-4d writes a file for each.",
                  series.series_instance_uid);
    }
    return shape;
  }

  void write_volume(std::size_t volume) {
    const int depth = shape_.geometry.size[2];
    const int step = whole_ ? depth : slabs_.slices;
    for (int first = 0; first < depth; first += step) {
      const int count = std::min(step, depth - first);
      const Volume piece = load_piece(volume, first, count);
      if (!writer_) open_writer(piece);
      writer_->write(piece);
      note(piece);
      // What is made by interpolation has another size than what was planned.
      batch_.progress.add(whole_ ? size_bytes(shape_) : piece.size_bytes());
    }
  }

  void write_dicom() {
    if (output_.volumes.size() > 1) {
      throw Error(ErrorCode::unsupported,
                  "DICOM is written a volume at a time; --split-4d writes a file for each.",
                  output_.series->series_instance_uid);
    }
    const Volume volume = load_piece(output_.volumes.front(), 0, shape_.geometry.size[2]);
    const SavedDicom saved = save_dicom(volume, file_,
                                        {.form = DicomForm::enhanced,
                                         .round_values = options_.round_values,
                                         .overwrite = true,
                                         .threads = slabs_.threads,
                                         .progress = batch_.progress.inner()});
    written_.reason = saved.reason;
    written_.shape = {volume.geometry(), volume.type(), volume.components(), volume.unit()};
    written_.resamplings = volume.provenance().resamplings;
    note(volume);
    batch_.progress.add(size_bytes(shape_));
  }

  Volume load_piece(std::size_t volume, int first, int count) {
    LoadOptions load_with = load_options(options_, volume);
    if (!whole_) {
      load_with.first_slice = first;
      load_with.slice_count = count;
    }
    load_with.threads = slabs_.threads;
    load_with.progress = batch_.progress.inner();
    const Volume piece = load(*output_.series, load_with);
    return tilted_ ? straighten(piece, {.threads = load_with.threads}) : piece;
  }

  void open_writer(const Volume& first) {
    VolumeShape made = shape_;
    if (whole_) made = {first.geometry(), first.type(), first.components(), first.unit()};
    made.unit = batch_.disclosure.term(made.unit, output_.series->patient);
    try {
      writer_.emplace(VolumeFileInfo{made, output_.volumes.size(), time_step_of(output_),
                                     first.provenance().resamplings},
                      file_,
                      SaveOptions{.overwrite = true,
                                  .threads = slabs_.threads,
                                  .durable = false,
                                  .progress = batch_.progress.inner()});
    } catch (const Error& error) {
      const double shear = shear_degrees(made.geometry);
      if (error.code() != ErrorCode::unsupported || shear < sheared_degrees) throw;
      throw Error(
          ErrorCode::unsupported,
          std::format("The slices lean by {:.2f} degrees, which .{} cannot hold; --resample "
                      "tilt makes the grid right-angled, and nii keeps it as it is.",
                      shear, options_.format),
          output_.series->series_instance_uid, error.call());
    }
    written_.shape = made;
    written_.resamplings = first.provenance().resamplings;
  }

  void note(const Volume& piece) {
    for (const Finding& finding : piece.provenance().findings) {
      if (std::ranges::find(written_.findings, finding.message, &Finding::message) ==
          written_.findings.end()) {
        written_.findings.push_back(finding);
      }
    }
  }

  // FSL's tables beside a diffusion sequence, for the formats that its tools read.
  void write_gradients() {
    std::vector<Diffusion> weightings;
    for (const std::size_t volume : output_.volumes) {
      const auto& weighting = output_.series->volumes[volume].diffusion;
      if (weighting) weightings.push_back(*weighting);
    }
    const bool is_nifti = options_.format.starts_with("nii");
    if (!is_nifti || weightings.size() < 2 || weightings.size() != output_.volumes.size()) return;
    const GradientTable table = gradient_table(written_.shape.geometry, weightings);
    write_text("bval", table.bval);
    write_text("bvec", table.bvec);
  }

  void write_sidecar() {
    const SeriesInfo& series = *output_.series;
    SidecarContent content;
    content.file = {written_.shape, output_.volumes.size(), time_step_of(output_),
                    written_.resamplings};
    for (const std::size_t volume : output_.volumes) {
      const VolumeInfo& info = series.volumes[volume];
      content.volumes.push_back({info.slices, info.time, info.diffusion});
    }
    content.findings = written_.findings;
    content.parameters = acquisition_parameters(series, output_.volumes, options_.settings);
    SidecarOptions sidecar;
    if (const Deidentifier* deidentifier = batch_.disclosure.deidentifier()) {
      sidecar.uid = [deidentifier](std::string_view uid) { return deidentifier->uid(uid); };
      sidecar.free_text = [deidentifier, &series](std::string_view text) {
        return deidentifier->descriptor(text, series.patient);
      };
      sidecar.term = [deidentifier, &series](std::string_view name, std::string_view text) {
        const bool product = names_product(name);
        return product ? deidentifier->product(text, series.patient)
                       : deidentifier->term(text, series.patient);
      };
    }
    write_text("json", sidecar_text(content, sidecar));
  }

  void write_text(const std::string& ending, const std::string& text) {
    const std::filesystem::path file = batch_.staging.path() / (output_.name + "." + ending);
    AtomicFile whole(file, true);
    std::ofstream out(whole.temporary(), std::ios::binary);
    out << text;
    out.close();
    if (!out) throw_write_error(file, "write", errno, text.size());
    whole.commit(Durability::later);
    add_file(file, sum_of(file));
  }

  void add_file(const std::filesystem::path& file, const FileSum& sum) {
    written_.files.push_back({file.filename().string(), sum.bytes, sum.crc32});
  }

  const Output& output_;
  Batch& batch_;
  const ConvertOptions& options_;
  std::filesystem::path file_;
  VolumeShape shape_;
  Slabs slabs_;
  bool whole_ = false;
  bool tilted_ = false;
  std::optional<VolumeWriter> writer_;
  Written written_;
};

}  // namespace

LoadOptions load_options(const ConvertOptions& options, std::size_t volume) {
  return {
      .volume = volume,
      .scaling = options.scaling,
      .pet_value = options.pet_value,
      .uneven_slices = options.resample_slices ? UnevenSlices::interpolate : UnevenSlices::refuse,
      .settings = options.settings};
}

Written write_volumes(const Output& output, Batch& batch) {
  return Writing(output, batch).run();
}

}  // namespace volvr::batch
