// SPDX-License-Identifier: Apache-2.0
// volvr's ray caster against VTK's: the same samples, the same picture.
#include <gtest/gtest.h>

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPlane.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkSphereSource.h>
#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "support/data.h"
#include "volvr/load.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 200;
constexpr double most_beyond_one = 0.001;  // of the pixels

Settings settings_for(const std::string& path) {
  Settings settings;
  if (path == "stock") {
    settings.set("render.mapper", "stock");
  } else {
    settings.set("render.mapper", "volvr");
    settings.set("render.path", path);
    settings.set("render.rounding", "stock");
    settings.set("render.shadow_strength", "0");
  }
  return settings;
}

// Part of the pixels that differ by more than one grey level.
double beyond_one(const Picture& a, const Picture& b) {
  std::size_t beyond = 0;
  for (std::size_t pixel = 0; pixel + 2 < a.rgb.size(); pixel += 3) {
    int worst = 0;
    for (std::size_t at = pixel; at < pixel + 3; ++at) {
      worst = std::max(worst, std::abs(int{a.rgb[at]} - int{b.rgb[at]}));
    }
    beyond += worst > 1 ? 1U : 0U;
  }
  return static_cast<double>(beyond) / static_cast<double>(a.rgb.size() / 3);
}

void expect_same(const Picture& ours, const Picture& stock, const std::string& what) {
  EXPECT_LE(beyond_one(ours, stock), most_beyond_one)
      << what << saved(ours, "ours") << saved(stock, "stock");
}

struct Angle {
  View view;
  double yaw, pitch;
};

class Oracle : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  void compare(const Volume& volume, const Appearance& appearance, const std::string& name) {
    RenderOptions options{.width = side, .height = side, .settings = settings_for(GetParam())};
    OffscreenRenderer ours(volume, appearance, options);
    options.settings = settings_for("stock");
    OffscreenRenderer stock(volume, appearance, options);
    for (const Angle angle : {Angle{View::anterior, 0, 0}, Angle{View::superior, 25, -15}}) {
      expect_same(ours.draw(angle.view, angle.yaw, angle.pitch),
                  stock.draw(angle.view, angle.yaw, angle.pitch), name);
    }
  }

  void compare_presets(const std::string& sample_name, const std::string& modality) {
    const Volume volume = load(scan(sample(sample_name)).series.at(0));
    for (const std::string& name : presets_for(modality)) compare(volume, find_preset(name), name);
    for (const Technique technique :
         {Technique::mip, Technique::minip, Technique::average, Technique::isosurface}) {
      Appearance appearance = resolve(find_preset(presets_for(modality).front()), volume);
      appearance.technique = technique;
      compare(volume, appearance, std::string(to_string(technique)));
    }
  }
};

TEST_P(Oracle, DrawsTheChestAsTheStockMapper) {
  compare_presets("ct-chest", "CT");
}
TEST_P(Oracle, DrawsTheHeadAsTheStockMapper) {
  compare_presets("mr-head", "MR");
}

// Two bodies of other values on a grid that is oblique, uneven along its axes and of a type.
template <class T>
Volume bodies() {
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.4, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const Field soft = both(ball({12, 0, 0}, 30), ball({-20, 10, 5}, 18));
  const Field field = [&](const Eigen::Vector3d& at) {
    return std::clamp(60.0 + 3.0 * soft(at), 0.0, 120.0);
  };
  return sampled<T>(make_grid({.axes = axes, .step = {1.1, 1.6, 2.3}}), field);
}

Appearance shaded_bodies() {
  Appearance appearance = opaque_above(60, 60);
  appearance.shade = true;
  appearance.colours = {{0, {0.2, 0.1, 0.9}}, {60, {0.9, 0.3, 0.1}}, {120, {1.0, 1.0, 0.8}}};
  appearance.opacities = {{0, 0.0}, {40, 0.0}, {70, 0.1}, {120, 0.9}};
  return appearance;
}

TEST_P(Oracle, DrawsEveryType) {
  const Appearance appearance = shaded_bodies();
  compare(bodies<std::int8_t>(), appearance, "int8");
  compare(bodies<std::int16_t>(), appearance, "int16");
  compare(bodies<std::uint16_t>(), appearance, "uint16");
  compare(bodies<std::int32_t>(), appearance, "int32");
  compare(bodies<float>(), appearance, "float32");
  compare(bodies<double>(), appearance, "float64");
}

// The stock mapper takes gradients from further away the fewer voxels there are along an axis
// (vtkVolumeTexture divides by one less than their number), which tells most where the values on
// both sides of a sample are nearly alike: in sheets as thin as a voxel.
template <class T>
Volume sheets(const Eigen::Vector3i& size) {
  const GridGeometry cube = make_grid({.step = {1.1, 1.3, 2.1}});
  GridGeometry grid = cube;
  grid.size = size;
  const Field field = [](const Eigen::Vector3d& at) {
    const auto sheet = [&](const Eigen::Vector3d& normal, double apart) {
      const double place = at.dot(normal.normalized()) / apart;
      return 900.0 - 700.0 * apart * std::abs(place - std::round(place));
    };
    const double noise = 40.0 * std::sin(at[0] * 1.7) * std::cos(at[1] * 1.3 + at[2] * 1.9);
    return std::clamp(std::max(sheet({1, 3, 0.5}, 17), sheet({0.3, -0.5, 1}, 23)), 0.0, 900.0) +
           noise;
  };
  return sampled<T>(grid, field);
}

// @param least  how opaque what is between the sheets is
Appearance shaded_sheets(double least) {
  Appearance appearance = opaque_above(500, 900);
  appearance.shade = true;
  appearance.colours = {{0, {0.2, 0.1, 0.9}}, {400, {0.9, 0.3, 0.1}}, {900, {1.0, 1.0, 0.8}}};
  appearance.opacities = {{-100, least}, {300, least}, {900, 0.3}};
  return appearance;
}

TEST_P(Oracle, DrawsFewVoxelsAsTheStockMapper) {
  const Eigen::Vector3i sizes[] = {{60, 50, 40}, {128, 128, 20}, {90, 24, 70},  {17, 60, 33},
                                   {70, 60, 9},  {64, 72, 3},    {98, 104, 110}};
  for (const Eigen::Vector3i& size : sizes) {
    const std::string what = "sheets of " + std::to_string(size[0]) + " by " +
                             std::to_string(size[1]) + " by " + std::to_string(size[2]);
    compare(sheets<std::int16_t>(size), shaded_sheets(0.0), what);
    compare(sheets<std::int16_t>(size), shaded_sheets(0.02), what + " in mist");
  }
  compare(sheets<float>(sizes[0]), shaded_sheets(0.02), "floats");
}

// Of 8 bits the software renderer interpolates with 8 bits, too.
TEST_P(Oracle, DrawsBytesAlmostAsTheStockMapper) {
  RenderOptions options{.width = side, .height = side, .settings = settings_for(GetParam())};
  const Picture ours = render_picture(bodies<std::uint8_t>(), shaded_bodies(), options);
  options.settings = settings_for("stock");
  const Picture stock = render_picture(bodies<std::uint8_t>(), shaded_bodies(), options);
  EXPECT_LT(difference(ours, stock).mean, 0.5) << saved(ours, "ours") << saved(stock, "stock");
  EXPECT_LT(difference(ours, stock).part_beyond_8, 0.005);
}

TEST_P(Oracle, SeesFromWithin) {
  const Volume volume = bodies<std::int16_t>();
  const State state = state_of(shaded_bodies());
  const auto from_within = [&](const std::string& path) {
    Studio studio(
        {.size = side, .distance = 0.02, .view_angle = 80, .settings = settings_for(path)});
    return studio.draw(volume, state);
  };
  expect_same(from_within(GetParam()), from_within("stock"), "from within");
}

// The stock mapper takes a ray's direction, in floats, from the eye to a point on the near plane:
// the closer that is, the less it knows where it looks.
TEST_P(Oracle, SeesARealChestFromWithin) {
  const Volume volume = load(scan(sample("ct-chest")).series.at(0));
  for (const char* preset : {"ct-bone", "ct-angiography"}) {
    const State state = state_of(resolve(find_preset(preset), volume));
    const auto from_within = [&](const std::string& path, double near_part) {
      Studio studio(
          {.size = side, .distance = 0.02, .view_angle = 80, .settings = settings_for(path)});
      studio.stage().renderer()->SetNearClippingPlaneTolerance(near_part);
      return studio.draw(volume, state);
    };
    for (const double near_part : {0.1, 0.001}) {
      const Picture ours = from_within(GetParam(), near_part);
      const Picture stock = from_within("stock", near_part);
      const double part = beyond_one(ours, stock);
      RecordProperty(std::string(preset) + std::to_string(near_part), std::to_string(part));
      EXPECT_LE(part, near_part > 0.01 ? 2.0 * most_beyond_one : 0.04)
          << preset << near_part << saved(ours, "ours") << saved(stock, "stock");
    }
  }
}

TEST_P(Oracle, ThingsInTheVolumeHideWhatIsBehindThem) {
  const Volume volume = bodies<std::int16_t>();
  const State state = state_of(shaded_bodies());
  const auto with_ball = [&](const std::string& path, double z) {
    Studio studio({.size = side, .settings = settings_for(path)});
    vtkNew<vtkSphereSource> ball_source;
    ball_source->SetRadius(0.012);
    ball_source->SetCenter(0.01, 0.0, z);
    ball_source->SetThetaResolution(40);
    ball_source->SetPhiResolution(40);
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(ball_source->GetOutputPort());
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    actor->GetProperty()->SetColor(0.1, 0.9, 0.2);
    studio.stage().renderer()->AddActor(actor);
    Picture picture = studio.draw(volume, state);
    studio.stage().renderer()->RemoveActor(actor);
    return picture;
  };
  const Picture none = [&] {
    Studio studio({.size = side, .settings = settings_for("stock")});
    return studio.draw(volume, state);
  }();
  for (const double z : {0.06, 0.02, 0.0, -0.06}) {
    const Picture stock = with_ball("stock", z);
    const Picture ours = with_ball(GetParam(), z);
    EXPECT_LT(difference(ours, stock).mean, 0.3)
        << z << saved(ours, "ours") << saved(stock, "stock");
    EXPECT_LT(difference(ours, stock).part_beyond_8, 0.005) << z;
    if (z > 0.01) {
      EXPECT_GT(beyond_one(stock, none), 0.01) << z;
    }
  }
}

TEST_P(Oracle, ClipsAndCropsAsTheStockMapper) {
  const Volume volume = bodies<std::int16_t>();
  const auto cut = [&](const std::string& path, Technique technique, bool planes, bool box) {
    Appearance appearance = shaded_bodies();
    appearance.technique = technique;
    const State state = state_of(appearance);
    Studio studio({.size = side, .settings = settings_for(path)});
    studio.draw(volume, state);
    vtkVolume* actor = studio.stage().scene().actor();
    auto* mapper = vtkVolumeMapper::SafeDownCast(actor->GetMapper());
    const double* bounds = actor->GetBounds();
    const Eigen::Vector3d middle(0.5 * (bounds[0] + bounds[1]), 0.5 * (bounds[2] + bounds[3]),
                                 0.5 * (bounds[4] + bounds[5]));
    if (planes) {
      for (const Eigen::Vector3d& normal :
           {Eigen::Vector3d(0.3, 0.2, -1.0), Eigen::Vector3d(-1.0, 0.1, 0.3)}) {
        const Eigen::Vector3d origin = middle - 0.01 * normal;
        vtkNew<vtkPlane> plane;
        plane->SetNormal(normal.normalized().eval().data());
        plane->SetOrigin(origin.data());
        mapper->AddClippingPlane(plane);
      }
    }
    if (box) {
      double inner[6];
      mapper->GetDataSetInput()->GetBounds(inner);
      for (int axis = 0; axis < 3; ++axis) {
        const double length = inner[2 * axis + 1] - inner[2 * axis];
        inner[2 * axis] += 0.25 * length;
        inner[2 * axis + 1] -= 0.3 * length;
      }
      mapper->SetCroppingRegionPlanes(inner);
      mapper->SetCroppingRegionFlagsToSubVolume();
      mapper->CroppingOn();
    }
    return studio.draw(state);
  };
  for (const Technique technique : {Technique::composite, Technique::mip, Technique::isosurface}) {
    const Picture whole = cut(GetParam(), technique, false, false);
    for (const auto& [planes, box] : {std::pair{true, false}, {false, true}, {true, true}}) {
      const Picture ours = cut(GetParam(), technique, planes, box);
      const std::string what =
          std::string(to_string(technique)) + (planes ? " planes" : "") + (box ? " box" : "");
      // An isosurface that a cropping cuts open the stock mapper closes (clips_test.cpp says why
      // not).
      if (technique == Technique::isosurface && box) continue;
      const Picture stock = cut("stock", technique, planes, box);
      // Both start at the cut, not at the same sample behind it.
      EXPECT_LT(difference(ours, stock).mean, 0.4)
          << what << saved(ours, "ours") << saved(stock, "stock");
      EXPECT_LT(difference(ours, stock).part_beyond_8, 0.01) << what;
      EXPECT_GT(beyond_one(ours, whole), 0.02) << what;
    }
  }
}

// Without the stock mapper's rounding, and with gradients from one voxel away, only few pixels
// differ, and by little on the whole.
TEST_P(Oracle, OwnRoundingChangesLittle) {
  const Volume volume = load(scan(sample("ct-chest")).series.at(0));
  RenderOptions options{.width = side, .height = side, .settings = settings_for(GetParam())};
  const Picture stock = render_picture(volume, find_preset("ct-bone"), options);
  options.settings.set("render.rounding", "own");
  const Picture own = render_picture(volume, find_preset("ct-bone"), options);
  EXPECT_LT(beyond_one(own, stock), 0.03);
  EXPECT_LT(difference(own, stock).mean, 0.15);
}

INSTANTIATE_TEST_SUITE_P(Paths, Oracle, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

}  // namespace
}  // namespace volvr::test
