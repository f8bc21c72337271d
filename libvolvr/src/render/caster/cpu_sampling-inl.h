// SPDX-License-Identifier: Apache-2.0
// Values and gradients between voxels, clamped to the grid's edge as textures are.
#if defined(VOLVR_CPU_SAMPLING_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_SAMPLING_INL
#undef VOLVR_CPU_SAMPLING_INL
#else
#define VOLVR_CPU_SAMPLING_INL
#endif

#include <algorithm>

#include "render/caster/cpu_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// The cell between eight voxels that a place lies in.
struct Cell {
  I x, y, z;     // its lowest voxel
  F px, py, pz;  // parts of the way to the next
};

/// How many voxels more than one lie along x, y, z between a sample and where the values are taken
/// whose difference is its gradient.
struct Beyond {
  float x = 0.0F;
  float y = 0.0F;
  float z = 0.0F;
};

struct Grid {
  int nx, ny, nz;
  int origin = 0;  // the slice that voxels are numbered from
  Beyond beyond{};

  /// Whether gradients reach so little beyond one voxel that the cells there can be taken to go on
  /// beyond their ends.
  HWY_INLINE bool is_near() const {
    constexpr float most = 1.0F / 96.0F;  // the stock mapper's pictures are still met
    return std::max({beyond.x, beyond.y, beyond.z}) <= most;
  }

  HWY_INLINE static I lowest(F place, int size, F& part) {
    const F inside = clamped(place, 0.0F, static_cast<float>(size - 1));
    const I voxel = hn::Min(hn::ConvertTo(Ints{}, inside), all_ints(size - 2));
    part = hn::Sub(inside, hn::ConvertTo(Floats{}, voxel));
    return voxel;
  }
  HWY_INLINE Cell cell(F3 place) const {
    Cell cell;
    cell.x = lowest(place.x, nx, cell.px);
    cell.y = lowest(place.y, ny, cell.py);
    cell.z = lowest(place.z, nz, cell.pz);
    return cell;
  }
  HWY_INLINE I row(I y, I z) const {
    const I slice = hn::Sub(z, all_ints(origin));
    return hn::Mul(hn::Add(hn::Mul(slice, all_ints(ny)), y), all_ints(nx));
  }
};

/// Parts of the way between two voxels: of a place, and of the places whose difference is the
/// gradient there, in the cells one further and one back.
struct Parts {
  HWY_INLINE Parts(F at_, float beyond)
      : at(at_),
        ahead(hn::Min(hn::Add(at_, all(beyond)), all(1.0F))),
        behind(hn::Max(hn::Sub(at_, all(beyond)), hn::Zero(Floats{}))) {}

  F at, ahead, behind;
};

template <class Read>
HWY_INLINE F along_x(const Read& read, I number, F part) {
  const Pair pair = read.pair(number);
  return lerp(pair.low, pair.high, part);
}

/// Mixes voxels that follow each other along x: as their reader does it, if it has a way of its
/// own. What it mixes comes out multiplied with `unit`.
template <class Read>
struct Mixer {
  static constexpr float unit = 1.0F;

  HWY_INLINE Mixer(const Read& reader, const Parts& parts_) : read(reader), parts(parts_) {}
  HWY_INLINE F mixed(I number) const { return along_x(read, number, parts.at); }
  /// @param difference  of what is mixed one voxel behind and one before
  HWY_INLINE F mixed(I number, F& difference) const {
    const I one = all_ints(1);
    const Pair middle = read.pair(number);
    const F after = read.pair(hn::Add(number, one)).high;
    const F before = read.pair(hn::Sub(number, one)).low;
    difference =
        hn::Sub(lerp(middle.high, after, parts.ahead), lerp(before, middle.low, parts.behind));
    return lerp(middle.low, middle.high, parts.at);
  }

  const Read& read;
  Parts parts;
};
template <class Read>
requires requires {
  typename Read::Weights;
}
struct Mixer<Read> {
  static constexpr float unit = Read::unit;

  HWY_INLINE Mixer(const Read& reader, const Parts& parts)
      : read(reader), weights(Read::weights(parts.at, parts.ahead, parts.behind)) {}
  HWY_INLINE F mixed(I number) const { return read.mixed(number, weights); }
  HWY_INLINE F mixed(I number, F& difference) const {
    return read.mixed(number, weights, difference);
  }

  const Read& read;
  typename Read::Weights weights;
};

template <class Read>
HWY_INLINE F value_in(const Read& read, const Grid& grid, const Cell& cell) {
  const Mixer mixer(read, Parts(cell.px, 0.0F));
  const I first = hn::Add(grid.row(cell.y, cell.z), cell.x);
  const I up = all_ints(grid.nx);
  const I back = all_ints(grid.nx * grid.ny);
  const I behind = hn::Add(first, back);
  const F front = lerp(mixer.mixed(first), mixer.mixed(hn::Add(first, up)), cell.py);
  const F rear = lerp(mixer.mixed(behind), mixer.mixed(hn::Add(behind, up)), cell.py);
  return hn::Mul(lerp(front, rear, cell.pz), all(1.0F / mixer.unit));
}

/// The four rows of a cell, mixed along x, and what changes along x.
struct Rows {
  F v00, v10, v01, v11;  // at its low and its high y, z
  F along;
};

/// @pre the cells have neighbours on all sides, and the grid is_near(); as for the two below
template <class Read>
HWY_INLINE Rows rows_in(const Mixer<Read>& mixer, const Grid& grid, const Cell& cell) {
  const I up = all_ints(grid.nx);
  const I first = hn::Add(grid.row(cell.y, cell.z), cell.x);
  const I behind = hn::Add(first, all_ints(grid.nx * grid.ny));
  Rows rows;
  F d00, d10, d01, d11;
  rows.v00 = mixer.mixed(first, d00);
  rows.v10 = mixer.mixed(hn::Add(first, up), d10);
  rows.v01 = mixer.mixed(behind, d01);
  rows.v11 = mixer.mixed(hn::Add(behind, up), d11);
  rows.along = lerp(lerp(d00, d10, cell.py), lerp(d01, d11, cell.py), cell.pz);
  return rows;
}

template <class Read>
HWY_INLINE F value_of(const Mixer<Read>& mixer, const Rows& rows, const Cell& cell) {
  const F front = lerp(rows.v00, rows.v10, cell.py);
  const F rear = lerp(rows.v01, rows.v11, cell.py);
  return hn::Mul(lerp(front, rear, cell.pz), all(1.0F / mixer.unit));
}

template <class Read>
HWY_INLINE F3 gradient_of(const Mixer<Read>& mixer, const Rows& rows, const Grid& grid,
                          const Cell& cell) {
  const I up = all_ints(grid.nx);
  const I back = all_ints(grid.nx * grid.ny);
  const I at00 = hn::Add(grid.row(cell.y, cell.z), cell.x);
  const I at10 = hn::Add(at00, up);
  const I at01 = hn::Add(at00, back);
  const I at11 = hn::Add(at01, up);
  const Parts py(cell.py, grid.beyond.y);
  const Parts pz(cell.pz, grid.beyond.z);
  const auto across = [&](F low, F high, I before, I after, const Parts& parts) {
    return hn::Sub(lerp(high, mixer.mixed(after), parts.ahead),
                   lerp(mixer.mixed(before), low, parts.behind));
  };
  const F y_front = across(rows.v00, rows.v10, hn::Sub(at00, up), hn::Add(at10, up), py);
  const F y_rear = across(rows.v01, rows.v11, hn::Sub(at01, up), hn::Add(at11, up), py);
  const F z_low = across(rows.v00, rows.v01, hn::Sub(at00, back), hn::Add(at01, back), pz);
  const F z_high = across(rows.v10, rows.v11, hn::Sub(at10, back), hn::Add(at11, back), pz);
  const F per = all(1.0F / mixer.unit);
  return {hn::Mul(rows.along, per), hn::Mul(lerp(y_front, y_rear, cell.pz), per),
          hn::Mul(lerp(z_low, z_high, cell.py), per)};
}

HWY_INLINE bool all_inside(const Grid& grid, const Cell& cell) {
  const I lowest = hn::Min(hn::Min(cell.x, cell.y), cell.z);
  const I most =
      hn::Max(hn::Max(hn::Sub(cell.x, all_ints(grid.nx)), hn::Sub(cell.y, all_ints(grid.ny))),
              hn::Sub(cell.z, all_ints(grid.nz)));
  return hn::AllTrue(Ints{}, hn::And(hn::Gt(lowest, all_ints(0)), hn::Lt(most, all_ints(-2))));
}

/// gradient_in(), whatever cells it reaches to.
template <class Read>
HWY_NOINLINE F3 far_gradient_in(const Read& read, const Grid& grid, const Cell& cell) {
  const auto place = [](I voxel, F part) { return hn::Add(hn::ConvertTo(Floats{}, voxel), part); };
  const F3 at{place(cell.x, cell.px), place(cell.y, cell.py), place(cell.z, cell.pz)};
  const auto value = [&](float x, float y, float z) {
    return value_in(
        read, grid,
        grid.cell({hn::Add(at.x, all(x)), hn::Add(at.y, all(y)), hn::Add(at.z, all(z))}));
  };
  const float x = 1.0F + grid.beyond.x;
  const float y = 1.0F + grid.beyond.y;
  const float z = 1.0F + grid.beyond.z;
  return {hn::Sub(value(x, 0, 0), value(-x, 0, 0)), hn::Sub(value(0, y, 0), value(0, -y, 0)),
          hn::Sub(value(0, 0, z), value(0, 0, -z))};
}

/// Differences of the values one voxel, and the grid's `beyond`, further and back along each axis.
template <class Read>
HWY_INLINE F3 gradient_in(const Read& read, const Grid& grid, const Cell& cell) {
  if (!grid.is_near()) return far_gradient_in(read, grid, cell);
  const Parts px(cell.px, grid.beyond.x);
  if (all_inside(grid, cell)) {
    const Mixer mixer(read, px);
    return gradient_of(mixer, rows_in(mixer, grid, cell), grid, cell);
  }
  const I zero = all_ints(0);
  const I one = all_ints(1);
  const I y0 = cell.y;
  const I y1 = hn::Add(cell.y, one);
  const I z0 = cell.z;
  const I z1 = hn::Add(cell.z, one);
  const I row00 = grid.row(y0, z0);
  const I row10 = grid.row(y1, z0);
  const I row01 = grid.row(y0, z1);
  const I row11 = grid.row(y1, z1);
  const I before = hn::Max(hn::Sub(cell.x, one), zero);
  const I after = hn::Min(hn::Add(cell.x, one), all_ints(grid.nx - 2));
  // Of one row: its value, and its difference along x.
  const auto along_row = [&](I row, F& difference) {
    const Pair middle = read.pair(hn::Add(row, cell.x));
    const F previous = read.pair(hn::Add(row, before)).low;
    const F next = read.pair(hn::Add(row, after)).high;
    difference = hn::Sub(lerp(middle.high, next, px.ahead), lerp(previous, middle.low, px.behind));
    return lerp(middle.low, middle.high, cell.px);
  };
  F d00, d10, d01, d11;
  const F v00 = along_row(row00, d00);
  const F v10 = along_row(row10, d10);
  const F v01 = along_row(row01, d01);
  const F v11 = along_row(row11, d11);
  const auto outside = [&](I y, I z) {
    return along_x(read, hn::Add(grid.row(y, z), cell.x), cell.px);
  };
  const I y_before = hn::Max(hn::Sub(y0, one), zero);
  const I y_after = hn::Min(hn::Add(y1, one), all_ints(grid.ny - 1));
  const I z_before = hn::Max(hn::Sub(z0, one), zero);
  const I z_after = hn::Min(hn::Add(z1, one), all_ints(grid.nz - 1));
  const Parts py(cell.py, grid.beyond.y);
  const Parts pz(cell.pz, grid.beyond.z);
  const auto across = [](F low, F high, F previous, F next, const Parts& parts) {
    return hn::Sub(lerp(high, next, parts.ahead), lerp(previous, low, parts.behind));
  };
  const F y_front = across(v00, v10, outside(y_before, z0), outside(y_after, z0), py);
  const F y_rear = across(v01, v11, outside(y_before, z1), outside(y_after, z1), py);
  const F z_low = across(v00, v01, outside(y0, z_before), outside(y0, z_after), pz);
  const F z_high = across(v10, v11, outside(y1, z_before), outside(y1, z_after), pz);
  return {lerp(lerp(d00, d10, cell.py), lerp(d01, d11, cell.py), cell.pz),
          lerp(y_front, y_rear, cell.pz), lerp(z_low, z_high, cell.py)};
}

/// A table of at least two entries at (i + 0.5) / size, floats; value 0..1.
struct Table {
  const float* from;
  int size;

  struct Place {
    I entry;  // and the next
    F part;
  };
  HWY_INLINE Place place(F value) const {
    const F at = clamped(hn::MulAdd(value, all(static_cast<float>(size)), all(-0.5F)), 0.0F,
                         static_cast<float>(size - 1));
    const I entry = hn::Min(hn::ConvertTo(Ints{}, at), all_ints(size - 2));
    return {entry, hn::Sub(at, hn::ConvertTo(Floats{}, entry))};
  }
  HWY_INLINE F get(F value) const {
    const Place at = place(value);
    const Doubled both = gathered_eight(from, hn::ShiftLeft<2>(at.entry));
    return lerp(hn::BitCast(Floats{}, both.first), hn::BitCast(Floats{}, both.second), at.part);
  }
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
