// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/source_items.h"

#include "dicom/data_set.h"
#include "dicom/for_each_file.h"
#include "dicom/write/attribute_places.h"
#include "dicom/write/flat_frame.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

void remove_private(DcmItem& item) {
  for (unsigned long i = item.card(); i-- > 0;) {
    DcmElement* element = item.getElement(i);
    if (element->getTag().isPrivate()) {
      const std::unique_ptr<DcmElement> gone(item.remove(i));
      continue;
    }
    auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element);
    if (sequence == nullptr || element->ident() != EVR_SQ) continue;
    for (unsigned long j = 0; j < sequence->card(); ++j) remove_private(*sequence->getItem(j));
  }
}

std::unique_ptr<DcmDataset> read(const SourceInstance& source) {
  const OpenFile file = open_any(source.file, {});
  DataSet data(source, file);
  auto items = std::make_unique<DcmDataset>();
  for (unsigned long i = 0; i < data.items().card(); ++i) {
    DcmElement* element = data.items().getElement(i);
    if (element->getTag().getGroup() >= 0x7f00 || element->getTag().isPrivate()) continue;
    items->insert(static_cast<DcmElement*>(element->clone()), OFTrue);
  }
  remove_private(*items);
  return items;
}

// All but what has no place in a derivation.
std::unique_ptr<DcmDataset> kept_of(DcmDataset& all) {
  auto items = std::make_unique<DcmDataset>();
  for (unsigned long i = 0; i < all.card(); ++i) {
    DcmElement* element = all.getElement(i);
    if (place_of(element->getTag()) == AttributePlace::nowhere) continue;
    items->insert(static_cast<DcmElement*>(element->clone()), OFTrue);
  }
  return items;
}

DcmItem* group_item(DcmItem& all, const DcmTagKey& sequence, int index) {
  DcmItem* item = nullptr;
  return all.findAndGetSequenceItem(sequence, item, index).good() ? item : nullptr;
}

}  // namespace

SourceItems::SourceItems() = default;
SourceItems::~SourceItems() = default;

DcmDataset& SourceItems::whole(const SourceInstance& source) {
  std::unique_ptr<DcmDataset>& kept = kept_[source.file];
  if (!kept) kept = read(source);
  return *kept;
}

std::unique_ptr<DcmDataset> SourceItems::of_slice(const SourceInstance& source) {
  const bool shared = source.pixels.number_of_frames > 1 || source.tile;
  if (!shared) {
    const auto all = read(source);
    auto items = kept_of(*all);
    if (all->tagExists(DCM_SharedFunctionalGroupsSequence)) {
      add_flat_groups(*all, source.frame, *items);
    }
    return items;
  }
  const std::scoped_lock lock(mutex_);
  DcmDataset& all = whole(source);
  auto items = kept_of(all);
  add_flat_groups(all, source.frame, *items);
  return items;
}

std::unique_ptr<DcmDataset> SourceItems::above_frames(const SourceInstance& source) {
  const std::scoped_lock lock(mutex_);
  return kept_of(whole(source));
}

std::unique_ptr<DcmItem> SourceItems::groups_of(const SourceInstance& source) {
  const std::scoped_lock lock(mutex_);
  DcmDataset& all = whole(source);
  auto groups = std::make_unique<DcmItem>();
  const auto add = [&](DcmItem* item) {
    for (unsigned long i = 0; item != nullptr && i < item->card(); ++i) {
      DcmElement* element = item->getElement(i);
      if (element->ident() != EVR_SQ || element->getTag().isPrivate()) continue;
      groups->insert(static_cast<DcmElement*>(element->clone()), OFTrue);
    }
  };
  add(group_item(all, DCM_SharedFunctionalGroupsSequence, 0));
  DcmItem* own = group_item(all, DCM_PerFrameFunctionalGroupsSequence, source.frame);
  if (own == nullptr) {
    throw Error(ErrorCode::malformed, "The source's functional groups end before its frames do.",
                source.file.string());
  }
  add(own);
  return groups;
}

}  // namespace volvr::dicom
