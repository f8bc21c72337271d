// SPDX-License-Identifier: Apache-2.0
#include "convert/convert_output.h"

#include <algorithm>
#include <set>

#include "convert/digest.h"
#include "convert/write_volumes.h"
#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::batch {

namespace {

ConvertStatus status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_dicom:
    case ErrorCode::malformed:
    case ErrorCode::unsupported:
    case ErrorCode::missing_geometry:
    case ErrorCode::irregular_geometry:
    case ErrorCode::mixed_patients:
    case ErrorCode::invalid_argument:
      return ConvertStatus::refused;
    default:
      return ConvertStatus::failed;
  }
}

// Makes one output; an object, so that its steps need not hand everything around.
class Making {
 public:
  Making(const Output& output, Batch& batch) : output_(output), batch_(batch) {
    const SeriesInfo& series = *output.series;
    result_.series_hash = batch.disclosure.hash(series.series_instance_uid);
    result_.series_number = series.series_number;
    result_.modality = batch.disclosure.term(series.modality, series.patient);
    result_.description = batch.disclosure.text(series.series_description, series.patient);
    result_.label = output.label;
    result_.volumes = output.volumes.size();
    add_findings(series.findings);
    for (const std::size_t volume : output.volumes) add_findings(series.volumes[volume].findings);
  }

  ConvertResult run() {
    try {
      if (output_.volumes.empty()) {
        pass_over();
      } else {
        make();
      }
    } catch (const Error& error) {
      if (error.code() == ErrorCode::cancelled) throw;
      fail(error.code(), reason(error));
    } catch (const std::bad_alloc&) {
      fail(ErrorCode::out_of_memory, "There is not enough memory.");
    }
    return std::move(result_);
  }

 private:
  void fail(ErrorCode code, std::string sentence) {
    result_.status = status_of(code);
    result_.error = code;
    result_.message = std::move(sentence);
    result_.files.clear();
  }

  void add_findings(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      Finding shown = finding;
      shown.message = batch_.disclosure.message(finding);
      shown.files.clear();
      if (told_.insert(shown.message).second) result_.findings.push_back(std::move(shown));
    }
  }

  // What `load` says of a volume that cannot be loaded is its finding, which names its files.
  std::string reason(const Error& error) const {
    const auto named = [&](const std::vector<Finding>& findings) {
      return std::ranges::find(findings, std::string_view(error.what()), &Finding::message);
    };
    for (const std::size_t volume : output_.volumes) {
      const auto& findings = output_.series->volumes[volume].findings;
      if (const auto at = named(findings); at != findings.end()) {
        return batch_.disclosure.message(*at) + way_out(error);
      }
    }
    return batch_.disclosure.message(error) + way_out(error);
  }

  // What would make even what is not.
  std::string way_out(const Error& error) const {
    const bool can_be = std::ranges::any_of(output_.volumes, [&](std::size_t volume) {
      return output_.series->volumes[volume].regularity == Regularity::resampling;
    });
    const bool asked = batch_.options.resample_slices || batch_.options.strict;
    if (error.code() != ErrorCode::irregular_geometry || !can_be || asked) return {};
    return " --resample slices interpolates even ones.";
  }

  // A series without volumes: pages and the like are no failure, slices that cannot be read are.
  void pass_over() {
    result_.status = ConvertStatus::passed_over;
    const auto worst = std::ranges::max_element(result_.findings, {}, &Finding::severity);
    if (worst == result_.findings.end()) return;
    if (worst->severity == Severity::error) {
      fail(ErrorCode::unsupported, worst->message);
    } else {
      result_.message = worst->message;
    }
  }

  void make() {
    require_fit();
    const SeriesInfo& series = *output_.series;
    Record record{output_.name + "." + batch_.options.format,
                  batch_.disclosure.hash(series.series_instance_uid),
                  hash_of_inputs(output_),
                  batch_.options_hash,
                  std::string(version),
                  {}};
    const std::vector<Record> earlier = batch_.manifest.records_of(record.name);
    result_.shape = shape_of(series, load_options(batch_.options, output_.volumes.front()));
    result_.shape.unit = batch_.disclosure.term(result_.shape.unit, series.patient);
    if (keep(record, earlier)) return;
    if (!batch_.options.overwrite) require_free(record);
    Written written = write_volumes(output_, batch_);
    add_findings(written.findings);
    require_nothing_to_warn_of();
    result_.shape = written.shape;
    result_.resamplings = std::move(written.resamplings);
    record.files = written.files;
    batch_.manifest.append(record);
    remove_others(earlier, record);
    batch_.staging.publish(record.files);
    result_.files = record.files;
    result_.message = std::move(written.reason);
    result_.status = ConvertStatus::written;
  }

  void require_fit() const {
    if (const Deidentifier* deidentifier = batch_.disclosure.deidentifier()) {
      deidentifier->require_pixels_allowed(source_files(output_), batch_.options.settings,
                                           batch_.threads);
    }
    if (!batch_.options.strict) return;
    require_nothing_to_warn_of();
    for (const std::size_t volume : output_.volumes) {
      if (output_.series->volumes[volume].regularity == Regularity::regular) continue;
      throw Error(ErrorCode::irregular_geometry,
                  "The slices form no regular grid, and nothing is resampled under --strict.");
    }
  }

  void require_nothing_to_warn_of() const {
    if (!batch_.options.strict) return;
    const auto warning = std::ranges::find(result_.findings, Severity::warning, &Finding::severity);
    if (warning == result_.findings.end()) return;
    throw Error(ErrorCode::unsupported,
                "Refused because of a warning, as --strict asks: " + warning->message);
  }

  bool keep(const Record& record, const std::vector<Record>& earlier) {
    for (const Record& old : earlier) {
      const bool same = old.series == record.series && old.inputs == record.inputs &&
                        old.options == record.options && old.version == record.version;
      if (!same || !are_whole(batch_.folder, old.files)) continue;
      result_.files = old.files;
      result_.status = ConvertStatus::kept;
      return true;
    }
    return false;
  }

  // Files of anybody else, be it another series, are never replaced unasked.
  void require_free(const Record& record) const {
    for (const std::string ending : {batch_.options.format.c_str(), "json", "bval", "bvec"}) {
      const std::string name = output_.name + "." + ending;
      const auto file = batch_.folder / name;
      std::error_code ignored;
      const bool is_there = std::filesystem::exists(std::filesystem::symlink_status(file, ignored));
      if (!is_there || batch_.manifest.is_own(name, record.series)) continue;
      throw Error(ErrorCode::not_writable, file.string() + " exists already and is not replaced.",
                  file.string());
    }
  }

  // Files of an earlier output under the name that the new one does not have.
  void remove_others(const std::vector<Record>& earlier, const Record& record) const {
    for (const Record& old : earlier) {
      for (const ConvertedFile& file : old.files) {
        const bool again =
            std::ranges::find(record.files, file.name, &ConvertedFile::name) != record.files.end();
        if (again || !batch_.manifest.is_own(file.name, record.series)) continue;
        std::error_code ignored;
        std::filesystem::remove(batch_.folder / file.name, ignored);
      }
    }
  }

  const Output& output_;
  Batch& batch_;
  ConvertResult result_;
  std::set<std::string> told_;
};

}  // namespace

ConvertResult convert_output(const Output& output, Batch& batch) {
  return Making(output, batch).run();
}

std::uint64_t bytes_of(const Output& output, const ConvertOptions& options) {
  std::uint64_t bytes = 0;
  for (const std::size_t volume : output.volumes) {
    try {
      bytes += size_bytes(shape_of(*output.series, load_options(options, volume)));
    } catch (const Error&) {
      return 0;  // making it says why
    }
  }
  return bytes;
}

}  // namespace volvr::batch
