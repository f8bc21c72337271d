// SPDX-License-Identifier: Apache-2.0
#include "convert/plan.h"

#include <sys/stat.h>

#include <algorithm>
#include <format>
#include <map>
#include <set>
#include <string_view>

#include "convert/digest.h"
#include "convert/names.h"
#include "volvr/settings.h"
#include "volvr/version.h"

namespace volvr::batch {

namespace {

std::string first_filled(const std::string& a, const std::string& b, const std::string& c) {
  if (!a.empty()) return a;
  return b.empty() ? c : b;
}

// Studies are numbered within their patient, in the catalog's order.
class Studies {
 public:
  std::size_t number_of(std::size_t patient, const std::string& study_uid) {
    std::map<std::string, std::size_t>& known = known_[patient];
    return known.emplace(study_uid, known.size() + 1).first->second;
  }

 private:
  std::map<std::size_t, std::map<std::string, std::size_t>> known_;
};

NameValues values_of(const Output& output, const Disclosure& disclosure, Studies& studies,
                     bool identity_in_names) {
  const SeriesInfo& series = *output.series;
  const std::size_t patient = disclosure.people().number_of(series.patient);
  const Deidentifier* deidentifier = disclosure.deidentifier();
  const auto shown = [&](const std::string& text) {
    const bool as_it_is = identity_in_names && deidentifier == nullptr;
    return as_it_is ? text : disclosure.text(text, series.patient);
  };
  const std::string& study_uid = series.study.study_instance_uid;
  NameValues values = {
      {"number", std::format("{:03}", std::max(series.series_number, 0))},
      {"description", first_filled(shown(series.series_description), shown(series.protocol_name),
                                   disclosure.term(series.modality, series.patient))},
      {"protocol", shown(series.protocol_name)},
      {"modality", disclosure.term(series.modality, series.patient)},
      {"body-part", shown(series.body_part_examined)},
      {"label", output.label},
      {"patient", "patient" + std::to_string(patient)},
      {"study", "study" + std::to_string(studies.number_of(patient, study_uid))},
      {"uid", disclosure.hash(series.series_instance_uid).substr(0, 8)},
      {"study-uid", disclosure.hash(study_uid).substr(0, 8)},
  };
  if (deidentifier != nullptr) {
    values["patient-id"] = deidentifier->pseudonym(series.patient);
    values["patient-name"] = deidentifier->pseudonym(series.patient);
    values["study-date"] =
        deidentifier->date(series.study.study_date, series.patient, study_uid).value_or("");
  } else {
    values["patient-id"] = series.patient.patient_id;
    values["patient-name"] = series.patient.patient_name;
    values["study-date"] = series.study.study_date;
    values["accession"] = series.study.accession_number;
  }
  return values;
}

// What tells an output from all others, whatever the order in which files were found.
std::string key_of(const Output& output) {
  const SeriesInfo& series = *output.series;
  Digest digest;
  digest.add(series.patient.patient_id).add(series.patient.patient_name);
  digest.add(series.study.study_instance_uid).add(series.series_instance_uid).add(output.label);
  for (const std::size_t volume : output.volumes) {
    const VolumeInfo& info = series.volumes[volume];
    for (const SourceInstance& slice : info.slices) {
      digest.add(slice.sop_instance_uid).add(slice.frame);
    }
    if (info.label_source) {
      digest.add(info.label_source->instance.sop_instance_uid)
          .add(info.label_source->number)
          .add(static_cast<int>(info.label_source->joined.size()));
    }
  }
  return digest.hex(64);
}

void add_outputs(const SeriesInfo& series, bool split, std::vector<Output>& outputs) {
  if (series.volumes.empty()) {
    outputs.push_back({&series, {}, {}, {}});
    return;
  }
  std::set<std::size_t> placed;
  for (const VolumeSequence& sequence : series.sequences) {
    const bool whole = !split && sequence.volumes.size() > 1;
    if (whole) outputs.push_back({&series, sequence.volumes, sequence.label, {}});
    for (const std::size_t volume : sequence.volumes) {
      placed.insert(volume);
      if (!whole) outputs.push_back({&series, {volume}, series.volumes[volume].label, {}});
    }
  }
  // A catalog made by hand may have volumes that are in no sequence.
  for (std::size_t i = 0; i < series.volumes.size(); ++i) {
    if (!placed.contains(i)) outputs.push_back({&series, {i}, series.volumes[i].label, {}});
  }
}

void give_names(std::vector<Output>& outputs, const Disclosure& disclosure,
                const ConvertOptions& options) {
  const std::string usual = "{number}-{description}-{label}";
  const std::string text = !options.name.empty()             ? options.name
                           : disclosure.people().count() > 1 ? "{patient}-" + usual
                                                             : usual;
  const NameTemplate name(text, options.identity_in_names);
  Studies studies;
  std::vector<NameRequest> requests;
  std::map<std::string, int> same_keys;
  for (const Output& output : outputs) {
    std::string key = key_of(output);
    if (const int copy = same_keys[key]++; copy > 0) key = Digest().add(key).add(copy).hex(64);
    requests.push_back(
        {name.fill(values_of(output, disclosure, studies, options.identity_in_names)),
         std::move(key)});
  }
  const std::vector<std::string> names = unique_names(requests);
  for (std::size_t i = 0; i < outputs.size(); ++i) outputs[i].name = names[i];
}

bool is_in_shard(const SeriesInfo& series, const Shard& shard) {
  std::uint64_t number = 0;
  for (const char digit : hash_of(series.series_instance_uid)) {
    number =
        number * 16 + static_cast<std::uint64_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  }
  const auto count = static_cast<std::uint64_t>(shard.count);
  return number % count == static_cast<std::uint64_t>(shard.index - 1);
}

// Size and time of the file, or of the archive that it is a member of.
void add_file(const std::filesystem::path& file, Digest& digest) {
  struct stat status{};
  std::filesystem::path place = file;
  while (stat(place.c_str(), &status) != 0) {
    if (!place.has_parent_path() || place.parent_path() == place) return;
    place = place.parent_path();
  }
  digest.add(status.st_size).add(status.st_mtim.tv_sec).add(status.st_mtim.tv_nsec);
}

// What it makes of a UID that nobody has tells one key from another without telling the key.
void add_deidentifier(const Deidentifier& deidentifier, Digest& digest) {
  const DeidentifyOptions& options = deidentifier.options();
  digest.add(deidentifier.uid("2.25.1")).add(static_cast<std::int64_t>(options.dates));
  for (const bool option :
       {options.retain_uids, options.retain_devices, options.retain_institutions,
        options.retain_patient_characteristics, options.retain_safe_private,
        options.clean_descriptors, options.clean_graphics, options.clean_structured_content,
        options.clean_pixel_data}) {
    digest.add(std::int64_t{option});
  }
  if (!options.pixel_rules.empty()) {
    const FileSum rules = sum_of(options.pixel_rules);
    digest.add(static_cast<std::int64_t>(rules.bytes)).add(std::int64_t{rules.crc32});
  }
}

}  // namespace

bool is_chosen(const SeriesInfo& series, const std::string& number_or_uid) {
  return number_or_uid.empty() || series.series_instance_uid == number_or_uid ||
         std::to_string(series.series_number) == number_or_uid;
}

std::vector<Output> plan_outputs(const Catalog& catalog, const Disclosure& disclosure,
                                 const ConvertOptions& options) {
  std::vector<Output> outputs;
  for (const SeriesInfo& series : catalog.series) {
    const std::size_t first = outputs.size();
    add_outputs(series, options.split_4d, outputs);
    for (std::size_t i = first; i < outputs.size(); ++i) {
      outputs[i].label = disclosure.label(outputs[i].label, i - first + 1);
    }
  }
  give_names(outputs, disclosure, options);
  std::erase_if(outputs, [&](const Output& output) {
    return !is_chosen(*output.series, options.series) ||
           !is_in_shard(*output.series, options.shard);
  });
  return outputs;
}

std::vector<std::filesystem::path> source_files(const Output& output) {
  std::vector<std::filesystem::path> files;
  for (const std::size_t volume : output.volumes) {
    const VolumeInfo& info = output.series->volumes[volume];
    for (const SourceInstance& slice : info.slices) {
      if (files.empty() || files.back() != slice.file) files.push_back(slice.file);
    }
    if (info.label_source) files.push_back(info.label_source->instance.file);
  }
  std::ranges::sort(files);
  files.erase(std::ranges::unique(files).begin(), files.end());
  return files;
}

std::string hash_of_inputs(const Output& output) {
  Digest digest;
  const SeriesInfo& series = *output.series;
  digest.add(series.study.study_instance_uid).add(series.series_instance_uid);
  std::filesystem::path last;
  const auto add = [&](const SourceInstance& slice) {
    digest.add(slice.sop_instance_uid).add(slice.frame);
    if (slice.file == last) return;
    last = slice.file;
    add_file(slice.file, digest);
  };
  for (const std::size_t volume : output.volumes) {
    const VolumeInfo& info = series.volumes[volume];
    for (const SourceInstance& slice : info.slices) add(slice);
    if (info.label_source) {
      add(info.label_source->instance);
      digest.add(info.label_source->number).add(static_cast<int>(info.label_source->joined.size()));
    }
  }
  return digest.hex(32);
}

std::string hash_of_options(const ConvertOptions& options) {
  Digest digest;
  digest.add(version).add(options.format).add(options.strict).add(options.split_4d);
  digest.add(options.resample_tilt).add(options.resample_slices).add(options.sidecar);
  digest.add(options.round_values);
  digest.add(static_cast<std::int64_t>(options.scaling));
  digest.add(static_cast<std::int64_t>(options.pet_value));
  if (options.deidentifier != nullptr) add_deidentifier(*options.deidentifier, digest);
  return digest.hex(16);
}

}  // namespace volvr::batch
