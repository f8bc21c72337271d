# SPDX-License-Identifier: Apache-2.0
# Shared by the package tests: run a step or fail, and a scratch folder of the test's own.

# Beside the build folder, not in it: at the same depth, what ccache kept of the build serves again.
function(scratch_folder name variable)
  cmake_path(GET BUILD_DIR PARENT_PATH parent)
  cmake_path(GET BUILD_DIR FILENAME build)
  set(${variable} ${parent}/${build}-${name} PARENT_SCOPE)
endfunction()

function(step what)
  message(STATUS "${what}")
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what} failed (${result}):\n${output}")
  endif()
  set(step_output "${output}" PARENT_SCOPE)
endfunction()

# Runs every example on a bundled study, each as its user would.
function(run_examples bin_dir work_dir)
  set(study ${SOURCE_DIR}/data-samples/mr-head)
  file(MAKE_DIRECTORY ${work_dir}/out)
  step("show_study" ${bin_dir}/show_study ${study} offscreen)
  step("convert_study" ${bin_dir}/convert_study ${study} ${work_dir}/out)
  step("turn_study" ${bin_dir}/turn_study ${study} ${work_dir}/out)
  step("measure_values" ${bin_dir}/measure_values ${study})
  if(NOT step_output MATCHES "in the middle, at")
    message(FATAL_ERROR "measure_values printed: ${step_output}")
  endif()
  foreach(file volume1.nii turn0.png turn1.png turn2.png turn3.png)
    if(NOT EXISTS ${work_dir}/out/${file})
      message(FATAL_ERROR "no ${file} was written")
    endif()
  endforeach()
endfunction()

set(common_settings -G ${GENERATOR} -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
  -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -DCMAKE_C_COMPILER_LAUNCHER=${LAUNCHER})
