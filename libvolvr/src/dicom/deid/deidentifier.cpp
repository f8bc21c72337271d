// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/text.h"
#include "dicom/dcmtk_session.h"
#include "dicom/deid/dates.h"
#include "dicom/deid/impl.h"
#include "dicom/deid/object.h"
#include "dicom/deid/place.h"
#include "dicom/deid/policy.h"
#include "dicom/deid/words.h"
#include "dicom/for_each_file.h"
#include "volvr/deidentify.h"

namespace volvr {

namespace fs = std::filesystem;

namespace {

// Exclusively, so that two runs that begin together agree on one key.
bool make_key_file(const fs::path& file) {
  const int handle = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0 && errno == EEXIST) return false;
  const std::string bytes(PseudonymKey::random().bytes());
  const bool written =
      handle >= 0 &&
      write(handle, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      fsync(handle) == 0;
  if (handle >= 0) close(handle);
  if (written) return true;
  if (handle >= 0) unlink(file.c_str());
  throw Error(ErrorCode::not_writable, "The key file " + file.string() + " cannot be made.",
              file.string(), "open");
}

dicom::deid::IdentityWords words_of(const PatientInfo& patient) {
  dicom::deid::IdentityWords identity;
  for (const std::string* value : {&patient.patient_name, &patient.patient_id,
                                   &patient.issuer_of_patient_id, &patient.patient_birth_date}) {
    identity.add(*value);
  }
  return identity;
}

}  // namespace

PseudonymKey PseudonymKey::random() {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1) {
    throw Error(ErrorCode::internal, "There are no random numbers to make a key of.", {},
                "RAND_bytes");
  }
  return PseudonymKey(bytes);
}

PseudonymKey PseudonymKey::from_file(const fs::path& file) {
  make_key_file(file);
  struct stat status{};
  if (stat(file.c_str(), &status) == 0 && (status.st_mode & 077U) != 0) {
    throw Error(ErrorCode::malformed,
                "The key file " + file.string() + " is open to others; chmod 600 closes it.",
                file.string());
  }
  std::ifstream in(file, std::ios::binary);
  std::string bytes(size + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) {
    throw Error(ErrorCode::not_readable, "The key file " + file.string() + " cannot be read.",
                file.string());
  }
  if (bytes.size() != size) {
    throw Error(ErrorCode::malformed,
                "The key file " + file.string() + " does not hold exactly 32 bytes.",
                file.string());
  }
  return PseudonymKey(bytes);
}

PseudonymKey::PseudonymKey(std::string_view bytes) : bytes_(bytes) {
  if (bytes.size() != size) {
    throw Error(ErrorCode::invalid_argument, "A key has exactly 32 bytes.");
  }
}

Deidentifier::Deidentifier(const PseudonymKey& key, const DeidentifyOptions& options)
    : impl_(std::make_unique<Impl>(Impl{{options, dicom::deid::Pseudonyms(key.bytes())}, {}})) {
  dicom::prepare_dcmtk();
  if (!options.pixel_rules.empty()) impl_->rules = dicom::deid::read_rules(options.pixel_rules);
  for (auto& rule : dicom::deid::built_in_rules()) impl_->rules.push_back(std::move(rule));
}

Deidentifier::~Deidentifier() = default;
Deidentifier::Deidentifier(Deidentifier&&) noexcept = default;
Deidentifier& Deidentifier::operator=(Deidentifier&&) noexcept = default;

DeidentifiedFile Deidentifier::write(const fs::path& file, const fs::path& folder,
                                     bool overwrite) const {
  dicom::deid::Object object(file, impl_->policy, impl_->rules);
  return dicom::deid::place(object, folder, overwrite);
}

void Deidentifier::require_allowed(const fs::path& file) const {
  const dicom::deid::Object object(file, impl_->policy, impl_->rules);
}

void Deidentifier::require_pixels_allowed(const std::vector<fs::path>& files,
                                          const Settings& settings, int threads) const {
  dicom::for_each_file(
      files,
      [&](std::size_t, dicom::OpenFile file) {
        dicom::deid::Object object(std::move(file), impl_->policy, impl_->rules);
        if (!object.has_new_pixels()) return;
        throw Error(ErrorCode::unsupported,
                    "Text in its pixels would have to become black, which deidentify does and "
                    "convert does not: convert what deidentify writes of it.");
      },
      {.threads = threads, .settings = settings}, "files");
}

std::string Deidentifier::uid(std::string_view uid) const {
  return dicom::deid::mapped_uid(impl_->policy, std::string(trim(uid)));
}

std::string Deidentifier::pseudonym(const PatientInfo& patient) const {
  const std::string key = dicom::deid::patient_key(patient);
  return key.empty() ? std::string() : impl_->policy.pseudonyms.person(key);
}

std::optional<std::string> Deidentifier::date(std::string_view value, const PatientInfo& patient,
                                              std::string_view study_uid) const {
  if (options().dates == DateHandling::removed) return std::nullopt;
  const int days = dicom::deid::shift_of(impl_->policy, dicom::deid::patient_key(patient),
                                         std::string(trim(study_uid)));
  return value.size() > 10 ? dicom::deid::moved_date_time(trim(value), days)
                           : dicom::deid::moved_date(trim(value), days);
}

std::optional<std::string> Deidentifier::time(std::string_view value) const {
  if (options().dates == DateHandling::removed) return std::nullopt;
  return dicom::deid::checked_time(trim(value));
}

std::string Deidentifier::descriptor(std::string_view text, const PatientInfo& patient) const {
  if (!options().clean_descriptors) return {};
  return dicom::deid::cleaned(text, words_of(patient));
}

std::string Deidentifier::term(std::string_view text, const PatientInfo& patient) const {
  return dicom::deid::is_plain(text, words_of(patient)) ? std::string(text) : std::string();
}

std::string Deidentifier::product(std::string_view text, const PatientInfo& patient) const {
  return options().retain_devices ? std::string(text) : term(text, patient);
}

const DeidentifyOptions& Deidentifier::options() const {
  return impl_->policy.options;
}

}  // namespace volvr
