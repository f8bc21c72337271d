// SPDX-License-Identifier: Apache-2.0
#include "profile_options.h"

#include <algorithm>
#include <map>

namespace volvr::app {

namespace {

constexpr const char* group = "De-identification";

const std::map<std::string, DateHandling> date_handlings = {{"removed", DateHandling::removed},
                                                            {"shifted", DateHandling::shifted},
                                                            {"kept", DateHandling::kept}};

}  // namespace

void add_profile_options(CLI::App& verb, ProfileArguments& arguments) {
  DeidentifyOptions& profile = arguments.profile;
  verb.add_option("--key", arguments.key,
                  "File of the key that UIDs, pseudonyms and date shifts follow from, made if "
                  "absent; without it, a key that is forgotten")
      ->group(group);
  verb.add_option("--dates", profile.dates, "Dates and times: removed (default), shifted or kept")
      ->transform(CLI::CheckedTransformer(date_handlings).description(""))
      ->group(group);
  const auto flag = [&](const char* name, bool& value, const char* help) {
    verb.add_flag(name, value, help)->group(group);
  };
  flag("--retain-uids", profile.retain_uids, "Keep UIDs");
  flag("--retain-devices", profile.retain_devices, "Keep what identifies devices");
  flag("--retain-institutions", profile.retain_institutions, "Keep what identifies institutions");
  flag("--retain-patient-characteristics", profile.retain_patient_characteristics,
       "Keep age, sex, size, weight and the like");
  flag("--retain-safe-private", profile.retain_safe_private,
       "Keep the private elements that the standard calls safe");
  flag("--clean-descriptors", profile.clean_descriptors, "Keep the known words of descriptions");
  flag("--clean-graphics", profile.clean_graphics,
       "Keep overlays that are regions, and drawings without their words");
  flag("--clean-structured-content", profile.clean_structured_content,
       "Keep reports, their texts reduced to known words");
  flag("--clean-pixel-data", profile.clean_pixel_data,
       "Make the pixels black where rules say that devices write text");
  verb.add_option("--pixel-rules", profile.pixel_rules, "File of such rules")->group(group);
  flag("--clean-visual-features", arguments.clean_visual_features,
       "Refused: volvr takes no faces off");
}

std::string given_profile_option(const CLI::App& verb) {
  for (const CLI::Option* option : verb.get_options()) {
    const bool switches_on = option->get_name() == "--deidentify";
    if (option->get_group() == group && option->count() > 0 && !switches_on) {
      return option->get_name();
    }
  }
  return {};
}

Deidentifier deidentifier_of(const ProfileArguments& arguments) {
  if (arguments.clean_visual_features) {
    throw Error(ErrorCode::invalid_argument,
                "volvr cannot clean recognizable visual features: nothing in it takes a face off "
                "the pixels of a head.");
  }
  return Deidentifier(
      arguments.key.empty() ? PseudonymKey::random() : PseudonymKey::from_file(arguments.key),
      arguments.profile);
}

}  // namespace volvr::app
