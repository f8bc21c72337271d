// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>

#include "fuzz/targets.h"

// What clang's fuzzer calls. The build names the target.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const volvr::test::FuzzTarget& target = volvr::test::fuzz_target(VOLVR_FUZZ_TARGET);
  target.run({data, size});
  return 0;
}
