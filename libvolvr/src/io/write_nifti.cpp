// SPDX-License-Identifier: Apache-2.0
#include "io/byte_sink.h"
#include "io/nifti_header.h"
#include "io/writers.h"

namespace volvr::io {

namespace {

// ITK's own NIfTI writer is passed by: it bends a sheared grid until it is orthogonal, and ends as
// if all were well when the disk is full (ITK 5.4).
void write_to(std::unique_ptr<ByteSink> sink, const NiftiHeader& header, const WriteJob& job) {
  sink->write(header);
  write_values(*sink, job);
  sink->finish();
}

}  // namespace

void write_nifti(const WriteJob& job) {
  const NiftiHeader header = nifti_header(job.volume);
  write_to(raw_file(job), header, job);
}

void write_nifti_gz(const WriteJob& job) {
  const NiftiHeader header = nifti_header(job.volume);
  write_to(gzip_file(job), header, job);
}

}  // namespace volvr::io
