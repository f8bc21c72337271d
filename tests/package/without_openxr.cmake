# SPDX-License-Identifier: Apache-2.0
# Builds volvr without the headset part: the programs must work, and say what is missing.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

scratch_folder(without-openxr work)
step("configure" ${CMAKE_COMMAND} -S ${SOURCE_DIR} -B ${work} ${common_settings}
  "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}" -DVOLVR_OPENXR=OFF -DVOLVR_BUILD_TESTS=OFF
  -DVOLVR_BUILD_EXAMPLES=ON)
step("build" ${CMAKE_COMMAND} --build ${work})
run_examples(${work}/bin ${work})
execute_process(
  COMMAND ${work}/bin/volvr-review --display headset ${SOURCE_DIR}/data-samples/mr-head
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0 OR NOT output MATCHES "without")
  message(FATAL_ERROR "a build without the headset part answered (${result}): ${output}")
endif()
file(REMOVE_RECURSE ${work})
