// SPDX-License-Identifier: Apache-2.0
// What clips leave of a volume: against geometry, and against VTK's mapper where that can cut.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include <vtkPlane.h>
#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 90;
constexpr double distance = 1.0;
constexpr double view_angle = 9.0;
constexpr double per_millimetre = 0.012;

Settings settings_for(const std::string& path) {
  Settings settings;
  settings.set("render.mapper", path.starts_with("stock") ? path : "volvr");
  if (!path.starts_with("stock")) settings.set("render.path", path);
  return settings;
}

GridGeometry straight_grid() {
  return make_grid({.step = {2, 2.5, 2}, .half = 40});
}

GridGeometry oblique_grid() {
  Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.5, Eigen::Vector3d(1, 2, 2).normalized()).toRotationMatrix();
  axes.col(2) = (axes.col(2) + 0.3 * axes.col(0)).normalized();
  return make_grid({.axes = axes, .step = {1.5, 2, 3}, .half = 40, .centre = {10, -20, 30}});
}

// Of one value throughout, so that a pixel tells how long a way its ray has within what is left.
State fog() {
  Appearance appearance = opaque_above(1.0);
  appearance.opacities = {{0.0, per_millimetre}, {2.0, per_millimetre}};
  return state_of(appearance);
}

double millimetres_of(int grey) {
  return std::log(1.0 - std::min(grey, 254) / 255.0) / std::log(1.0 - per_millimetre);
}

/// The way that the ray of a pixel has within the grid and all clips, by small steps.
class Witness {
 public:
  Witness(const GridGeometry& grid, const State& state)
      : grid_(grid),
        clips_(state.clips),
        patient_from_scene_(scene_from_patient(state.pose, bounds_in_patient(grid)).inverse()),
        index_from_patient_(grid.patient_from_index.inverse()) {}

  double millimetres(int x, int y) const {
    const double half = std::tan(0.5 * view_angle * std::numbers::pi / 180.0);
    const double pixel = 2.0 * half / side;
    const Eigen::Vector3d way((x + 0.5 - 0.5 * side) * pixel, (0.5 * side - y - 0.5) * pixel, -1.0);
    const Eigen::Vector3d eye = patient_from_scene_ * Eigen::Vector3d(0, 0, distance);
    const Eigen::Vector3d step = 0.25 * (patient_from_scene_.linear() * way).normalized();
    const double start = (patient_from_scene_ * Eigen::Vector3d::Zero() - eye).norm() - 120.0;
    double sum = 0.0;
    for (int at = 0; at < 960; ++at) {
      const Eigen::Vector3d place = eye + (4.0 * start + at + 0.5) * step;
      const Eigen::Array3d index = index_from_patient_ * place;
      const Eigen::Array3d last = grid_.size.cast<double>().array() - 1.0;
      if ((index >= 0.0).all() && (index <= last).all() && keeps(clips_, place)) sum += 0.25;
    }
    return sum;
  }

 private:
  GridGeometry grid_;
  std::vector<Clip> clips_;
  Eigen::Affine3d patient_from_scene_;
  Eigen::Affine3d index_from_patient_;
};

class Clips : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  static StudioOptions options(const std::string& path = GetParam()) {
    return {.size = side,
            .distance = distance,
            .view_angle = view_angle,
            .settings = settings_for(path)};
  }

  static render::VolumeMapper& mapper_of(Studio& studio) {
    return *render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
  }

  // @return millimetres that rays are off by on average
  static double expect_geometry(const GridGeometry& grid, const State& state,
                                const std::string& what) {
    Studio studio(options());
    const Picture picture =
        studio.draw(sampled<std::int16_t>(grid, [](const Eigen::Vector3d&) { return 1.0; }), state);
    const Witness witness(grid, state);
    double off = 0.0;
    double lengths = 0.0;
    int rays = 0;
    int far_off = 0;
    for (int y = 1; y < side; y += 3) {
      for (int x = 1; x < side; x += 3) {
        const double expected = witness.millimetres(x, y);
        const double difference = std::abs(millimetres_of(grey(picture, x, y)) - expected);
        off += difference;
        lengths += expected;
        far_off += difference > 4.0 ? 1 : 0;
        ++rays;
      }
    }
    EXPECT_LT(off / rays, 0.9) << what << saved(picture, "clips");
    EXPECT_LT(far_off, rays / 40) << what << saved(picture, "clips");
    return lengths / rays;
  }
};

State with(std::vector<Clip> clips) {
  State state = fog();
  state.clips = std::move(clips);
  return state;
}

TEST_P(Clips, CutAsGeometrySays) {
  const GridGeometry grid = straight_grid();
  const double whole = expect_geometry(grid, with({}), "whole");
  EXPECT_GT(whole, 10.0);
  const std::vector<Clip> each{{ClipPlane{{5, 3, -4}, {0.2, 1, 0.5}}},
                               {ClipBox{{-20, -30, -10}, {25, 10, 30}}},
                               {ClipSphere{{10, -5, 8}, 22}}};
  for (std::size_t at = 0; at < each.size(); ++at) {
    Clip clip = each[at];
    const double left = expect_geometry(grid, with({clip}), "clip " + std::to_string(at));
    clip.inverse = true;
    const double rest = expect_geometry(grid, with({clip}), "inverse " + std::to_string(at));
    EXPECT_NEAR(left + rest, whole, 0.5);
    EXPECT_GT(std::min(left, rest), 0.05 * whole);
  }
}

TEST_P(Clips, CutAsGeometrySaysInAnyNumberAndPose) {
  std::mt19937 random(7);
  const auto number = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const GridGeometry grid = oblique_grid();
  const Eigen::Vector3d middle = bounds_in_patient(grid).center();
  const auto near = [&](double reach) -> Eigen::Vector3d {
    return middle + reach * Eigen::Vector3d(number(-1, 1), number(-1, 1), number(-1, 1));
  };
  for (int round = 0; round < 6; ++round) {
    State state = fog();
    for (int at = 0; at < 5 + 3 * round; ++at) {
      const Eigen::Vector3d place = near(40);
      state.clips.push_back({ClipSphere{place, number(3, 14)}});
      const Eigen::Vector3d corner = near(40);
      state.clips.push_back({ClipBox{corner, corner + Eigen::Vector3d(9, 5, 14)}, true});
    }
    state.clips.push_back({ClipPlane{near(10), near(1) - middle}, round % 2 == 1});
    if (round == 2) state.clips.push_back({ClipSphere{middle, 35}, true});
    state.pose.scene_from_patient =
        Eigen::AngleAxisd(number(0, 3), near(1).normalized()) * scene_from_patient(View::left);
    state.pose.position = {number(-0.01, 0.01), number(-0.01, 0.01), number(-0.01, 0.01)};
    state.pose.magnification = number(0.8, 1.2);
    expect_geometry(grid, state, "round " + std::to_string(round));
  }
}

TEST_P(Clips, ManyPlanesMakeABall) {
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  State state = fog();
  for (int at = 0; at < 1500; ++at) {
    const Eigen::Vector3d way =
        Eigen::Vector3d(normal(random), normal(random), normal(random)).normalized();
    state.clips.push_back({ClipPlane{30.0 * way, -way}});
  }
  Studio studio(options());
  const Volume volume =
      sampled<std::int16_t>(straight_grid(), [](const Eigen::Vector3d&) { return 1.0; });
  const Picture planes = studio.draw(volume, state);
  state.clips = {{ClipSphere{{0, 0, 0}, 30}, true}};
  const Picture ball = studio.draw(state);
  EXPECT_GT(lit(ball, 20).pixels, 800);
  EXPECT_LT(difference(planes, ball).mean, 1.0) << saved(planes, "planes") << saved(ball, "ball");
}

// On a right-angled grid: the stock mapper crops no other rightly.
Volume two_balls() {
  const Field field = both(ball({12, 0, 0}, 25), ball({-20, 10, 5}, 18));
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.4, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const GridGeometry grid =
      make_grid({.axes = axes, .step = {1.5, 2, 2.3}, .half = 45, .centre = {10, -20, 30}});
  return sampled<std::int16_t>(grid, [&](const Eigen::Vector3d& at) {
    return std::clamp(60.0 + 3.0 * field(at - Eigen::Vector3d(10, -20, 30)), 0.0, 120.0);
  });
}

Appearance shaded_balls(Technique technique) {
  Appearance appearance = opaque_above(60, 60);
  appearance.technique = technique;
  appearance.shade = true;
  appearance.colours = {{0, {0.2, 0.1, 0.9}}, {60, {0.9, 0.3, 0.1}}, {120, {1.0, 1.0, 0.8}}};
  appearance.opacities = {{0, 0.0}, {40, 0.0}, {70, 0.1}, {120, 0.9}};
  return appearance;
}

void crop(Studio& studio, int flags) {
  auto* mapper = vtkVolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
  double box[6];
  mapper->GetDataSetInput()->GetBounds(box);
  for (int axis = 0; axis < 3; ++axis) {
    const double length = box[2 * axis + 1] - box[2 * axis];
    box[2 * axis] += 0.37 * length;
    box[2 * axis + 1] -= 0.31 * length;
  }
  mapper->SetCroppingRegionPlanes(box);
  mapper->SetCroppingRegionFlags(flags);
  mapper->CroppingOn();
}

TEST_P(Clips, AllRegionsOfACroppingAreAsTheStockMapperHasThem) {
  const Volume volume = two_balls();
  std::vector<int> flags{VTK_CROP_SUBVOLUME,
                         VTK_CROP_FENCE,
                         VTK_CROP_INVERTED_FENCE,
                         VTK_CROP_CROSS,
                         VTK_CROP_INVERTED_CROSS,
                         0x7ffffff & ~VTK_CROP_SUBVOLUME,
                         0x5a5a5a5,
                         0x0000001,
                         0x7ffffff};
  // Of a ray without any sample the stock mapper draws a minimum, too, so that none is compared.
  for (const Technique technique : {Technique::composite, Technique::mip, Technique::average}) {
    const State state = state_of(shaded_balls(technique), View::left);
    StudioOptions ours_options = options();
    ours_options.settings.set("render.rounding", "stock");
    Studio ours(ours_options);
    Studio stock(options("stock"));
    ours.draw(volume, state);
    stock.draw(volume, state);
    for (const int flag : flags) {
      crop(ours, flag);
      crop(stock, flag);
      const Picture a = ours.draw(state);
      const Picture b = stock.draw(state);
      const std::string what = std::string(to_string(technique)) + " " + std::to_string(flag);
      // Both begin at the cut, not at the same sample; an average of few samples shows which.
      const double most = technique == Technique::average ? 0.8 : 0.4;
      EXPECT_LT(difference(a, b).mean, most) << what << saved(a, "ours") << saved(b, "stock");
      EXPECT_LT(difference(a, b).part_beyond_8, 0.015) << what;
    }
    EXPECT_TRUE(ours.messages().empty());
  }
}

// The stock mapper closes what a cropping cuts open where its first sample is cropped away, as it
// then has no value to compare with; cut by planes it leaves the same surface open. A surface of
// equal value is nowhere along a cut, so that open is right.
TEST_P(Clips, AnIsosurfaceIsOpenWhereItIsCut) {
  const Volume volume = two_balls();
  State state = state_of(shaded_balls(Technique::isosurface), View::left);
  const Eigen::Vector3d low(0, -40, 15);
  const Eigen::Vector3d high(35, -8, 45);
  const auto by_planes = [&](const std::string& path) {
    State cut = state;
    for (int axis = 0; axis < 3; ++axis) {
      cut.clips.push_back({ClipPlane{low, Eigen::Vector3d::Unit(axis)}});
      cut.clips.push_back({ClipPlane{high, -Eigen::Vector3d::Unit(axis)}});
    }
    Studio studio(options(path));
    return studio.draw(volume, cut);
  };
  const Picture expected = by_planes("stock");
  const Picture planes = by_planes(GetParam());
  state.clips = {{ClipBox{low, high}}};
  Studio studio(options());
  const Picture box = studio.draw(volume, state);
  ASSERT_GT(lit(expected, 40).pixels, 100);
  EXPECT_LT(difference(planes, expected).mean, 1.0) << saved(expected, "stock");
  EXPECT_EQ(difference(planes, box).largest, 0) << saved(planes, "planes") << saved(box, "box");
  // The same box, as what is left when all around it is removed.
  state.clips.clear();
  constexpr double far = 500.0;
  for (int axis = 0; axis < 3; ++axis) {
    Eigen::Vector3d from = Eigen::Vector3d::Constant(-far);
    Eigen::Vector3d to = Eigen::Vector3d::Constant(far);
    to[axis] = low[axis];
    state.clips.push_back({ClipBox{from, to}, true});
    from[axis] = high[axis];
    to[axis] = far;
    state.clips.push_back({ClipBox{from, to}, true});
  }
  const Picture removed = studio.draw(state);
  EXPECT_LT(difference(removed, box).mean, 0.3) << saved(removed, "removed") << saved(box, "box");
}

TEST_P(Clips, ThatLeaveNothingSaySoOnceAndTheProgramGoesOn) {
  const Volume volume = two_balls();
  const State whole = state_of(shaded_balls(Technique::composite));
  Studio studio(options());
  const Picture before = studio.draw(volume, whole);
  State none = whole;
  none.clips = {{ClipPlane{{0, 0, 2000}, {0, 0, 1}}}};
  EXPECT_EQ(lit(studio.draw(none), 5).pixels, 0);
  none.clips = {{ClipSphere{{10, -20, 30}, 400}}};
  EXPECT_EQ(lit(studio.draw(none), 5).pixels, 0);
  EXPECT_EQ(studio.messages().size(), 1U);
  EXPECT_NE(studio.messages().at(0).find("leave nothing"), std::string::npos);
  none.clips = {{ClipPlane{{10, -20, 30}, {0, 0, 1}}}, {ClipPlane{{10, -20, 20}, {0, 0, -1}}}};
  EXPECT_EQ(lit(studio.draw(none), 5).pixels, 0);
  EXPECT_EQ(studio.draw(whole).rgb, before.rgb);
}

TEST_P(Clips, AThinSliceThatIsLeftIsNotCalledNothing) {
  State thin = fog();
  thin.clips = {{ClipPlane{{0, 0.2, 0}, {0, 1, 0}}}, {ClipPlane{{0, 2.2, 0}, {0, -1, 0}}}};
  Studio studio(options());
  studio.draw(sampled<std::int16_t>(straight_grid(), [](const Eigen::Vector3d&) { return 1.0; }),
              thin);
  EXPECT_TRUE(studio.messages().empty());
}

TEST_P(Clips, PlanesThatAreNoneCutNothing) {
  const Volume volume = two_balls();
  const State state = state_of(shaded_balls(Technique::composite));
  Studio studio(options());
  const Picture whole = studio.draw(volume, state);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Eigen::Vector3d& normal : {Eigen::Vector3d(nan, 0, 1), Eigen::Vector3d(0, 0, 0)}) {
    vtkNew<vtkPlane> plane;
    plane->SetNormal(normal.data());
    mapper_of(studio).AddClippingPlane(plane);
  }
  render::ClipShape spoilt;
  spoilt.unit_from_dataset.translation()[1] = nan;
  mapper_of(studio).SetClips({spoilt});
  EXPECT_EQ(studio.draw(state).rgb, whole.rgb);
}

INSTANTIATE_TEST_SUITE_P(Paths, Clips, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

class StockClips : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }
};

TEST_P(StockClips, CutByPlanesAndSayWhatTheyCannot) {
  const Volume volume = two_balls();
  State state = state_of(shaded_balls(Technique::composite));
  state.clips = {{ClipBox{{0, -40, 15}, {35, -8, 45}}}};
  const auto studio_of = [](const std::string& path) {
    return StudioOptions{.size = side,
                         .distance = distance,
                         .view_angle = view_angle,
                         .settings = settings_for(path)};
  };
  Studio ours(studio_of("processors"));
  Studio stock(studio_of(GetParam()));
  const Picture expected = ours.draw(volume, state);
  EXPECT_LT(difference(stock.draw(volume, state), expected).mean, 4.0);
  state.pose.position = {0.01, 0.0, 0.02};
  EXPECT_LT(difference(stock.draw(state), ours.draw(state)).mean, 4.0) << "moved";
  EXPECT_TRUE(stock.messages().empty());
  state.clips.push_back({ClipSphere{{10, -20, 30}, 15}});
  stock.draw(state);
  ASSERT_EQ(stock.messages().size(), 1U);
  EXPECT_NE(stock.messages().at(0).find("more than was asked for"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Mappers, StockClips, testing::Values("stock", "stock-cpu"),
                         [](const auto& path) {
                           return std::string(path.param) == "stock" ? "gpu" : "cpu";
                         });

TEST(Clip, RefusesWhatHasNoPlaceOrSize) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](const Clip& clip) {
    try {
      require_valid(clip);
    } catch (const Error& error) {
      return error.code() == ErrorCode::invalid_argument;
    }
    return false;
  };
  EXPECT_TRUE(refused({ClipPlane{{nan, 0, 0}, {0, 0, 1}}}));
  EXPECT_TRUE(refused({ClipPlane{{0, 0, 0}, {0, nan, 1}}}));
  EXPECT_TRUE(refused({ClipPlane{{0, 0, 0}, {0, 0, 0}}}));
  EXPECT_TRUE(refused({ClipBox{{0, 0, 0}, {1, 0, 1}}}));
  EXPECT_TRUE(refused({ClipBox{{0, 0, nan}, {1, 1, 1}}}));
  EXPECT_TRUE(refused({ClipSphere{{0, 0, 0}, 0}}));
  EXPECT_TRUE(refused({ClipSphere{{0, 0, 0}, -3}}));
  EXPECT_TRUE(refused({ClipSphere{{0, 0, 0}, nan}}));
  EXPECT_TRUE(refused({ClipSphere{{0, 0, 2e6}, 10}}));
  EXPECT_FALSE(refused({ClipSphere{{0, 0, 0}, 10}}));
}

}  // namespace
}  // namespace volvr::test
