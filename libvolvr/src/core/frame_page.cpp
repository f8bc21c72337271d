// SPDX-License-Identifier: Apache-2.0
#include "core/frame_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <functional>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "volvr/version.h"

namespace volvr {

namespace {

constexpr int width = 1000;  // of a chart, pixels; also how many columns a curve has
constexpr int height = 160;
constexpr std::string_view style =
    "body{font:15px sans-serif;max-width:1040px;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .9em;text-align:right;"
    "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}"
    "svg{background:#f6f6f6;width:100%}path{fill:none;stroke-width:1.5}"
    "text{font:12px sans-serif;fill:#555}h2{font-size:1.05em;margin:1.4em 0 .3em}";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

using Value = std::function<double(const FrameRecord&)>;

struct Curve {
  std::string_view name;
  std::string_view colour;
  Value value;
};

const std::array time_curves{
    Curve{"CPU", "#1565c0", [](const FrameRecord& f) { return 1e3 * f.cpu; }},
    Curve{"GPU", "#d84315", [](const FrameRecord& f) { return 1e3 * f.gpu; }},
    Curve{"time that there is", "#9e9e9e", [](const FrameRecord& f) { return 1e3 * f.period; }},
};
const std::array missed_curves{
    Curve{"missed", "#b71c1c", [](const FrameRecord& f) { return static_cast<double>(f.missed); }},
};
const std::array quality_curves{
    Curve{"edge pixel", "#6a1b9a", [](const FrameRecord& f) { return f.edge_pixel; }},
    Curve{"pixels", "#2e7d32", [](const FrameRecord& f) { return f.pixels; }},
    Curve{"shadows", "#f9a825", [](const FrameRecord& f) { return f.shadows; }},
    Curve{"step", "#00838f", [](const FrameRecord& f) { return f.step; }},
};

struct Span {
  double from = 0.0;
  double to = 1.0;
};

Span time_of(const FrameLog& log) {
  if (log.frames().empty()) return {};
  const double from = log.frames().front().at;
  return {from, std::max(log.frames().back().at, from + 1e-3)};
}

int column_of(double at, const Span& time) {
  return std::clamp(static_cast<int>((at - time.from) / (time.to - time.from) * width), 0,
                    width - 1);
}

// The greatest value in each column, so that no single late frame goes unseen; NaN where there is
// none.
std::vector<double> columns(const FrameLog& log, const Value& value, const Span& time) {
  std::vector<double> most(width, FrameRecord::unknown);
  for (const FrameRecord& frame : log.frames()) {
    double& here = most[static_cast<std::size_t>(column_of(frame.at, time))];
    here = std::fmax(here, value(frame));
  }
  return most;
}

// A line through what is known; it is broken where nothing was drawn for long.
std::string path_of(const std::vector<double>& values, double top) {
  constexpr int longest_gap = 40;
  std::string path;
  int last = -longest_gap - 1;
  for (int x = 0; x < width; ++x) {
    const double value = values[static_cast<std::size_t>(x)];
    if (std::isnan(value)) continue;
    const double y = height - 4 - std::clamp(value / top, 0.0, 1.0) * (height - 24);
    path += std::format("{}{} {:.1f}", x - last > longest_gap ? "M" : "L", x, y);
    last = x;
  }
  // A single point has no length and would not be seen.
  return path.find('L') == std::string::npos && !path.empty() ? path + "h1" : path;
}

// A little above what nearly all frames stay below: one frame that compiled a shader must not press
// all others flat.
double top_of(std::span<const Curve> curves, const FrameLog& log) {
  double top = 0.0;
  for (const Curve& curve : curves) {
    std::vector<double> values;
    for (const FrameRecord& frame : log.frames()) values.push_back(curve.value(frame));
    const Percentiles p = percentiles(values);
    top = std::fmax(top, std::fmin(1.2 * p.p99, 1.05 * p.most));
    top = std::fmax(top, std::fmin(p.most, 2.0 * top));
  }
  return top > 0.0 ? top : 1.0;
}

std::string chart(std::string_view title, std::string_view unit, std::span<const Curve> curves,
                  const FrameLog& log) {
  const Span time = time_of(log);
  const double top = top_of(curves, log);
  std::string text =
      std::format("<h2>{}</h2>\n<svg viewBox=\"0 0 {} {}\">\n", title, width, height);
  text += std::format("<text x=\"4\" y=\"14\">{:.3g}{}</text>\n", top, unit);
  int x = 120;
  for (const Curve& curve : curves) {
    text += std::format("<text x=\"{}\" y=\"14\" style=\"fill:{}\">{}</text>\n", x, curve.colour,
                        curve.name);
    x += 40 + 8 * static_cast<int>(curve.name.size());
    const std::string path = path_of(columns(log, curve.value, time), top);
    if (path.empty()) continue;
    text += std::format("<path stroke=\"{}\" d=\"{}\"/>\n", curve.colour, path);
  }
  return text + std::format(
                    "<text x=\"{}\" y=\"14\" text-anchor=\"end\">{:.0f} to {:.0f} s</text>\n"
                    "</svg>\n",
                    width - 4, time.from, time.to);
}

std::string number(double value) {
  return std::isnan(value) ? "–" : std::format("{:.2f}", value);
}

std::string percentile_row(std::string_view name, const FrameLog& log, const Value& value) {
  std::vector<double> values;
  for (const FrameRecord& frame : log.frames()) values.push_back(1e3 * value(frame));
  const Percentiles p = percentiles(values);
  return std::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", name,
                     number(p.p50), number(p.p90), number(p.p99), number(p.most));
}

std::string percentile_table(const FrameLog& log) {
  return "<table>\n<tr><th>milliseconds a frame</th><th>half below</th><th>90 %</th><th>99 %</th>"
         "<th>longest</th></tr>\n" +
         percentile_row("CPU", log, [](const FrameRecord& f) { return f.cpu; }) +
         percentile_row("GPU, both eyes", log, [](const FrameRecord& f) { return f.gpu; }) +
         percentile_row("waiting for the headset", log,
                        [](const FrameRecord& f) { return f.waiting; }) +
         percentile_row("time that there is", log, [](const FrameRecord& f) { return f.period; }) +
         "</table>\n";
}

std::string summary(const FrameLog& log, const FrameLogSource& source) {
  const FrameTotals& all = log.totals();
  const double due = static_cast<double>(all.frames + all.missed);
  const double part = due > 0.0 ? 100.0 * static_cast<double>(all.missed) / due : 0.0;
  std::string text = std::format(
      "<p>volvr {}, {}<br>{}<br>{} × {} pixels</p>\n<p>{} frames in {:.1f} s, {} with a picture; "
      "{} "
      "missed ({:.2f} % of those that were due).",
      version, escaped(source.display), escaped(source.graphics), source.width, source.height,
      all.frames, all.seconds, all.drawn, all.missed, part);
  if (log.frames().size() < all.frames) {
    text += std::format(" The curves show the last {}.", log.frames().size());
  }
  return text + "</p>\n";
}

}  // namespace

std::string frame_page(const FrameLog& log, const FrameLogSource& source) {
  return std::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<title>volvr: "
      "frames</title>\n<style>{}</style>\n</head>\n<body>\n<h1>Frames</h1>\n{}{}{}{}{}"
      "<p>Curves show the greatest value of each thousandth of the time. Where processors cast the "
      "rays, GPU stands for their time. Quality: 1 is best; a greater pixel or step is coarser, a "
      "smaller shadow weaker. No "
      "patient's data is on this page.</p>\n</body>\n</html>\n",
      style, summary(log, source), percentile_table(log),
      chart("Time a frame", " ms", time_curves, log),
      chart("Missed frames", "", missed_curves, log), chart("Quality", "", quality_curves, log));
}

}  // namespace volvr
