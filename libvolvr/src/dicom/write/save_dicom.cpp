// SPDX-License-Identifier: Apache-2.0
#include "volvr/save_dicom.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <format>

#include "core/atomic_file.h"
#include "core/parallel.h"
#include "dicom/dcmtk_session.h"
#include "dicom/write/enhanced.h"
#include "dicom/write/legacy_enhanced.h"
#include "dicom/write/object_file.h"
#include "dicom/write/single_frame.h"
#include "volvr/error.h"

namespace volvr {

namespace {

namespace fs = std::filesystem;

// A folder that appears under its name when it is whole.
class WholeFolder {
 public:
  explicit WholeFolder(const fs::path& final_name)
      : final_(fs::absolute(final_name).lexically_normal()) {
    if (!final_.has_filename()) final_ = final_.parent_path();
    std::error_code failed;
    if (fs::exists(final_, failed) &&
        !(fs::is_directory(final_, failed) && fs::is_empty(final_, failed))) {
      throw Error(ErrorCode::not_writable,
                  final_.string() + " exists already and is no empty folder.", final_.string());
    }
    temporary_ =
        final_.parent_path() / std::format(".{}.partial-{}", getpid(), final_.filename().string());
    fs::remove_all(temporary_, failed);
    if (!fs::create_directory(temporary_, failed)) {
      throw_write_error(final_, "create_directory", failed.value());
    }
  }

  ~WholeFolder() {
    std::error_code ignored;
    if (!committed_) fs::remove_all(temporary_, ignored);
  }

  WholeFolder(const WholeFolder&) = delete;
  WholeFolder& operator=(const WholeFolder&) = delete;

  const fs::path& temporary() const { return temporary_; }
  const fs::path& final_name() const { return final_; }

  void commit() {
    if (std::rename(temporary_.c_str(), final_.c_str()) != 0) {
      throw_write_error(final_, "rename", errno);
    }
    committed_ = true;
  }

 private:
  fs::path final_;
  fs::path temporary_;
  bool committed_ = false;
};

std::vector<fs::path> write_single_frames(const dicom::Derivation& derivation,
                                          const fs::path& path) {
  WholeFolder folder(path);
  const std::size_t count = derivation.form.rescale.size();
  const std::size_t digits = std::max<std::size_t>(4, std::to_string(count).size());
  const auto name = [&](std::size_t k) { return std::format("{:0{}}.dcm", k + 1, digits); };
  parallel_for(count, derivation.options.threads,
               [&](std::size_t k) {
                 const auto object = dicom::single_frame_object(derivation, k);
                 AtomicFile file(folder.temporary() / name(k), false);
                 dicom::write_object(*object, derivation.options.encoding, file.temporary(),
                                     folder.final_name() / name(k));
                 file.commit();
               },
               {derivation.options.progress, "writing", "slices"});
  folder.commit();
  std::vector<fs::path> files;
  for (std::size_t k = 0; k < count; ++k) files.push_back(path / name(k));
  return files;
}

std::vector<fs::path> write_enhanced(const dicom::Derivation& derivation, const fs::path& path) {
  AtomicFile file(path, derivation.options.overwrite);
  const bool proper = derivation.written_uid == derivation.image_class.enhanced_uid;
  const auto object =
      proper ? dicom::enhanced_object(derivation) : dicom::legacy_enhanced_object(derivation);
  dicom::write_object(*object, derivation.options.encoding, file.temporary(), path);
  file.commit();
  return {path};
}

}  // namespace

SavedDicom save_dicom(const Volume& volume, const std::filesystem::path& path,
                      const SaveDicomOptions& options) {
  dicom::prepare_dcmtk();
  const dicom::Derivation derivation = dicom::derivation_of(volume, options);
  const bool enhanced = options.form == DicomForm::enhanced;
  SavedDicom saved;
  saved.series_instance_uid = derivation.series_uid;
  saved.sop_class_uid = derivation.written_uid;
  saved.reason = derivation.reason;
  saved.files = enhanced ? write_enhanced(derivation, path) : write_single_frames(derivation, path);
  return saved;
}

}  // namespace volvr
