// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace volvr::batch {

/// Values of placeholders by name; what is absent is empty.
using NameValues = std::map<std::string_view, std::string>;

/// A text with placeholders in braces, for names of files.
class NameTemplate {
 public:
  /// @throws Error invalid_argument (unknown placeholder, one that needs `identity_allowed`, an
  ///         open brace, a separator of folders or another character that no name may hold)
  NameTemplate(std::string_view text, bool identity_allowed);

  /// The name: each value made safe, the whole made safe and at most 160 bytes; where a value is
  /// empty, the '-', '_', '.' or blank before it vanishes, too.
  std::string fill(const NameValues& values) const;

 private:
  struct Part {
    std::string text;
    bool is_placeholder = false;
  };
  std::vector<Part> parts_;
};

/// What is to be named: the name that is wished, and what tells it apart from all others whatever
/// the order.
struct NameRequest {
  std::string name;
  std::string key;  ///< hexadecimal digits
};

/// The names, each once on any file system: those that more than one asks for get digits of their
/// keys. The result depends on the set of requests alone, not on their order.
std::vector<std::string> unique_names(const std::vector<NameRequest>& requests);

}  // namespace volvr::batch
