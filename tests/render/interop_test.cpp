// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vtkDataArray.h>
#include <vtkPointData.h>

#include "render/fields.h"
#include "volvr/error.h"
#include "volvr/interop/vtk.h"

namespace volvr::test {
namespace {

Eigen::Matrix3d oblique() {
  return Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
}

TEST(VtkImage, IsTheSameBufferAndKeepsItAlive) {
  std::weak_ptr<const void> buffer;
  vtkSmartPointer<vtkImageData> image;
  {
    const Volume volume = sampled<std::int16_t>(make_grid({.half = 4}), ball({0, 0, 0}, 3));
    image = interop::vtk_image(volume);
    buffer = volume.buffer();
    EXPECT_EQ(image->GetScalarPointer(), volume.buffer().get());
  }
  EXPECT_FALSE(buffer.expired());
  vtkSmartPointer<vtkDataArray> array = image->GetPointData()->GetScalars();
  image = nullptr;
  EXPECT_FALSE(buffer.expired()) << "the array alone must keep the buffer";
  EXPECT_EQ(array->GetTuple1(0), static_cast<std::int16_t>(3 - 4 * std::sqrt(3.0)));
  array = nullptr;
  EXPECT_TRUE(buffer.expired());
}

TEST(VtkImage, PointsLieWhereTheVoxelsLieInThePatient) {
  for (const double handedness : {1.0, -1.0}) {
    Eigen::Matrix3d axes = oblique();
    axes.col(1) *= handedness;
    const GridGeometry grid =
        make_grid({.axes = axes, .step = {0.5, 1.25, 3}, .half = 6, .centre = {10, -20, 30}});
    const Volume volume = sampled(grid, [](const Eigen::Vector3d&) { return 0; });
    const auto image = interop::vtk_image(volume);
    for (const Eigen::Vector3i& index :
         {Eigen::Vector3i(0, 0, 0), Eigen::Vector3i(7, 3, 1), Eigen::Vector3i(20, 9, 4)}) {
      double at[3];
      image->TransformIndexToPhysicalPoint(index.data(), at);
      const Eigen::Vector3d expected = grid.patient_from_index * index.cast<double>();
      EXPECT_TRUE(expected.isApprox(Eigen::Vector3d(at[0], at[1], at[2]), 1e-9));
    }
  }
}

TEST(VtkImage, HasTheTypeAndComponentsOfTheVolume) {
  const GridGeometry grid = make_grid({.half = 2});
  const Field zero = [](const Eigen::Vector3d&) { return 0; };
  EXPECT_EQ(interop::vtk_image(sampled<std::int8_t>(grid, zero))->GetScalarType(), VTK_SIGNED_CHAR);
  EXPECT_EQ(interop::vtk_image(sampled<std::uint8_t>(grid, zero))->GetScalarType(),
            VTK_UNSIGNED_CHAR);
  EXPECT_EQ(interop::vtk_image(sampled<std::int16_t>(grid, zero))->GetScalarType(), VTK_SHORT);
  EXPECT_EQ(interop::vtk_image(sampled<std::uint16_t>(grid, zero))->GetScalarType(),
            VTK_UNSIGNED_SHORT);
  EXPECT_EQ(interop::vtk_image(sampled<std::int32_t>(grid, zero))->GetScalarType(), VTK_INT);
  EXPECT_EQ(interop::vtk_image(sampled<std::uint32_t>(grid, zero))->GetScalarType(),
            VTK_UNSIGNED_INT);
  EXPECT_EQ(interop::vtk_image(sampled<float>(grid, zero))->GetScalarType(), VTK_FLOAT);
  EXPECT_EQ(interop::vtk_image(sampled<double>(grid, zero))->GetScalarType(), VTK_DOUBLE);
  const auto colour = allocate_voxels(3 * voxel_count(grid));
  const auto image = interop::vtk_image(Volume(grid, VoxelType::uint8, colour, 3));
  EXPECT_EQ(image->GetNumberOfScalarComponents(), 3);
  EXPECT_EQ(image->GetPointData()->GetScalars()->GetNumberOfTuples(),
            static_cast<vtkIdType>(voxel_count(grid)));
}

TEST(VtkImage, RefusesAShearedGrid) {
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  axes.col(2) = Eigen::Vector3d(0, 0.3, 0.95).normalized();
  const Volume volume =
      sampled(make_grid({.axes = axes, .half = 3}), [](const Eigen::Vector3d&) { return 0; });
  try {
    (void)interop::vtk_image(volume);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::irregular_geometry);
  }
  EXPECT_THROW((void)interop::vtk_image(Volume()), Error);
}

}  // namespace
}  // namespace volvr::test
