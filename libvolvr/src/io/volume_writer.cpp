// SPDX-License-Identifier: Apache-2.0
#include "volvr/volume_writer.h"

#include <algorithm>
#include <span>

#include "core/atomic_file.h"
#include "io/byte_sink.h"
#include "io/formats.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

// Slices of a sequence's volumes may lie apart by what scanners round; a slab in the wrong place or
// the wrong way round is off by a whole voxel.
constexpr double most_voxels_off = 0.1;

// How far the slab's corners lie from where they are expected, in voxels of its finest side.
double voxels_off(const GridGeometry& slab, const GridGeometry& whole, int first_slice) {
  const Eigen::Affine3d expected =
      whole.patient_from_index * Eigen::Translation3d(0.0, 0.0, first_slice);
  const Eigen::Vector3d last = (slab.size.array() - 1).cast<double>();
  double worst = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d index(corner & 1 ? last.x() : 0.0, corner & 2 ? last.y() : 0.0,
                                corner & 4 ? last.z() : 0.0);
    worst = std::max(worst, (expected * index - slab.patient_from_index * index).norm());
  }
  return worst / spacing(whole).minCoeff();
}

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

void check(const VolumeFileInfo& info, const std::filesystem::path& file) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::invalid_argument, why, file.string());
  };
  if (size_bytes(info.shape) == 0 || info.shape.geometry.size.minCoeff() < 1 || info.volumes == 0) {
    refuse("A file without voxels cannot be written.");
  }
  if (info.shape.components != 1 && info.shape.components != 3) {
    refuse("Voxels have one component, or three for colours.");
  }
  if (info.time_step && !(*info.time_step > 0.0)) {
    refuse("The time between volumes must be more than nothing.");
  }
}

// Puts the file's name to an error that speaks of none.
io::Envelope envelope_for(const io::Format& format, const VolumeFileInfo& info,
                          const std::filesystem::path& file) {
  try {
    return format.envelope(info);
  } catch (const Error& error) {
    throw Error(error.code(), error.what(), file.string(), error.call());
  }
}

}  // namespace

struct VolumeWriter::Impl {
  Impl(const VolumeFileInfo& what, const std::filesystem::path& name, const SaveOptions& how,
       const io::Format& format)
      : info(what),
        file(name),
        progress(how.progress),
        envelope(envelope_for(format, what, name)),
        output(name, how.overwrite),
        durability(how.durable ? Durability::now : Durability::later),
        total(static_cast<std::uint64_t>(what.volumes) * size_bytes(what.shape)) {
    if (!format.compressed) {
      require_space(file, total + envelope.header.size() + envelope.tail.size());
    }
    sink = format.compressed ? io::gzip_file(output.temporary(), file, how.threads)
                             : io::raw_file(output.temporary(), file);
    sink->write(bytes_of(envelope.header));
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorCode::invalid_argument, why, file.string());
  }

  void check_next(const Volume& slab) const {
    if (finished) refuse("The file is finished already.");
    if (slab.empty()) refuse("An empty volume cannot be written.");
    if (slab.type() != info.shape.type || slab.components() != info.shape.components) {
      refuse("The voxels are of another type than the file's.");
    }
    const GridGeometry& whole = info.shape.geometry;
    const GridGeometry& grid = slab.geometry();
    if (grid.size.x() != whole.size.x() || grid.size.y() != whole.size.y()) {
      refuse("The slices are of another size than the file's.");
    }
    if (volumes_written == info.volumes || grid.size.z() > whole.size.z() - slices_written) {
      refuse("There are more slices than the file has place for.");
    }
    if (!(voxels_off(grid, whole, slices_written) <= most_voxels_off)) {
      refuse("The slices lie elsewhere in the patient than the file's next ones.");
    }
  }

  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const auto piece = bytes.first(std::min(piece_bytes, bytes.size()));
      sink->write(piece);
      done += piece.size();
      bytes = bytes.subspan(piece.size());
      if (progress && !progress({"writing", done, total, "bytes"})) {
        throw Error(ErrorCode::cancelled, "Stopped on request.", file.string());
      }
    }
  }

  VolumeFileInfo info;
  std::filesystem::path file;
  ProgressSink progress;
  io::Envelope envelope;
  AtomicFile output;
  Durability durability;
  std::unique_ptr<io::ByteSink> sink;
  std::uint64_t total;
  std::uint64_t done = 0;
  std::size_t volumes_written = 0;
  int slices_written = 0;  // of the volume that is being written
  FileSum sum;
  bool finished = false;
};

VolumeWriter::VolumeWriter(const VolumeFileInfo& info, const std::filesystem::path& file,
                           const SaveOptions& options) {
  const io::Format& format = io::format_of(file);
  check(info, file);
  impl_ = std::make_unique<Impl>(info, file, options, format);
}

VolumeWriter::~VolumeWriter() = default;
VolumeWriter::VolumeWriter(VolumeWriter&&) noexcept = default;
VolumeWriter& VolumeWriter::operator=(VolumeWriter&&) noexcept = default;

void VolumeWriter::write(const Volume& slab) {
  impl_->check_next(slab);
  impl_->write({static_cast<const std::byte*>(slab.buffer().get()), slab.size_bytes()});
  impl_->slices_written += slab.geometry().size.z();
  if (impl_->slices_written == impl_->info.shape.geometry.size.z()) {
    impl_->slices_written = 0;
    ++impl_->volumes_written;
  }
}

FileSum VolumeWriter::finish() {
  Impl& writer = *impl_;
  if (writer.finished) return writer.sum;
  if (writer.volumes_written != writer.info.volumes) {
    writer.refuse("Slices are missing, so that the file is not whole.");
  }
  writer.sink->write(bytes_of(writer.envelope.tail));
  writer.sum = writer.sink->finish();
  writer.output.commit(writer.durability);
  writer.finished = true;
  return writer.sum;
}

}  // namespace volvr
