// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/object.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "core/atomic_file.h"
#include "core/text.h"
#include "dicom/dcmtk_session.h"
#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/graphics.h"
#include "dicom/deid/method.h"
#include "dicom/deid/pixels.h"
#include "dicom/deid/refuse.h"
#include "dicom/deid/scrub.h"
#include "dicom/file_stream.h"
#include "dicom/recognize.h"
#include "dicom/skeleton.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

constexpr Uint32 any_length = std::numeric_limits<Uint32>::max() - 1;

std::string text_of(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  item.findAndGetOFString(key, value);
  return std::string(trim(std::string_view(value.c_str(), value.size())));
}

bool is_index(DcmFileFormat& format) {
  return format.getDataset()->tagExists(DCM_DirectoryRecordSequence) ||
         text_of(*format.getMetaInfo(), DCM_MediaStorageSOPClassUID) ==
             UID_MediaStorageDirectoryStorage;
}

void require_uids(DcmItem& data_set) {
  for (const DcmTagKey& key :
       {DCM_StudyInstanceUID, DCM_SeriesInstanceUID, DCM_SOPInstanceUID, DCM_SOPClassUID}) {
    if (!is_uid(text_of(data_set, key))) {
      throw Error(ErrorCode::malformed,
                  "It lacks a UID (study, series, instance or class) or has an invalid one.");
    }
  }
}

// The same without the file's name in its sentence.
Error nameless(const Error& error, const std::string& name) {
  const bool opening =
      error.code() == ErrorCode::not_found || error.code() == ErrorCode::not_readable;
  return {error.code(), opening ? "It cannot be read." : error.what(), name, error.call()};
}

OpenFile opened(const std::filesystem::path& file) {
  try {
    return OpenFile(file);
  } catch (const Error& error) {
    throw nameless(error, file.string());
  }
}

}  // namespace

struct Object::Source {
  explicit Source(OpenFile opened) : file(std::move(opened)), producer(file), stream(producer) {}

  void read() {
    const Recognition recognition = recognize(producer.beginning(), file.size());
    if (recognition == Recognition::no) throw Error(ErrorCode::not_dicom, "It is no DICOM file.");
    Limits limits = limits_of({});
    limits.depth = deepest_nesting;
    require_within(limits, file, Reach::whole);
    format.transferInit();
    const OFCondition result = format.readUntilTag(stream, EXS_Unknown, EGL_noChange, any_length,
                                                   DcmTagKey(0x7fe0, 0x0011));
    format.transferEnd();
    if (!producer.good()) throw Error(ErrorCode::not_readable, "It cannot be read.");
    const bool bare = recognition == Recognition::perhaps;
    if (bare && !format.getDataset()->tagExistsWithValue(DCM_SOPClassUID)) {
      throw Error(ErrorCode::not_dicom, "It is no DICOM file.");
    }
    if (result.bad()) {
      throw Error(ErrorCode::malformed, "It ends too early or contradicts itself.", {},
                  "DcmFileFormat::readUntilTag");
    }
    if (is_index(format)) {
      throw Error(ErrorCode::not_dicom, "It is a DICOMDIR, whose names would be wrong afterwards.");
    }
  }

  QuietDcmtk quiet;
  OpenFile file;
  FileProducer producer;
  FileStream stream;
  DcmFileFormat format;
};

Object::Object(const std::filesystem::path& file, const Policy& policy,
               const std::vector<PixelRule>& rules)
    : Object(opened(file), policy, rules) {}

Object::Object(OpenFile file, const Policy& policy, const std::vector<PixelRule>& rules) {
  prepare_dcmtk();
  const std::string name = file.path().string();
  try {
    source_ = std::make_unique<Source>(std::move(file));
    source_->read();
    treat(policy, rules);
  } catch (const Error& error) {
    throw nameless(error, name);
  }
}

Object::~Object() = default;

void Object::treat(const Policy& policy, const std::vector<PixelRule>& rules) {
  DcmDataset& data_set = *source_->format.getDataset();
  require_uids(data_set);
  if (const auto reason = refusal(data_set, policy.options)) {
    throw Error(ErrorCode::unsupported, *reason);
  }
  original_uid_ = text_of(data_set, DCM_SOPInstanceUID);
  const Subject subject = subject_of(policy, data_set);
  const bool overlay_in_pixels = clean_overlays(data_set, policy.options, changes_);
  clean_pixels(data_set, policy.options, rules, overlay_in_pixels, changes_);
  const auto pixels_cleaned = std::ranges::count_if(changes_, [](const ElementChange& change) {
    return change.path == "(7fe0,0010)" && change.action == "cleaned";
  });
  has_new_pixels_ = pixels_cleaned > (overlay_in_pixels ? 1 : 0);
  Scrubber(policy, subject, changes_).treat(data_set);
  write_method(data_set, policy.options, pixels_cleaned > 0, changes_);
  name_ = std::filesystem::path(text_of(data_set, DCM_StudyInstanceUID)) /
          text_of(data_set, DCM_SeriesInstanceUID) /
          (text_of(data_set, DCM_SOPInstanceUID) + ".dcm");
}

void Object::write(const std::filesystem::path& path) {
  // Nothing of the old meta header or preamble comes along.
  DcmFileFormat format(source_->format.getAndRemoveDataset(), OFFalse);
  const E_TransferSyntax original = format.getDataset()->getOriginalXfer();
  const E_TransferSyntax current = format.getDataset()->getCurrentXfer();
  const E_TransferSyntax syntax = current == EXS_Unknown ? original : current;
  errno = 0;
  const OFCondition result =
      format.saveFile(path.c_str(), syntax, EET_UndefinedLength, EGL_withoutGL, EPD_withoutPadding,
                      0, 0, EWM_createNewMeta);
  if (result.bad()) throw_write_error(path, "DcmFileFormat::saveFile", errno, source_->file.size());
}

}  // namespace volvr::dicom::deid
