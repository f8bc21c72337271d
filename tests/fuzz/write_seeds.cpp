// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "fuzz/seeds.h"

// usage: fuzz_seeds TARGET FOLDER
int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::filesystem::path folder(argv[2]);
  std::filesystem::create_directories(folder);
  for (const auto& [name, seed] : volvr::test::seeds_for(argv[1])) {
    std::ofstream out(folder / name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(seed.data()),
              static_cast<std::streamsize>(seed.size()));
    if (!out) return 1;
  }
  return 0;
}
