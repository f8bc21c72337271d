// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <itkImage.h>
#include <itkImportImageContainer.h>
#include <itkMetaDataObject.h>

#include <memory>

#include "volvr/error.h"
#include "volvr/volume.h"

namespace volvr::interop {

/// An ITK image over the same voxels, without a copy: LPS millimetres, as ITK's own. The image holds
/// a share of the buffer in its meta data ("volvr.buffer"); its voxels must not be written.
/// @tparam T  the volume's voxel type
/// @throws Error invalid_argument if T is another type or the volume has colour
template <class T>
typename itk::Image<T, 3>::Pointer itk_image(const Volume& volume) {
  using Image = itk::Image<T, 3>;
  if (volume.components() != 1) {
    throw Error(ErrorCode::invalid_argument, "A colour volume is not a scalar ITK image.");
  }
  const auto values = volume.values<T>();
  const GridGeometry& grid = volume.geometry();
  auto image = Image::New();
  typename Image::SizeType size;
  typename Image::SpacingType image_spacing;
  typename Image::PointType image_origin;
  typename Image::DirectionType image_direction;
  const Eigen::Vector3d voxel = spacing(grid);
  const Eigen::Matrix3d axes = directions(grid);
  for (unsigned int row = 0; row < 3; ++row) {
    size[row] = static_cast<itk::SizeValueType>(grid.size[row]);
    image_spacing[row] = voxel[row];
    image_origin[row] = origin(grid)[row];
    for (unsigned int column = 0; column < 3; ++column) {
      image_direction[row][column] = axes(row, column);
    }
  }
  image->SetRegions(size);
  image->SetSpacing(image_spacing);
  image->SetOrigin(image_origin);
  image->SetDirection(image_direction);
  auto container = Image::PixelContainer::New();
  container->SetImportPointer(const_cast<T*>(values.data()), values.size(), false);
  image->SetPixelContainer(container);
  itk::EncapsulateMetaData<std::shared_ptr<const void>>(image->GetMetaDataDictionary(),
                                                        "volvr.buffer", volume.buffer());
  return image;
}

}  // namespace volvr::interop
