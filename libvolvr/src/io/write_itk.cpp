// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>

#include "core/atomic_file.h"
#include "io/byte_sink.h"
#include "io/itk_image_io.h"
#include "io/writers.h"

namespace volvr::io {

namespace {

std::array<double, 3> numbers(const Eigen::Vector3d& vector) {
  return {vector.x(), vector.y(), vector.z()};
}

ItkImage described(const Volume& volume) {
  const GridGeometry& grid = volume.geometry();
  const Eigen::Matrix3d axes = directions(grid);
  ItkImage image;
  std::ranges::copy(grid.size, image.size.begin());
  image.spacing = numbers(spacing(grid));
  image.origin = numbers(origin(grid));
  image.direction = {numbers(axes.col(0)), numbers(axes.col(1)), numbers(axes.col(2))};
  image.value_type = to_string(volume.type());
  image.components = static_cast<unsigned int>(volume.components());
  image.values = volume.buffer().get();
  return image;
}

// Whether the file holds a header, which ends with `header_end`, and all values behind it.
bool is_whole(const WriteJob& job, std::string_view header_end) {
  constexpr std::size_t longest_header = 4096;
  std::string beginning(longest_header, '\0');
  std::ifstream file(job.file, std::ios::binary);
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<std::size_t>(file.gcount()));
  const auto at = beginning.find(header_end);
  return at != std::string::npos &&
         std::filesystem::file_size(job.file) == at + header_end.size() + job.volume.size_bytes();
}

void write_by(std::string (*write)(const ItkImage&, const std::filesystem::path&),
              const WriteJob& job, std::string_view header_end) {
  report_written(job, 0);
  errno = 0;
  std::string failed_call = write(described(job.volume), job.file);
  const int error_number = errno;
  if (failed_call.empty() && !is_whole(job, header_end)) failed_call = "itk::ImageIOBase::Write";
  if (!failed_call.empty()) {
    throw_write_error(job.final_name, failed_call, error_number, job.volume.size_bytes());
  }
  report_written(job, job.volume.size_bytes());
}

}  // namespace

void write_nrrd(const WriteJob& job) {
  write_by(write_nrrd_by_itk, job, "\n\n");
}

void write_metaimage(const WriteJob& job) {
  write_by(write_metaimage_by_itk, job, "ElementDataFile = LOCAL\n");
}

}  // namespace volvr::io
