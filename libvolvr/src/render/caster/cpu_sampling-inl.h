// SPDX-License-Identifier: Apache-2.0
// Values and gradients between voxels, clamped to the grid's edge as textures are.
#if defined(VOLVR_CPU_SAMPLING_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_SAMPLING_INL
#undef VOLVR_CPU_SAMPLING_INL
#else
#define VOLVR_CPU_SAMPLING_INL
#endif

#include "render/caster/cpu_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// The cell between eight voxels that a place lies in.
struct Cell {
  I x, y, z;     // its lowest voxel
  F px, py, pz;  // parts of the way to the next
};

struct Grid {
  int nx, ny, nz;

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
    return hn::Mul(hn::Add(hn::Mul(z, all_ints(ny)), y), all_ints(nx));
  }
};

template <class Read>
HWY_INLINE F along_x(const Read& read, I number, F part) {
  const Pair pair = read.pair(number);
  return lerp(pair.low, pair.high, part);
}

template <class Read>
HWY_INLINE F value_in(const Read& read, const Grid& grid, const Cell& cell) {
  const I first = hn::Add(grid.row(cell.y, cell.z), cell.x);
  const I up = all_ints(grid.nx);
  const I back = all_ints(grid.nx * grid.ny);
  const I behind = hn::Add(first, back);
  const F front =
      lerp(along_x(read, first, cell.px), along_x(read, hn::Add(first, up), cell.px), cell.py);
  const F rear =
      lerp(along_x(read, behind, cell.px), along_x(read, hn::Add(behind, up), cell.px), cell.py);
  return lerp(front, rear, cell.pz);
}

template <class Read>
HWY_INLINE Quad quad_of(const Read& read, I number) {
  if constexpr (requires { read.quad(number); }) {
    return read.quad(number);
  } else {
    const I one = all_ints(1);
    const Pair middle = read.pair(number);
    return {read.pair(hn::Sub(number, one)).low, middle.low, middle.high,
            read.pair(hn::Add(number, one)).high};
  }
}

/// gradient_in() of cells that have neighbours on all sides: it need not look for the grid's edge.
template <class Read>
HWY_INLINE F3 gradient_inside(const Read& read, const Grid& grid, const Cell& cell) {
  const I up = all_ints(grid.nx);
  const I back = all_ints(grid.nx * grid.ny);
  const I at00 = hn::Add(grid.row(cell.y, cell.z), cell.x);
  const I at10 = hn::Add(at00, up);
  const I at01 = hn::Add(at00, back);
  const I at11 = hn::Add(at01, up);
  const auto along_row = [&](I number, F& difference) {
    const Quad row = quad_of(read, number);
    difference = hn::Sub(lerp(row.high, row.after, cell.px), lerp(row.before, row.low, cell.px));
    return lerp(row.low, row.high, cell.px);
  };
  F d00, d10, d01, d11;
  const F v00 = along_row(at00, d00);
  const F v10 = along_row(at10, d10);
  const F v01 = along_row(at01, d01);
  const F v11 = along_row(at11, d11);
  const auto value = [&](I number) { return along_x(read, number, cell.px); };
  const auto across = [&](F low, F high, I before, I after, F part) {
    return hn::Sub(lerp(high, value(after), part), lerp(value(before), low, part));
  };
  const F y_front = across(v00, v10, hn::Sub(at00, up), hn::Add(at10, up), cell.py);
  const F y_rear = across(v01, v11, hn::Sub(at01, up), hn::Add(at11, up), cell.py);
  const F z_low = across(v00, v01, hn::Sub(at00, back), hn::Add(at01, back), cell.pz);
  const F z_high = across(v10, v11, hn::Sub(at10, back), hn::Add(at11, back), cell.pz);
  return {lerp(lerp(d00, d10, cell.py), lerp(d01, d11, cell.py), cell.pz),
          lerp(y_front, y_rear, cell.pz), lerp(z_low, z_high, cell.py)};
}

HWY_INLINE bool all_inside(const Grid& grid, const Cell& cell) {
  const I lowest = hn::Min(hn::Min(cell.x, cell.y), cell.z);
  const I most =
      hn::Max(hn::Max(hn::Sub(cell.x, all_ints(grid.nx)), hn::Sub(cell.y, all_ints(grid.ny))),
              hn::Sub(cell.z, all_ints(grid.nz)));
  return hn::AllTrue(Ints{}, hn::And(hn::Gt(lowest, all_ints(0)), hn::Lt(most, all_ints(-2))));
}

/// Differences of the values one voxel further and one voxel back along each axis.
template <class Read>
HWY_INLINE F3 gradient_in(const Read& read, const Grid& grid, const Cell& cell) {
  if (all_inside(grid, cell)) return gradient_inside(read, grid, cell);
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
    difference = hn::Sub(lerp(middle.high, next, cell.px), lerp(previous, middle.low, cell.px));
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
  const F y_front =
      hn::Sub(lerp(v10, outside(y_after, z0), cell.py), lerp(outside(y_before, z0), v00, cell.py));
  const F y_rear =
      hn::Sub(lerp(v11, outside(y_after, z1), cell.py), lerp(outside(y_before, z1), v01, cell.py));
  const F z_low =
      hn::Sub(lerp(v01, outside(y0, z_after), cell.pz), lerp(outside(y0, z_before), v00, cell.pz));
  const F z_high =
      hn::Sub(lerp(v11, outside(y1, z_after), cell.pz), lerp(outside(y1, z_before), v10, cell.pz));
  return {lerp(lerp(d00, d10, cell.py), lerp(d01, d11, cell.py), cell.pz),
          lerp(y_front, y_rear, cell.pz), lerp(z_low, z_high, cell.py)};
}

/// A table of entries at (i + 0.5) / size, `stride` floats an entry; value 0..1.
struct Table {
  const float* from;
  int size;
  int stride;

  struct Place {
    I entry, next;
    F part;
  };
  HWY_INLINE Place place(F value) const {
    const F at = clamped(hn::MulAdd(value, all(static_cast<float>(size)), all(-0.5F)), 0.0F,
                         static_cast<float>(size - 1));
    const I entry = hn::ConvertTo(Ints{}, at);
    const I next = hn::Min(hn::Add(entry, all_ints(1)), all_ints(size - 1));
    return {hn::Mul(entry, all_ints(stride)), hn::Mul(next, all_ints(stride)),
            hn::Sub(at, hn::ConvertTo(Floats{}, entry))};
  }
  HWY_INLINE F get(const Place& place, int channel) const {
    return lerp(hn::GatherIndex(Floats{}, from + channel, place.entry),
                hn::GatherIndex(Floats{}, from + channel, place.next), place.part);
  }
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
