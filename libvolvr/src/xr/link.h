// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "volvr/error.h"
#include "xr/connection.h"
#include "xr/watch.h"

namespace volvr::xr {

/// What a Link tells its owner.
struct LinkNews {
  std::function<void(const std::string&)> say;  ///< a sentence for the reader, from any thread
  std::function<void()> on_opened;              ///< there is a connection, and it is a new one
  std::function<void()> on_lost;                ///< there is none any more
};

/// The connection to the headset's runtime while the runtime comes and goes. A runtime that is gone
/// is looked for until it is back, and one that is there and does not answer is told of.
class Link {
 public:
  using Clock = std::chrono::steady_clock;

  Link(EyeWindow& window, LinkNews news);

  /// @throws Error as Connection
  void open(std::vector<BindingFile> bindings);

  /// Looks for a runtime, now and then, while there is none.
  void search();

  const std::vector<BindingFile>& bindings() const { return bindings_; }

  bool is_open() const { return connection_.has_value(); }
  Connection* operator->() { return &*connection_; }  ///< @pre is_open

  /// Calls of the runtime, where there is one, which may find it gone.
  template <class Calls>
  void ask(Calls&& calls) {
    unless_lost([&] { watch_.during(calls); });
  }

  /// The same, of work that holds some calls among others; they are asked with `within`.
  template <class Work>
  void unless_lost(Work&& work) {
    if (!connection_) return;
    try {
      work();
    } catch (const Error& error) {
      if (error.code() != ErrorCode::runtime_lost && error.code() != ErrorCode::internal) throw;
      lose(error);
    }
  }

  template <class Calls>
  void within(Calls&& calls) {
    watch_.during(calls);
  }

  /// Says why, and looks for another connection from now on. A runtime that refuses a call within a
  /// session is no better than one that died: another session may go well.
  void lose(const Error& because);

  /// Ends the session as the runtime wants it, if it is there.
  /// @param frame  that is begun
  void say_goodbye(const std::optional<FrameTiming>& frame) noexcept;

  void close() noexcept;

 private:
  void connect();
  void forget();
  void wait_for_end();

  EyeWindow& window_;
  LinkNews news_;
  std::vector<BindingFile> bindings_;
  Watch watch_;
  std::optional<Connection> connection_;
  Clock::time_point next_search_;
  std::string said_of_search_;
};

}  // namespace volvr::xr
