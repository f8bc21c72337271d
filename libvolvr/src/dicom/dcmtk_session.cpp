// SPDX-License-Identifier: Apache-2.0
#include "dicom/dcmtk_session.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/logger.h>
#include <dcmtk/oflog/spi/filter.h>

#include <mutex>

#include "volvr/error.h"

namespace volvr::dicom {

namespace {

thread_local int quiet_depth = 0;

// Sits at the root logger's appenders and drops the events of threads that asked for quiet.
class QuietThreads : public dcmtk::log4cplus::spi::Filter {
 public:
  dcmtk::log4cplus::spi::FilterResult decide(
      const dcmtk::log4cplus::spi::InternalLoggingEvent&) const override {
    return quiet_depth > 0 ? dcmtk::log4cplus::spi::DENY : dcmtk::log4cplus::spi::NEUTRAL;
  }
};

void add_filter() {
  for (auto& appender : dcmtk::log4cplus::Logger::getRoot().getAllAppenders()) {
    const dcmtk::log4cplus::spi::FilterPtr filter(new QuietThreads);
    filter->next = appender->getFilter();
    appender->setFilter(filter);
  }
}

void require_dictionary() {
  const bool loaded = dcmDataDict.rdlock().isDictionaryLoaded();
  dcmDataDict.rdunlock();
  if (!loaded) {
    throw Error(ErrorCode::internal,
                "DCMTK's data dictionary is not found; set DCMDICTPATH to its dicom.dic.", {},
                "DcmDataDictionary::isDictionaryLoaded");
  }
}

}  // namespace

void prepare_dcmtk() {
  static std::once_flag once;
  std::call_once(once, [] {
    add_filter();
    require_dictionary();
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs(EDC_photometricInterpretation, EUC_never,
                                          EPC_colorByPixel);
    DJLSDecoderRegistration::registerCodecs(EJLSUC_never, EJLSPC_colorByPixel);
  });
}

QuietDcmtk::QuietDcmtk() {
  ++quiet_depth;
}
QuietDcmtk::~QuietDcmtk() {
  --quiet_depth;
}

}  // namespace volvr::dicom
