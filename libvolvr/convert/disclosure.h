// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "volvr/catalog.h"
#include "volvr/deidentify.h"
#include "volvr/error.h"
#include "volvr/people.h"

namespace volvr::batch {

/// What names, reports and manifests may say of a study: nothing that names a patient, and with a
/// de-identifier only what it lets through.
class Disclosure {
 public:
  /// @param deidentifier  null: none. Both must outlive this.
  Disclosure(const People& people, const Deidentifier* deidentifier)
      : people_(people), deidentifier_(deidentifier) {}

  const People& people() const { return people_; }
  const Deidentifier* deidentifier() const { return deidentifier_; }

  /// A description of the series or study.
  std::string text(const std::string& text, const PatientInfo& patient) const;

  /// A term of the study (modality, a unit of measurement).
  std::string term(const std::string& text, const PatientInfo& patient) const;

  /// A label that the library gave a volume, which may hold dates and times.
  std::string label(const std::string& label, std::size_t number) const;

  std::string message(const Finding& finding) const;
  std::string message(const Error& error) const;

  /// 16 digits of the hash of a UID, as the output has it.
  std::string hash(const std::string& uid) const;

 private:
  const People& people_;
  const Deidentifier* deidentifier_;
};

}  // namespace volvr::batch
