// SPDX-License-Identifier: Apache-2.0
// A GPU's two ways to cast rays: that they draw the same, and how one is chosen. A software driver
// has both.
#include <limits>

#include <gtest/gtest.h>

#include <vtkActor.h>
#include <vtkColorTransferFunction.h>
#include <vtkImageData.h>
#include <vtkLight.h>
#include <vtkLightCollection.h>
#include <vtkNew.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPlane.h>
#include <vtkPointData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkSphereSource.h>
#include <vtkUnsignedCharArray.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

#include "render/caster/gpu_paths.h"
#include "render/caster/volume_mapper.h"
#include "render/egl_context.h"
#include "render/fields.h"
#include "render/gl_calls.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

using render::RayPath;
using render::VolumeMapper;

constexpr int side = 100;

Settings settings_for(const char* path) {
  Settings settings;
  settings.set("render.mapper", "volvr");
  settings.set("render.path", path);
  return settings;
}

template <class T>
Volume bodies(double step_along_x = 2.1) {
  const Field soft = both(ball({12, 0, 0}, 30), ball({-20, 10, 5}, 18));
  return sampled<T>(make_grid({.step = {step_along_x, 1.6, 2.3}}), [&](const Eigen::Vector3d& at) {
    return std::clamp(60.0 + 3.0 * soft(at), 0.0, 120.0);
  });
}

Appearance shaded_bodies(Technique technique = Technique::composite) {
  Appearance appearance = opaque_above(60, 60);
  appearance.technique = technique;
  appearance.shade = true;
  appearance.colours = {{0, {0.2, 0.1, 0.9}}, {60, {0.9, 0.3, 0.1}}, {120, {1.0, 1.0, 0.8}}};
  appearance.opacities = {{0, 0.0}, {40, 0.0}, {70, 0.1}, {120, 0.9}};
  // The least value of most rays is that around the bodies.
  if (technique == Technique::minip) appearance.opacities = {{0, 0.5}, {120, 0.9}};
  return appearance;
}

VolumeMapper& mapper_of(Studio& studio) {
  return *VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
}

vtkSmartPointer<vtkActor> green_ball(const Eigen::Vector3d& centre) {
  vtkNew<vtkSphereSource> source;
  source->SetRadius(0.012);
  source->SetCenter(centre.data());
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(source->GetOutputPort());
  auto actor = vtkSmartPointer<vtkActor>::New();
  actor->SetMapper(mapper);
  actor->GetProperty()->SetColor(0.1, 0.9, 0.2);
  return actor;
}

// One volume drawn by each way; what is changed for one is changed for the other.
class GpuPaths : public Drawing {
 protected:
  using Change = std::function<void(Studio&)>;

  static Picture drawn(const char* path, const Volume& volume, const State& state,
                       const Change& change, RayPath* by = nullptr) {
    Studio studio({.size = side, .settings = settings_for(path)});
    studio.stage().show(volume, state);
    if (change) change(studio);
    Picture picture = studio.draw(state);
    if (by != nullptr) *by = mapper_of(studio).LastPath();
    return picture;
  }

  static void expect_same(const Volume& volume, const State& state, const std::string& what,
                          const Change& change = {}) {
    RayPath first = RayPath::automatic;
    RayPath second = RayPath::automatic;
    const Picture fragments = drawn("fragments", volume, state, change, &first);
    const Picture compute = drawn("compute", volume, state, change, &second);
    EXPECT_EQ(first, RayPath::fragments);
    EXPECT_EQ(second, RayPath::compute);
    EXPECT_GT(lit(fragments, 20).pixels, 100) << what;
    // A pixel's place is rounded by the rasteriser on the one way, by a division on the other.
    EXPECT_LT(difference(compute, fragments).mean, 0.02)
        << what << saved(compute, "compute") << saved(fragments, "fragments");
    EXPECT_LT(difference(compute, fragments).part_beyond_8, 0.002) << what;
  }
};

TEST_F(GpuPaths, DrawTheSameByEachTechnique) {
  const Volume volume = bodies<std::int16_t>();
  for (const Technique technique : {Technique::composite, Technique::mip, Technique::minip,
                                    Technique::average, Technique::isosurface}) {
    expect_same(volume, state_of(shaded_bodies(technique)), std::string(to_string(technique)));
  }
}

TEST_F(GpuPaths, DrawTheSameOfFloatsAndBytes) {
  expect_same(bodies<float>(), state_of(shaded_bodies()), "float");
  expect_same(bodies<std::uint8_t>(), state_of(shaded_bodies()), "uint8");
}

TEST_F(GpuPaths, DrawTheSameOfWhatIsClipped) {
  expect_same(bodies<std::int16_t>(), state_of(shaded_bodies()), "clipped", [](Studio& studio) {
    vtkNew<vtkPlane> plane;
    plane->SetNormal(0.3, 0.2, -1.0);
    plane->SetOrigin(0.0, 0.0, 0.002);
    mapper_of(studio).AddClippingPlane(plane);
    double inner[6];
    mapper_of(studio).GetDataSetInput()->GetBounds(inner);
    for (int axis = 0; axis < 3; ++axis) {
      const double length = inner[2 * axis + 1] - inner[2 * axis];
      inner[2 * axis] += 0.2 * length;
      inner[2 * axis + 1] -= 0.3 * length;
    }
    mapper_of(studio).SetCroppingRegionPlanes(inner);
    mapper_of(studio).SetCroppingRegionFlagsToSubVolume();
    mapper_of(studio).CroppingOn();
  });
}

TEST_F(GpuPaths, DrawTheSameAroundOpaqueThings) {
  expect_same(bodies<std::int16_t>(), state_of(shaded_bodies()), "ball within", [](Studio& studio) {
    studio.stage().renderer()->AddActor(green_ball({0.01, 0.0, 0.02}));
  });
}

TEST_F(GpuPaths, DrawTheSameOfScoopedClippedAndGradedBodies) {
  Appearance appearance = shaded_bodies();
  appearance.gradient_opacities = {{0.0, 0.1}, {3.0, 1.0}};
  State state = state_of(appearance);
  state.clips = {{.shape = ClipSphere{.centre = {12, 0, 20}, .radius = 18.0}},
                 {.shape = ClipPlane{.point = {0, 0, -15}, .normal = {0.1, 0.2, 1.0}}},
                 {.shape = ClipBox{.low = {0, 0, 0}, .high = {9, 40, 40}}, .inverse = true}};
  expect_same(bodies<std::int16_t>(), state, "scooped");
  for (const Technique technique : {Technique::mip, Technique::average, Technique::isosurface}) {
    State other = state_of(shaded_bodies(technique));
    other.clips = state.clips;
    expect_same(bodies<std::int16_t>(), other, std::string(to_string(technique)) + ", scooped");
  }
}

TEST_F(GpuPaths, DrawTheSameByTwoLamps) {
  expect_same(bodies<std::int16_t>(), state_of(shaded_bodies()), "two lamps", [](Studio& studio) {
    vtkNew<vtkLight> lamp;
    lamp->SetLightTypeToSceneLight();
    lamp->SetPosition(1.0, 1.0, 0.5);
    lamp->SetColor(0.3, 0.8, 0.9);
    studio.stage().renderer()->AddLight(lamp);
  });
}

TEST_F(GpuPaths, DrawTheSameInBricks) {
  for (const Technique technique : {Technique::composite, Technique::mip}) {
    expect_same(bodies<std::int16_t>(0.4), state_of(shaded_bodies(technique)), "bricks",
                [](Studio& studio) {
                  mapper_of(studio).SetGraphicsLimits({.side = 192, .upload = 1U << 30});
                });
  }
}

TEST_F(GpuPaths, DrawTheSameWithFewerRays) {
  expect_same(bodies<std::int16_t>(), state_of(shaded_bodies()), "3 pixels a ray",
              [](Studio& studio) { mapper_of(studio).SetQuality({.pixels = 3.0}); });
}

TEST_F(GpuPaths, DrawTheSameOfThinAndNotFiniteVolumes) {
  for (const Eigen::Vector3i& size : {Eigen::Vector3i(1, 1, 40), Eigen::Vector3i(1, 40, 40),
                                      Eigen::Vector3i(1, 1, 1), Eigen::Vector3i(40, 40, 2)}) {
    GridGeometry grid = make_grid();
    grid.size = size;
    for (const bool odd : {false, true}) {
      const Volume volume = sampled<float>(grid, [odd, n = 0](const Eigen::Vector3d&) mutable {
        const double numbers[] = {std::numeric_limits<double>::quiet_NaN(),
                                  std::numeric_limits<double>::infinity(), 100.0, 100.0, 60.0};
        return numbers[odd ? n++ % 5 : 2 + n++ % 3];
      });
      for (const Technique technique : {Technique::composite, Technique::mip}) {
        Appearance appearance = opaque_above(50);
        appearance.technique = technique;
        const State state = state_of(appearance, View::left);
        const Picture fragments = drawn("fragments", volume, state, {});
        const Picture compute = drawn("compute", volume, state, {});
        EXPECT_LT(difference(compute, fragments).mean, 0.1) << size.transpose() << odd;
      }
    }
  }
}

// Red in its left half, green in its right one.
vtkNew<vtkImageData> colours() {
  vtkNew<vtkImageData> image;
  image->SetDimensions(20, 20, 20);
  image->SetSpacing(0.005, 0.005, 0.005);
  image->SetOrigin(-0.0475, -0.0475, -0.0475);
  vtkNew<vtkUnsignedCharArray> values;
  values->SetNumberOfComponents(4);
  values->SetNumberOfTuples(image->GetNumberOfPoints());
  for (vtkIdType at = 0; at < values->GetNumberOfTuples(); ++at) {
    const bool right = at % 20 >= 10;
    values->SetTuple4(at, right ? 0 : 250, right ? 200 : 0, 0, at % 7 == 0 ? 0 : 255);
  }
  image->GetPointData()->SetScalars(values);
  return image;
}

// A mapper that is a program's own, in a renderer of its own.
struct Own {
  explicit Own(RayPath path) {
    mapper->SetInputData(colours());
    mapper->SetPath(path);
    mapper->SetSampleDistance(0.002);
    volume->SetMapper(mapper);
    volume->GetProperty()->SetIndependentComponents(0);
    volume->GetProperty()->SetScalarOpacityUnitDistance(0.01);
    vtkNew<vtkPiecewiseFunction> opacity;
    opacity->AddPoint(0, 0.0);
    opacity->AddPoint(255, 0.9);
    volume->GetProperty()->SetScalarOpacity(opacity);
    for (vtkRenderer* renderer : {first.Get(), second.Get()}) {
      renderer->AddVolume(volume);
      renderer->ResetCamera();
    }
  }

  vtkNew<VolumeMapper> mapper;
  vtkNew<vtkVolume> volume;
  vtkNew<vtkRenderer> first;
  vtkNew<vtkRenderer> second;
  render::MessageLog log;
};

TEST_F(GpuPaths, DrawTheSameOfColours) {
  const auto drawn_by = [](RayPath path) {
    Own own(path);
    render::OffscreenTarget target(-1, side, side, own.log);
    target.add(own.first);
    return target.draw();
  };
  const Picture fragments = drawn_by(RayPath::fragments);
  const Picture compute = drawn_by(RayPath::compute);
  EXPECT_GT(lit(fragments, 100).pixels, 1000);
  EXPECT_LT(difference(compute, fragments).mean, 0.02)
      << saved(compute, "compute") << saved(fragments, "fragments");
}

TEST_F(GpuPaths, AreBothTriedWhereNoneIsAskedFor) {
  Studio studio({.size = side, .settings = settings_for("gpu")});
  const State state = state_of(shaded_bodies());
  const Picture first = studio.draw(bodies<std::int16_t>(), state);
  int by_compute = 0;
  int by_fragments = 0;
  for (int picture = 0; picture < 12; ++picture) {
    EXPECT_LT(difference(studio.draw(state), first).mean, 0.02) << "nobody sees which it is";
    by_compute += mapper_of(studio).LastPath() == RayPath::compute ? 1 : 0;
    by_fragments += mapper_of(studio).LastPath() == RayPath::fragments ? 1 : 0;
  }
  EXPECT_GE(by_compute, 3);
  EXPECT_GE(by_fragments, 3);
  const RayPath decided = mapper_of(studio).LastPath();
  for (int picture = 0; picture < 6; ++picture) {
    studio.draw(state);
    EXPECT_EQ(mapper_of(studio).LastPath(), decided);
  }
}

TEST_F(GpuPaths, TheProcessorsAreChosenWhereOpenGlIsSoftware) {
  Studio studio({.size = side, .settings = settings_for("auto")});
  studio.draw(bodies<std::int16_t>(), state_of(shaded_bodies()));
  const bool software = render::EglContext().graphics().find("llvmpipe") != std::string::npos;
  EXPECT_EQ(mapper_of(studio).LastPath() == RayPath::processors, software);
}

int warnings_with(const Studio& studio, const std::string& text) {
  return static_cast<int>(std::ranges::count_if(studio.messages(), [&](const std::string& line) {
    return line.find(text) != std::string::npos;
  }));
}

TEST_F(GpuPaths, AComputeShaderThatIsNotTakenGivesWayToFragments) {
  const Volume volume = bodies<std::int16_t>();
  const State state = state_of(shaded_bodies());
  const Picture expected = drawn("fragments", volume, state, {});
  for (const char* path : {"compute", "gpu"}) {
    Studio studio({.size = side, .settings = settings_for(path)});
    studio.stage().show(volume, state);
    mapper_of(studio).SetShaderPreamble("#ifdef COMPUTE\n#error not on this driver\n#endif\n");
    for (int picture = 0; picture < 3; ++picture) {
      EXPECT_EQ(studio.draw(state).rgb, expected.rgb);
      EXPECT_EQ(mapper_of(studio).LastPath(), RayPath::fragments);
    }
    EXPECT_EQ(studio.messages().size(), 1);
    EXPECT_EQ(warnings_with(studio, "A fragment shader casts the rays instead."), 1);
  }
}

TEST_F(GpuPaths, FragmentsThatAreNotTakenLeaveComputeAlone) {
  const Volume volume = bodies<std::int16_t>();
  const State state = state_of(shaded_bodies());
  Studio studio({.size = side, .settings = settings_for("fragments")});
  studio.stage().show(volume, state);
  mapper_of(studio).SetShaderPreamble("#ifndef COMPUTE\n#error not on this driver\n#endif\n");
  const Picture drawn_by_vtk = studio.draw(state);
  EXPECT_GT(lit(drawn_by_vtk, 20).pixels, 100);
  EXPECT_EQ(warnings_with(studio, "VTK's ray caster draws instead"), 1);
}

// As on drivers before OpenGL 4.3.
TEST_F(GpuPaths, ThreadsMakeWhatRaysLeapByWhereNoComputeShaderIsTaken) {
  const Volume volume = sampled<std::int16_t>(make_grid({.half = 63.5}), ball({0, 0, 0}, 40));
  const auto without_compute = [](Studio& studio) {
    mapper_of(studio).SetShaderPreamble("#ifdef COMPUTE\n#error not on this driver\n#endif\n");
    mapper_of(studio).SetQuality({.pixels = 2.0});
  };
  const auto with_compute = [](Studio& studio) { mapper_of(studio).SetQuality({.pixels = 2.0}); };
  for (const Technique technique : {Technique::composite, Technique::mip, Technique::isosurface}) {
    Appearance appearance = opaque_above(0, 30);
    appearance.technique = technique;
    const State state = state_of(appearance);
    const Picture with = drawn("fragments", volume, state, with_compute);
    Studio studio({.size = side, .settings = settings_for("fragments")});
    studio.stage().show(volume, state);
    without_compute(studio);
    const Picture without = studio.draw(state);
    EXPECT_EQ(mapper_of(studio).LastPath(), RayPath::fragments);
    EXPECT_TRUE(studio.messages().empty());
    EXPECT_GT(lit(with).pixels, 500);
    EXPECT_LT(difference(without, with).mean, 0.02) << to_string(technique);
    constexpr std::size_t picture = std::size_t{8} * side * side;
    EXPECT_LT(static_cast<double>(mapper_of(studio).GraphicsMemory() - picture),
              1.03 * static_cast<double>(volume.size_bytes()));
  }
}

TEST_F(GpuPaths, NoProgramIsBuiltBecauseSomethingMoved) {
  for (const char* path : {"fragments", "compute"}) {
    Studio studio({.size = side, .settings = settings_for(path)});
    const Volume volume = bodies<std::int16_t>();
    State state = state_of(shaded_bodies());
    studio.draw(volume, state);
    const std::size_t built = mapper_of(studio).ProgramsBuilt();
    EXPECT_EQ(built, 3) << "one that casts, two that compose";
    vtkRenderer* renderer = studio.stage().renderer();
    auto* light = vtkLight::SafeDownCast(renderer->GetLights()->GetItemAsObject(0));
    light->SetColor(0.9, 0.8, 0.7);
    light->SetPosition(0.1, 0.2, 0.3);
    studio.draw(state);
    studio.stage().look_from({0.05, 0.02, 0.4}, 25.0);
    studio.draw(state);
    mapper_of(studio).SetSampleDistance(1.7);
    mapper_of(studio).SetQuality({.pixels = 2.0});
    vtkVolumeProperty* property = studio.stage().scene().actor()->GetProperty();
    property->GetScalarOpacity(0)->AddPoint(90, 0.4);
    property->SetSpecularPower(33.0);
    studio.draw(state);
    EXPECT_EQ(mapper_of(studio).ProgramsBuilt(), built) << path;
    property->ShadeOff();
    studio.draw(state);
    EXPECT_EQ(mapper_of(studio).ProgramsBuilt(), built + 1) << "the count can rise";
  }
}

TEST_F(GpuPaths, NothingIsWaitedForNorCopied) {
  for (const char* path : {"fragments", "compute", "gpu"}) {
    for (const int samples : {0, 4}) {
      Studio studio({.size = side, .settings = settings_for(path)});
      const State state = state_of(shaded_bodies());
      studio.stage().renderer()->GetRenderWindow()->SetMultiSamples(samples);
      studio.stage().renderer()->AddActor(green_ball({0.01, 0.0, 0.02}));
      studio.draw(bodies<std::int16_t>(), state);
      count_gl_calls();
      const auto calls_of_a_picture = [&] {
        const GlCalls before = gl_calls();
        studio.draw(state);
        return GlCalls{gl_calls().finishes - before.finishes, gl_calls().blits - before.blits};
      };
      const GlCalls with_volume = calls_of_a_picture();
      studio.stage().scene().actor()->VisibilityOff();
      const GlCalls without = calls_of_a_picture();
      EXPECT_EQ(with_volume.finishes, without.finishes) << path;
      EXPECT_EQ(with_volume.blits, without.blits) << path << samples;
    }
  }
}

TEST_F(GpuPaths, DepthsOfSeveralSamplesAPixelAreReadWhereTheyAre) {
  const auto with_samples = [](int samples) {
    return drawn("compute", bodies<std::int16_t>(), state_of(shaded_bodies()), [&](Studio& studio) {
      studio.stage().renderer()->GetRenderWindow()->SetMultiSamples(samples);
      studio.stage().renderer()->AddActor(green_ball({0.01, 0.0, 0.02}));
    });
  };
  const Picture one = with_samples(0);
  const Picture four = with_samples(4);
  EXPECT_LT(difference(four, one).mean, 0.5) << saved(four, "four") << saved(one, "one");
  EXPECT_GT(difference(four, one).largest, 8) << "edges are smooth with four";
}

TEST_F(GpuPaths, ADriverThatHoldsTooFewBitsGetsFloats) {
  const Volume volume = bodies<std::int16_t>();
  const State state = state_of(shaded_bodies());
  for (const char* path : {"fragments", "compute"}) {
    const Picture expected = drawn(path, volume, state, {});
    const FewBits few;
    Studio studio({.size = side, .settings = settings_for(path)});
    EXPECT_LT(difference(studio.draw(volume, state), expected).mean, 0.02);
    EXPECT_GT(mapper_of(studio).GraphicsMemory(), 2 * volume.size_bytes());
  }
}

TEST_F(GpuPaths, TwoContextsInTurnAndNothingIsLeft) {
  for (const RayPath path : {RayPath::fragments, RayPath::compute, RayPath::processors}) {
    Own own(path);
    auto first = std::make_unique<render::OffscreenTarget>(-1, side, side, own.log);
    auto second = std::make_unique<render::OffscreenTarget>(-1, side, side, own.log);
    first->add(own.first);
    second->add(own.second);
    const Picture expected = first->draw();
    EXPECT_GT(lit(expected, 100).pixels, 1000);
    const std::size_t bytes = own.mapper->GraphicsMemory();
    EXPECT_GT(bytes, 0);
    for (int turn = 0; turn < 2; ++turn) {
      EXPECT_EQ(second->draw().rgb, expected.rgb);
      EXPECT_EQ(first->draw().rgb, expected.rgb);
      EXPECT_EQ(own.mapper->GraphicsMemory(), bytes);
    }
    own.volume->ReleaseGraphicsResources(own.second->GetRenderWindow());
    EXPECT_EQ(own.mapper->GraphicsMemory(), bytes) << "it lives in the first one's context";
    own.volume->ReleaseGraphicsResources(own.first->GetRenderWindow());
    EXPECT_EQ(own.mapper->GraphicsMemory(), 0);
    EXPECT_EQ(second->draw().rgb, expected.rgb);
    second.reset();
    EXPECT_EQ(own.mapper->GraphicsMemory(), 0) << "a window takes along what is in its context";
    EXPECT_EQ(first->draw().rgb, expected.rgb);
    first.reset();
    EXPECT_EQ(own.mapper->GraphicsMemory(), 0);
    render::OffscreenTarget third(-1, side, side, own.log);
    third.add(own.first);
    EXPECT_EQ(third.draw().rgb, expected.rgb);
  }
}

TEST_F(GpuPaths, ALostContextIsSaidOnceAndAllIsMadeAnewInTheNext) {
  Own own(RayPath::compute);
  auto target = std::make_unique<render::OffscreenTarget>(-1, side, side, own.log);
  target->add(own.first);
  const Picture expected = target->draw();
  own.log.take_error();
  {
    const LostContext lost(1000);
    target->with_context([&] {
      const render::MessageCapture capture(own.log);
      own.mapper->Render(own.first, own.volume);
      EXPECT_NE(own.log.take_error().find("lost what it drew with"), std::string::npos);
      EXPECT_EQ(own.mapper->GraphicsMemory(), 0);
      own.mapper->Render(own.first, own.volume);
      EXPECT_EQ(own.log.take_error(), "") << "once";
    });
  }
  EXPECT_EQ(target->draw().rgb, expected.rgb);
  {
    const LostContext lost(1);
    EXPECT_EQ(target->draw().rgb, expected.rgb) << "in a context that was made anew";
  }
  target.reset();
  EXPECT_EQ(own.mapper->GraphicsMemory(), 0);
}

}  // namespace
}  // namespace volvr::test
