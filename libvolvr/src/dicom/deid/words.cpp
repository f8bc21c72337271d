// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/words.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/text.h"
#include "dicom/dcmtk_session.h"

namespace volvr::dicom::deid {

namespace {

constexpr std::size_t longest_number = 3;
constexpr std::size_t most_digits = 6;
constexpr std::size_t shortest_phrase = 3;

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
  });
  return low;
}

// "ImagePositionPatient" is three words, "MRAcquisition" two.
std::vector<std::string_view> camel_parts(std::string_view word) {
  std::vector<std::string_view> parts;
  const auto upper = [&](std::size_t i) {
    return std::isupper(static_cast<unsigned char>(word[i])) != 0;
  };
  std::size_t begin = 0;
  for (std::size_t i = 1; i < word.size(); ++i) {
    const bool rises = !upper(i - 1) && upper(i);
    const bool ends_capitals = i + 1 < word.size() && upper(i) && !upper(i + 1) && upper(i - 1);
    if (!rises && !ends_capitals) continue;
    parts.push_back(word.substr(begin, i - begin));
    begin = i;
  }
  parts.push_back(word.substr(begin));
  return parts;
}

using Lexicon = std::set<std::string, std::less<>>;

void add_attribute_names(Lexicon& words) {
  prepare_dcmtk();
  DcmDataDictionary& dictionary = dcmDataDict.wrlock();  // its iterators want it mutable
  const auto last = DcmHashDictIterator(dictionary.normalEnd());
  for (DcmHashDictIterator entry(dictionary.normalBegin()); entry != last; ++entry) {
    if ((*entry)->getPrivateCreator() != nullptr) continue;
    std::string run;
    for (const char c : std::string((*entry)->getTagName()) + ' ') {
      if (is_letter(c)) {
        run += c;
        continue;
      }
      for (const std::string_view part : camel_parts(run)) words.insert(lowered(part));
      run.clear();
    }
  }
  dcmDataDict.wrunlock();
}

Lexicon make_lexicon() {
  Lexicon words;
  for (const std::string_view word : split(common_words, ' ')) words.emplace(trim(word));
  add_attribute_names(words);
  words.erase("");
  return words;
}

bool is_plain_word(std::string_view word, const IdentityWords& identity) {
  const std::string low = lowered(word);
  if (identity.words.contains(low)) return false;
  if (word.size() == 1 || is_known_word(low)) return true;
  const auto parts = camel_parts(word);
  return parts.size() > 1 && std::ranges::all_of(parts, [&](std::string_view part) {
           const std::string lower_part = lowered(part);
           return is_known_word(lower_part) && !identity.words.contains(lower_part);
         });
}

struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool digits = false;
};

// Runs of letters and of digits; bytes beyond ASCII count as letters.
std::vector<Run> runs_of(std::string_view text) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = is_digit(text[i]);
    if (!digit && !is_letter(text[i]) && static_cast<unsigned char>(text[i]) < 0x80) continue;
    if (!runs.empty() && runs.back().end == i && runs.back().digits == digit) {
      runs.back().end = i + 1;
    } else {
      runs.push_back({i, i + 1, digit});
    }
  }
  return runs;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') || c == 0x7f;
  });
}

bool names_patient(std::string_view text, const IdentityWords& identity) {
  const std::string low = lowered(text);
  return std::ranges::any_of(identity.phrases, [&](const std::string& phrase) {
    return low.find(phrase) != std::string::npos;
  });
}

// Three numbers with the same mark between: a date, a version, part of an address.
bool looks_like_date(std::string_view text, const std::vector<Run>& runs) {
  for (std::size_t i = 0; i + 2 < runs.size(); ++i) {
    const bool three = runs[i].digits && runs[i + 1].digits && runs[i + 2].digits;
    const bool close =
        runs[i].end + 1 == runs[i + 1].begin && runs[i + 1].end + 1 == runs[i + 2].begin;
    if (three && close && text[runs[i].end] == text[runs[i + 1].end] &&
        std::string_view("-/.: ").find(text[runs[i].end]) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool too_many_digits(const std::vector<Run>& runs) {
  std::size_t digits = 0;
  for (const Run& run : runs) digits += run.digits ? run.end - run.begin : 0;
  return digits > most_digits;
}

bool is_plain_run(std::string_view text, const Run& run, const IdentityWords& identity) {
  const std::string_view word = text.substr(run.begin, run.end - run.begin);
  return run.digits ? word.size() <= longest_number && !identity.words.contains(word)
                    : is_plain_word(word, identity);
}

}  // namespace

bool is_known_word(std::string_view word) {
  static const Lexicon lexicon = make_lexicon();
  return lexicon.contains(word);
}

void IdentityWords::add(std::string_view value) {
  const std::string low = lowered(trim(value));
  if (low.size() >= shortest_phrase) phrases.insert(low);
  for (const Run& run : runs_of(low)) {
    const std::string word = low.substr(run.begin, run.end - run.begin);
    // An initial, or a study's number 1, tells nothing, and its loss would spoil every text.
    if (word.size() < (run.digits ? shortest_phrase : 2)) continue;
    words.insert(word);
    if (word.size() > shortest_phrase) phrases.insert(word);
  }
}

bool is_plain(std::string_view text, const IdentityWords& identity) {
  if (has_control(text) || names_patient(text, identity)) return false;
  const auto runs = runs_of(text);
  return !too_many_digits(runs) && !looks_like_date(text, runs) &&
         std::ranges::all_of(runs,
                             [&](const Run& run) { return is_plain_run(text, run, identity); });
}

std::string cleaned(std::string_view text, const IdentityWords& identity) {
  const auto runs = runs_of(text);
  if (has_control(text)) return {};
  const bool keep_digits = !too_many_digits(runs) && !looks_like_date(text, runs);
  std::string result;
  std::size_t at = 0;
  bool any = false;
  for (const Run& run : runs) {
    result += text.substr(at, run.begin - at);
    const bool keep = (keep_digits || !run.digits) && is_plain_run(text, run, identity);
    if (keep) {
      result += text.substr(run.begin, run.end - run.begin);
    } else if (result.empty() || result.back() != '*') {
      result += '*';
    }
    any = any || keep;
    at = run.end;
  }
  result += text.substr(at);
  // Words that are each harmless can make up the patient's ID together.
  return any && !names_patient(result, identity) ? result : std::string();
}

}  // namespace volvr::dicom::deid
