// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/error.h"

namespace volvr {

/// The patients of a catalog, numbered from 1 in the catalog's order, so that programs can speak of
/// "patient 2" without saying who that is.
class People {
 public:
  explicit People(const Catalog& catalog);

  std::size_t count() const { return patients_.size(); }
  std::size_t number_of(const PatientInfo& patient) const;  ///< 1-based

  /// The text with whatever in it identifies one of the patients replaced by "[withheld]": parts of
  /// their names, their IDs and birth dates and accession numbers, as they get into descriptions
  /// and file names. Short parts (under three letters) are found as whole words only.
  std::string withheld(std::string_view text) const;

  /// The sentences of the library, which hold no identity but the names of files: those alone are
  /// looked at, so that a patient called "Slice" does not spoil them.
  std::string withheld(const Finding& finding) const;
  std::string withheld(const Error& error) const;

 private:
  std::vector<PatientInfo> patients_;
  std::vector<std::string> secrets_;  // lower case, longest first
};

}  // namespace volvr
