// SPDX-License-Identifier: Apache-2.0
#include "volvr/people.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

namespace volvr {

namespace {

constexpr std::size_t shortest_found_anywhere = 3;

// "Doe^Jane" and "Doe^Jane^^^" are one name (DICOM PS3.5 6.2.1.1).
std::string_view without_trailing_delimiters(std::string_view name) {
  return name.substr(0, name.find_last_not_of("^= ") + 1);
}

// As `scan` tells patients apart: whatever differs makes two people.
bool same_person(const PatientInfo& a, const PatientInfo& b) {
  return a.patient_id == b.patient_id && a.issuer_of_patient_id == b.issuer_of_patient_id &&
         a.patient_birth_date == b.patient_birth_date &&
         without_trailing_delimiters(a.patient_name) == without_trailing_delimiters(b.patient_name);
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return result;
}

// Letters of all scripts count: bytes of UTF-8 beyond ASCII belong to words.
bool in_word(char letter) {
  const auto code = static_cast<unsigned char>(letter);
  return code >= 0x80 || std::isalnum(code) != 0;
}

// "Doe^Jane^^Dr." has the parts "doe", "jane" and "dr".
void add_words(std::string_view text, std::set<std::string>& secrets) {
  const std::string low = lowered(text);
  for (auto at = low.begin(); at != low.end();) {
    const auto begin = std::find_if(at, low.end(), in_word);
    at = std::find_if_not(begin, low.end(), in_word);
    if (begin != at) secrets.emplace(begin, at);
  }
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  if (what.empty() || what == by) return;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  const bool open_before = at == 0 || !in_word(text[at - 1]);
  const bool open_after = at + length == text.size() || !in_word(text[at + length]);
  return open_before && open_after;
}

}  // namespace

People::People(const Catalog& catalog) {
  std::set<std::string> secrets;
  for (const SeriesInfo& series : catalog.series) {
    const PatientInfo& patient = series.patient;
    const auto known = [&](const PatientInfo& other) { return same_person(other, patient); };
    if (std::ranges::none_of(patients_, known)) patients_.push_back(patient);
    add_words(patient.patient_name, secrets);
    for (const std::string* whole : {&patient.patient_id, &patient.patient_birth_date,
                                     &series.study.accession_number, &series.study.study_id}) {
      // A study numbered "1" tells nothing, and withholding every 1 would ruin the text.
      if (whole->size() >= shortest_found_anywhere) secrets.insert(lowered(*whole));
    }
  }
  secrets_.assign(secrets.begin(), secrets.end());
  std::ranges::stable_sort(secrets_, std::ranges::greater{}, &std::string::size);
}

std::size_t People::number_of(const PatientInfo& patient) const {
  const auto same = [&](const PatientInfo& other) { return same_person(other, patient); };
  return static_cast<std::size_t>(std::ranges::find_if(patients_, same) - patients_.begin()) + 1;
}

std::string People::withheld(std::string_view text) const {
  std::string result(text);
  std::string low = lowered(text);
  constexpr std::string_view mark = "[withheld]";
  for (const std::string& secret : secrets_) {
    for (std::size_t at = low.find(secret); at != std::string::npos; at = low.find(secret, at)) {
      const bool hit =
          secret.size() >= shortest_found_anywhere || stands_alone(low, at, secret.size());
      if (hit) {
        result.replace(at, secret.size(), mark);
        low.replace(at, secret.size(), std::string(mark.size(), '\n'));
      }
      at += hit ? mark.size() : secret.size();
    }
  }
  return result;
}

std::string People::withheld(const Finding& finding) const {
  std::string sentence = finding.message;
  for (const std::string& file : finding.files) {
    replace_all(sentence, file, withheld(std::string_view(file)));
    const std::string name = std::filesystem::path(file).filename().string();
    replace_all(sentence, name, withheld(std::string_view(name)));
  }
  return sentence;
}

std::string People::withheld(const Error& error) const {
  std::string sentence = error.what();
  replace_all(sentence, error.subject(), withheld(std::string_view(error.subject())));
  return sentence;
}

}  // namespace volvr
