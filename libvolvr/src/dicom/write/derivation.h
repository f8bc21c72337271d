// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <memory>
#include <string>
#include <vector>

#include "dicom/write/derived_uid.h"
#include "dicom/write/source_items.h"
#include "dicom/write/stored_volume.h"
#include "volvr/save_dicom.h"
#include "volvr/volume.h"

namespace volvr::dicom {

/// CT, MR or PET: what differs between them when they are written.
struct ImageClass {
  std::string single_frame_uid;
  std::string legacy_uid;    ///< Legacy Converted Enhanced
  std::string enhanced_uid;  ///< Enhanced
  DcmTagKey frame_type_sequence;
  bool may_shift = true;         ///< an intercept other than 0 is allowed
  int fewest_bits = 12;          ///< that may be stored
  bool may_be_secondary = true;  ///< ImageType value 2
  std::string source_uid = {};   ///< the sources' own
};

/// @throws Error unsupported where the volume's sources are of no class that can be written, or of
///         several; invalid_argument where there are none
ImageClass image_class_of(const Volume& volume);

/// All that the objects of one new series share.
struct Derivation {
  const Volume& volume;
  const SaveDicomOptions& options;
  ImageClass image_class;
  StoredForm form;
  UidSource uids;
  std::string series_uid;
  std::string written_uid;  ///< the class that is written
  std::string reason;       ///< why of this class, one sentence
  std::string burned_in;    ///< `burned_in` of sources of the Enhanced class, where it is written
  std::shared_ptr<SourceItems> sources = std::make_shared<SourceItems>();
};

/// @throws Error as `save_dicom` for what cannot be written
Derivation derivation_of(const Volume& volume, const SaveDicomOptions& options);

/// The source nearest to slice k, and whether slice k has just its pixels.
const SourceInstance& source_of(const Volume& volume, std::size_t k);

/// Whether text is burned into the pixels: "YES" where one source says so, "NO" where all of them
/// say so, else what the options say; empty where nobody does.
std::string burned_in(const std::vector<std::string>& said, const SaveDicomOptions& options);

/// The patient, where another one is to be written, the new series, and the equipment that wrote
/// it.
void put_series(DcmItem& items, const Derivation& derivation);

/// The source's ImageType as a derived image's. It is no mosaic any more.
std::string derived_image_type(const std::string& image_type, bool may_be_secondary);

/// What was done, and how far values were rounded.
std::string derivation_text(const Derivation& derivation);

/// An item that refers to the source of slice k, as the image that it was made of, and to its
/// frame.
void put_source_reference(DcmItem& item, const DcmTagKey& sequence, const Volume& volume,
                          std::size_t k);

/// Position, orientation, spacing of slice k as attributes.
struct PlaneText {
  std::string position;
  std::string orientation;
  std::string pixel_spacing;
  std::string slice_distance;   ///< along the slices' normal
  std::string slice_thickness;  ///< the source's; the distance where slices were interpolated
};
PlaneText plane_text(const Volume& volume, std::size_t k, const std::string& source_thickness);

/// Rows, columns, bits and padding. Precondition: the padding is still as the source has it.
void put_pixel_description(DcmItem& items, const Derivation& derivation);

/// RescaleIntercept, RescaleSlope and RescaleType.
void put_rescale(DcmItem& items, const Derivation& derivation, std::size_t k);

}  // namespace volvr::dicom
