// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcelem.h>

#include <optional>
#include <string>
#include <vector>

#include "dicom/deid/policy.h"
#include "dicom/deid/profile.h"
#include "dicom/deid/value_check.h"

namespace volvr::dicom::deid {

/// Treats every element of an object, in all depths, by Table E.1-1 and, beyond it, by what its VR
/// and its value allow. Pixels (group 7FE0), overlays and the method's own attributes are not
/// its business: see pixels.h, graphics.h, method.h.
class Scrubber {
 public:
  Scrubber(const Policy& policy, const Subject& subject, std::vector<ElementChange>& changes)
      : policy_(policy), subject_(subject), changes_(changes) {}

  /// @throws Error malformed for sequences nested too deep
  void treat(DcmItem& item);

 private:
  /// Where an item is, and whether all of it becomes dummies.
  struct Level {
    std::string path;
    int depth = 0;
    bool dummies = false;
  };
  struct Target {
    DcmItem& item;
    DcmElement& element;
    Tag tag;
    DictionaryEntry known;
    const Level& level;
  };

  void treat_item(DcmItem& item, const Level& level);
  void treat_element(const Target& target);
  void apply(const Target& target, Action action);
  void descend(const Target& target, bool dummies);
  void remove(const Target& target);
  void empty(const Target& target);
  void dummy(const Target& target);
  void by_kind(const Target& target, Action action);
  void rewrite(const Target& target, const std::optional<std::string>& value, const char* action);
  void treat_private(DcmItem& item, DcmElement& element, const Level& level);
  void treat_bytes(const Target& target);
  void note(const Target& target, const char* action);

  std::optional<std::string> treated_text(const Target& target, const std::string& value,
                                          Action action) const;
  std::optional<std::string> kept_text(const Target& target, const std::string& value) const;
  std::optional<std::string> treated_word(const Target& target, std::string_view word) const;
  std::optional<std::string> date_value(ValueKind kind, const std::string& value, int days) const;
  std::string dummy_text(const Target& target, const std::string& value) const;
  std::string person(const Target& target, const std::string& value) const;

  const Policy& policy_;
  const Subject& subject_;
  std::vector<ElementChange>& changes_;
};

}  // namespace volvr::dicom::deid
