// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/private_elements.h"

#include <array>

namespace volvr::dicom::deid {

// DICOM PS3.15 2024e Table E.3.10-1, the facts alone: who reserves the block, and what in it is
// safe. Their VRs come from the data dictionary.
std::span<const SafeBlock> safe_private_blocks() {
  static constexpr std::array blocks{
      SafeBlock{"Philips PET Private Group", 0x7053, "00 09"},
      SafeBlock{"Philips MR Imaging DD 001", 0x2005, "0d 0e"},
      SafeBlock{"Philips Imaging DD 001", 0x2001, "03 04"},
      SafeBlock{"Philips US Imaging DD 023", 0x200d, "45"},
      SafeBlock{"Philips US Imaging DD 033", 0x200d,
                "00 01 02 03 04 05 06 07 08 0d 0f 10 11 14 21"},
      SafeBlock{
          "Philips US Imaging DD 034", 0x200d,
          "01 02 03 04 05 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 17 18 1b 1c 1d 1e 1f 20 21 22 "
          "23 24 25 26 27 28"},
      SafeBlock{"Philips US Imaging DD 035", 0x200d, "01 03 04 07 08 09 0a 0c 0d"},
      SafeBlock{"Philips US Imaging DD 036", 0x200d, "15 16 17 18 19 20"},
      SafeBlock{"Philips US Imaging DD 038", 0x200d, "01 02 03 04"},
      SafeBlock{"Philips US Imaging DD 039", 0x200d, "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 15"},
      SafeBlock{"Philips US Imaging DD 040", 0x200d, "01 02 03 04 05 06 07 20"},
      SafeBlock{
          "Philips US Imaging DD 042", 0x200d,
          "15 16 20 30 31 40 50 51 52 53 54 55 56 57 58 59 5a 5b 5c 5d 5e 5f 60 70 71 72 73 74 "
          "75 76 77 78 8c"},
      SafeBlock{"Philips US Imaging DD 045", 0x200d, "f1 f3 f4 f5 f6 f8 fa fb"},
      SafeBlock{"Philips US Imaging DD 046", 0x200d, "17"},
      SafeBlock{"Philips US Imaging DD 048", 0x200d, "01"},
      SafeBlock{"Philips US Imaging DD 065", 0x200d, "07"},
      SafeBlock{"Philips US Imaging DD 066", 0x200d, "00 01 03 04"},
      SafeBlock{"SIEMENS MR HEADER", 0x0019, "0c 0d 0e 27"},
      SafeBlock{"ELSCINT1", 0x00e1, "21"},
      SafeBlock{"ELSCINT1", 0x01e1, "26 50"},
      SafeBlock{"ELSCINT1", 0x01f1, "01 07 26 27"},
      SafeBlock{"GEMS_ACQU_01", 0x0019, "23 24 27 9e"},
      SafeBlock{"GEMS_SERS_01", 0x0025, "07"},
      SafeBlock{"GEMS_PARM_01", 0x0043, "27 39 6f"},
      SafeBlock{"GEMS_HELIOS_01", 0x0045, "01 02"},
      SafeBlock{"GEMS_SENO_02", 0x0045,
                "06 1b 20 27 29 2a 2b 49 58 59 60 61 64 71 72 90 a0 a1 a2 a4 a7 a8"},
      SafeBlock{"GEIIS PACS", 0x0903, "10 11 12"},
      SafeBlock{"HOLOGIC, Inc.", 0x7e01, "01 02 10 11 12"},
      SafeBlock{"HOLOGIC, Inc.", 0x7f01, "01 02 10 11 12"},
      SafeBlock{
          "HOLOGIC, Inc.", 0x0019,
          "06 07 08 16 25 26 27 28 29 30 31 32 33 34 35 37 40 41 42 43 44 45 46 50 51 52 53 60 "
          "61 62 70 71 80 85 87 89 8a 90 97 98"},
      SafeBlock{"LORAD Selenia", 0x0019,
                "06 07 08 16 26 27 28 29 30 31 32 33 34 35 37 40 41 50 51 52 53 60 70 71 80 90"},
      SafeBlock{"NQHeader", 0x0099, "01 04 05 10 20 21"},
      SafeBlock{"NQLeft", 0x0199,
                "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16"},
      SafeBlock{"NQRight", 0x0299,
                "01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16"},
  };
  return blocks;
}

}  // namespace volvr::dicom::deid
