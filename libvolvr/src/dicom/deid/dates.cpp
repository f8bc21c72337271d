// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/dates.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <format>

#include "core/text.h"

namespace volvr::dicom::deid {

namespace {

using std::chrono::year_month_day;

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = 10 * value + (digit - '0');
  return value;
}

std::string without(std::string_view text, char mark) {
  std::string rest(text);
  std::erase(rest, mark);
  return rest;
}

std::optional<std::string> one_date(std::string_view value, int days) {
  const bool dotted = value.size() == 10 && value[4] == '.' && value[7] == '.';
  const std::string digits = dotted ? without(value, '.') : std::string(value);
  if (digits.size() != 8 || !all_digits(digits)) return std::nullopt;
  const std::string_view text = digits;
  const year_month_day date{std::chrono::year{number(text.substr(0, 4))},
                            std::chrono::month{static_cast<unsigned>(number(text.substr(4, 2)))},
                            std::chrono::day{static_cast<unsigned>(number(text.substr(6, 2)))}};
  if (!date.ok() || number(text.substr(0, 4)) < 1) return std::nullopt;
  const year_month_day moved{std::chrono::sys_days{date} + std::chrono::days{days}};
  return std::format("{:04}{:02}{:02}", static_cast<int>(moved.year()),
                     static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
}

// HH[MM[SS[.F…]]]; an old "HH:MM:SS" is taken too.
std::optional<std::string> one_time(std::string_view value) {
  const std::size_t point = value.find('.');
  const std::string whole = without(value.substr(0, point), ':');
  if (whole.size() % 2 != 0 || whole.size() > 6 || !all_digits(whole)) return std::nullopt;
  const std::string_view text = whole;
  if (number(text.substr(0, 2)) > 23) return std::nullopt;
  if (text.size() > 2 && number(text.substr(2, 2)) > 59) return std::nullopt;
  if (text.size() > 4 && number(text.substr(4, 2)) > 60) return std::nullopt;
  if (point == std::string_view::npos) return whole;
  const std::string_view fraction = value.substr(point + 1);
  if (whole.size() != 6 || fraction.size() > 6 || !all_digits(fraction)) return std::nullopt;
  return whole + "." + std::string(fraction);
}

std::optional<std::string> one_date_time(std::string_view value, int days) {
  const std::size_t zone_at = value.find_first_of("+-");
  const std::string_view zone =
      zone_at == std::string_view::npos ? std::string_view() : value.substr(zone_at);
  if (!zone.empty() && !is_time_zone(zone)) return std::nullopt;
  const std::string_view text = value.substr(0, zone_at);
  if (text.size() == 4 || text.size() == 6) {
    const bool fits =
        all_digits(text) && number(text.substr(0, 4)) > 0 &&
        (text.size() == 4 || (number(text.substr(4)) >= 1 && number(text.substr(4)) <= 12));
    return fits && days == 0 ? std::optional(std::string(value)) : std::nullopt;
  }
  const auto date = one_date(text.substr(0, 8), days);
  if (!date) return std::nullopt;
  if (text.size() <= 8) return *date + std::string(zone);
  const auto time = one_time(text.substr(8));
  return time ? std::optional(*date + *time + std::string(zone)) : std::nullopt;
}

// A range is two values, of which one may be missing.
template <class One>
std::optional<std::string> one_or_range(std::string_view value, const One& one) {
  const std::string_view text = trim(value);
  if (const auto single = one(text)) return single;
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || text.size() < 2) return std::nullopt;
  const auto end = [&](std::string_view side) {
    return side.empty() ? std::optional<std::string>("") : one(trim(side));
  };
  const auto from = end(text.substr(0, dash));
  const auto to = end(text.substr(dash + 1));
  return from && to ? std::optional(*from + "-" + *to) : std::nullopt;
}

}  // namespace

std::optional<std::string> moved_date(std::string_view value, int days) {
  return one_or_range(value, [&](std::string_view one) { return one_date(one, days); });
}

std::optional<std::string> moved_date_time(std::string_view value, int days) {
  return one_or_range(value, [&](std::string_view one) { return one_date_time(one, days); });
}

std::optional<std::string> checked_time(std::string_view value) {
  return one_or_range(value, [](std::string_view one) { return one_time(one); });
}

bool is_time_zone(std::string_view value) {
  return value.size() == 5 && (value[0] == '+' || value[0] == '-') && all_digits(value.substr(1)) &&
         number(value.substr(1, 2)) <= 14 && number(value.substr(3)) < 60;
}

}  // namespace volvr::dicom::deid
