// SPDX-License-Identifier: Apache-2.0
#include "render/caster/lamps.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <vtkLight.h>
#include <vtkLightCollection.h>

namespace volvr::render {

namespace {

Float4 floats(const Eigen::Vector3d& v, double w = 0.0) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]),
          static_cast<float>(w)};
}

std::vector<vtkLight*> lights_on(vtkRenderer& renderer) {
  std::vector<vtkLight*> lights;
  vtkLightCollection* all = renderer.GetLights();
  vtkCollectionSimpleIterator at = nullptr;
  all->InitTraversal(at);
  while (vtkLight* light = all->GetNextLight(at)) {
    if (light->GetSwitch() != 0) lights.push_back(light);
  }
  return lights;
}

Eigen::Vector3d colour_of(const double* rgb, const vtkLight& light) {
  return Eigen::Vector3d(rgb) * const_cast<vtkLight&>(light).GetIntensity();
}

void write(vtkLight& light, const Eigen::Affine3d& view_from_world, Float4* to) {
  double position[3];
  double focus[3];
  light.GetTransformedPosition(position);
  light.GetTransformedFocalPoint(focus);
  const Eigen::Vector3d place(position);
  const Eigen::Vector3d way = (Eigen::Vector3d(focus) - place).normalized();
  // A cone that is wider than a half space is none.
  const double angle = light.GetConeAngle();
  const double cone = angle <= 90.0 ? std::cos(angle * std::numbers::pi / 180.0) : -2.0;
  to[0] = floats((view_from_world.linear() * way).normalized(), cone);
  to[1] = floats(view_from_world * place, light.GetExponent());
  to[2] = floats(colour_of(light.GetDiffuseColor(), light));
  to[3] = floats(colour_of(light.GetSpecularColor(), light));
  to[4] = floats(Eigen::Vector3d(light.GetAttenuationValues()));
}

// Normals turn with the inverse transpose, so that they are right on any grid.
void set_eye(const Rays& rays, const RayGrid& grid, FrameBlock& block) {
  const Eigen::Matrix<double, 3, 4> place = rays.view_from_texture.matrix().topRows<3>();
  const Eigen::Matrix3d normals =
      rays.view_from_texture.linear().inverse().transpose() * grid.size.cast<double>().asDiagonal();
  const Eigen::Matrix3d scaled = normals / normals.cwiseAbs().maxCoeff();
  const Eigen::Matrix3d view_from_dataset =
      rays.view_from_texture.linear() * grid.dataset_from_texture.linear().inverse();
  const Eigen::Matrix3d turn = view_from_dataset.inverse().transpose();
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    block.eye_from_texture[at] = floats(place.row(i).head<3>(), place(i, 3));
    block.eye_normal[at] = floats(scaled.col(i));
    block.eye_turn[at] = floats(turn.col(i));
  }
}

}  // namespace

Lighting set_lamps(vtkRenderer& renderer, const Rays& rays, const RayGrid& grid,
                   FrameBlock& block) {
  std::vector<vtkLight*> lights = lights_on(renderer);
  if (lights.size() == 1 && lights.front()->GetIntensity() == 1.0 &&
      lights.front()->GetLightType() == VTK_LIGHT_TYPE_HEADLIGHT) {
    block.light_diffuse = floats(colour_of(lights.front()->GetDiffuseColor(), *lights.front()));
    block.light_specular = floats(colour_of(lights.front()->GetSpecularColor(), *lights.front()));
    return Lighting::headlight;
  }
  lights.resize(std::min(lights.size(), most_lamps));
  const auto directional = std::ranges::stable_partition(
      lights, [](vtkLight* light) { return light->GetPositional() != 0; });
  const auto positional = lights.size() - directional.size();
  Eigen::Vector3d ambient = Eigen::Vector3d::Zero();
  for (std::size_t at = 0; at < lights.size(); ++at) {
    write(*lights[at], rays.view_from_world, &block.lamps[at * numbers_a_lamp]);
    ambient += colour_of(lights[at]->GetAmbientColor(), *lights[at]);
  }
  block.lamp_ambient = floats(ambient);
  block.lamp_counts = {static_cast<float>(positional), static_cast<float>(lights.size()),
                       renderer.GetTwoSidedLighting() != 0 ? 1.0F : 0.0F, 0.0F};
  set_eye(rays, grid, block);
  return Lighting::lamps;
}

}  // namespace volvr::render
