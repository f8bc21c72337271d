# SPDX-License-Identifier: Apache-2.0
# Builds a project that takes volvr in by add_subdirectory, and runs its program.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

scratch_folder(subdirectory work)
step("configure" ${CMAKE_COMMAND} -S ${SOURCE_DIR}/tests/package/consumer -B ${work}
  ${common_settings} "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}" -DVOLVR_SOURCE_DIR=${SOURCE_DIR})
step("build" ${CMAKE_COMMAND} --build ${work} --target consumer)
step("run" ${work}/consumer)
file(REMOVE_RECURSE ${work})
