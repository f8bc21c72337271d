// SPDX-License-Identifier: Apache-2.0
#include "convert/names.h"

#include <algorithm>
#include <set>

#include "convert/safe_name.h"
#include "core/suggest.h"
#include "volvr/convert.h"
#include "volvr/error.h"

namespace volvr {

const std::vector<NamePlaceholder>& name_placeholders() {
  static const std::vector<NamePlaceholder> table = {
      {"number", "series number, three digits"},
      {"description", "series description, or else protocol, or else modality"},
      {"protocol", "protocol name"},
      {"modality", "CT, MR, ..."},
      {"body-part", "body part examined"},
      {"label", "what tells the volume from its siblings in the series"},
      {"patient", "number of the patient within the input: patient1, ..."},
      {"study", "number of the study within the patient: study1, ..."},
      {"uid", "8 digits of a hash of the series instance UID"},
      {"study-uid", "8 digits of a hash of the study instance UID"},
      {"patient-id", "patient ID", true},
      {"patient-name", "patient name", true},
      {"study-date", "date of the study", true},
      {"accession", "accession number", true},
  };
  return table;
}

namespace batch {

namespace {

constexpr std::size_t longest_name = 160;
constexpr std::size_t fewest_digits = 8;

[[noreturn]] void refuse(const std::string& sentence, std::string_view text) {
  throw Error(ErrorCode::invalid_argument, sentence, std::string(text));
}

void require_known(std::string_view name, bool identity_allowed) {
  const auto& table = name_placeholders();
  const auto at = std::ranges::find(table, name, &NamePlaceholder::name);
  if (at == table.end()) {
    std::vector<std::string_view> known;
    for (const NamePlaceholder& one : table) known.push_back(one.name);
    refuse("There is no placeholder {" + std::string(name) + "}" + suggestion(name, known), name);
  }
  if (at->identity && !identity_allowed) {
    refuse("The placeholder {" + std::string(name) +
               "} tells who the patient is; names hold that only where it is asked for.",
           name);
  }
}

void require_fit_for_names(std::string_view literal) {
  for (const char letter : literal) {
    const auto code = static_cast<unsigned char>(letter);
    constexpr std::string_view separators = "/\\:*?\"<>|";
    const bool bad =
        code < 0x20 || code == 0x7f || separators.find(letter) != std::string_view::npos;
    if (bad) {
      refuse("A name holds no separators of folders, control characters or any of : * ? \" < > |.",
             literal);
    }
  }
}

bool is_joint(char letter) {
  return letter == '-' || letter == '_' || letter == '.' || letter == ' ';
}

}  // namespace

NameTemplate::NameTemplate(std::string_view text, bool identity_allowed) {
  const std::string whole(text);
  while (!text.empty()) {
    const auto open = text.find('{');
    const std::string_view literal = text.substr(0, open);
    if (literal.find('}') != std::string_view::npos) refuse("A brace is not opened.", whole);
    require_fit_for_names(literal);
    if (!literal.empty()) parts_.push_back({std::string(literal), false});
    if (open == std::string_view::npos) return;
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) refuse("A brace is not closed.", whole);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    require_known(name, identity_allowed);
    parts_.push_back({std::string(name), true});
    text.remove_prefix(close + 1);
  }
}

std::string NameTemplate::fill(const NameValues& values) const {
  std::string name;
  for (const Part& part : parts_) {
    if (!part.is_placeholder) {
      // A joint in front of everything joins nothing: what was to stand before it is empty.
      const bool lost = name.empty() && is_joint(part.text.front());
      name += lost ? part.text.substr(1) : part.text;
      continue;
    }
    const auto at = values.find(part.text);
    const std::string value = at == values.end() ? std::string() : safe_name(at->second);
    if (value.empty() && !name.empty() && is_joint(name.back())) name.pop_back();
    name += value;
  }
  name = safe_name(name, longest_name);
  if (name.empty()) name = "volume";
  return is_reserved(name) ? "volume-" + name : name;
}

std::vector<std::string> unique_names(const std::vector<NameRequest>& requests) {
  std::vector<std::string> names(requests.size());
  // Digits of the key are added until no two names are one. What is added may make a name that
  // another one wished for: then that one gets digits, too.
  std::vector<std::size_t> digits(requests.size(), 0);
  for (;;) {
    std::map<std::string, std::vector<std::size_t>> taken;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      names[i] = requests[i].name;
      if (digits[i] > 0) names[i] += "-" + requests[i].key.substr(0, digits[i]);
      taken[folded(names[i])].push_back(i);
    }
    bool unique = true;
    for (const auto& [name, owners] : taken) {
      if (owners.size() < 2) continue;
      for (const std::size_t i : owners) {
        if (digits[i] >= requests[i].key.size()) continue;
        digits[i] = digits[i] == 0 ? fewest_digits : digits[i] + 8;
        unique = false;
      }
    }
    if (unique) return names;
  }
}

}  // namespace batch

}  // namespace volvr
