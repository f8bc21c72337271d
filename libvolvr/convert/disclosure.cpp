// SPDX-License-Identifier: Apache-2.0
#include "convert/disclosure.h"

#include <filesystem>

#include "convert/digest.h"

namespace volvr::batch {

namespace {

constexpr std::string_view a_file = "[file]";

void replace_all(std::string& text, const std::string& what) {
  if (what.empty()) return;
  for (auto at = text.find(what); at != std::string::npos;
       at = text.find(what, at + a_file.size())) {
    text.replace(at, what.size(), a_file);
  }
}

void hide_file(std::string& text, const std::string& file) {
  replace_all(text, file);
  replace_all(text, std::filesystem::path(file).filename().string());
}

}  // namespace

std::string Disclosure::text(const std::string& text, const PatientInfo& patient) const {
  return deidentifier_ != nullptr ? deidentifier_->descriptor(text, patient)
                                  : people_.withheld(std::string_view(text));
}

std::string Disclosure::term(const std::string& text, const PatientInfo& patient) const {
  return deidentifier_ != nullptr ? deidentifier_->term(text, patient) : text;
}

std::string Disclosure::label(const std::string& label, std::size_t number) const {
  if (deidentifier_ == nullptr || label.empty()) return label;
  return "volume " + std::to_string(number);
}

std::string Disclosure::message(const Finding& finding) const {
  if (deidentifier_ == nullptr) return people_.withheld(finding);
  std::string sentence = finding.message;
  for (const std::string& file : finding.files) hide_file(sentence, file);
  return people_.withheld(std::string_view(sentence));
}

std::string Disclosure::message(const Error& error) const {
  if (deidentifier_ == nullptr) return people_.withheld(error);
  std::string sentence = error.what();
  hide_file(sentence, error.subject());
  return people_.withheld(std::string_view(sentence));
}

std::string Disclosure::hash(const std::string& uid) const {
  return hash_of(deidentifier_ != nullptr ? deidentifier_->uid(uid) : uid);
}

}  // namespace volvr::batch
