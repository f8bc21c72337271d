// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcistrma.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace volvr::dicom {

/// Bytes that are no file of their own: a member of an archive.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;

  /// As `OpenFile::read_at`.
  virtual std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) = 0;
};

/// An open file, closed at the end of its life.
class OpenFile {
 public:
  /// @throws Error not_found, not_readable (also for what is no regular file)
  explicit OpenFile(const std::filesystem::path& path);

  /// What reads as a file although it is none. @param path  its name, for messages
  OpenFile(const std::filesystem::path& path, std::unique_ptr<ByteSource> source);
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&&) = delete;

  std::uint64_t size() const { return size_; }

  /// Nanoseconds of the last change, as the file system tells.
  std::int64_t modified() const { return modified_; }

  /// Reads up to `buffer.size()` bytes from `offset`; fewer only at the end of the file.
  /// @throws Error not_readable
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const;

  /// Reads what stands together into two buffers with one call; fewer bytes than both take where
  /// the file ends or the system stops short. @throws Error not_readable
  std::size_t read_two(std::uint64_t offset, std::span<std::byte> first,
                       std::span<std::byte> second) const;

  /// Whether it can be opened again by its path.
  bool has_path() const { return source_ == nullptr; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::unique_ptr<ByteSource> source_;  // null for a file
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::int64_t modified_ = 0;
};

/// Serves a file to DCMTK through one window: a header takes one or two reads, and going back a few
/// bytes, as DCMTK does at every element, takes none.
class FileProducer : public DcmProducer {
 public:
  explicit FileProducer(const OpenFile& file);

  OFBool good() const override { return status_.good(); }
  OFCondition status() const override { return status_; }
  OFBool eos() override { return position_ >= file_.size(); }
  offile_off_t avail() override;
  offile_off_t read(void* buffer, offile_off_t length) override;
  offile_off_t skip(offile_off_t length) override;
  void putback(offile_off_t count) override;

  const OpenFile& file() const { return file_; }

  /// The file's first bytes, as many as the window holds. Call before anything is read.
  std::span<const std::byte> beginning();

 private:
  std::size_t read_file(std::span<std::byte> buffer);
  void fill_window();

  const OpenFile& file_;
  std::vector<std::byte> window_;
  std::uint64_t window_start_ = 0;
  std::size_t window_length_ = 0;
  std::uint64_t position_ = 0;
  OFCondition status_;
};

/// A DCMTK input stream over an open file.
class FileStream : public DcmInputStream {
 public:
  explicit FileStream(FileProducer& producer);

  /// DCMTK calls itself for each level of sequences and reads at each: where its calls have taken
  /// more of the stack than any readable file needs, nothing can be read any more. A file that was
  /// looked over before (`skeleton.h`) comes here only where it can be read in two ways.
  offile_off_t read(void* buffer, offile_off_t length) override;
  OFBool good() const override;
  OFCondition status() const override;

  /// Lets DCMTK leave long values in a file that can be opened again.
  DcmInputStreamFactory* newFactory() const override;

 private:
  FileProducer& producer_;
  std::uintptr_t stack_;  // where it was made
  bool too_deep_ = false;
};

}  // namespace volvr::dicom
