# SPDX-License-Identifier: Apache-2.0
# Installs volvr, then builds and runs every example against what was installed.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)

scratch_folder(installed work)
file(REMOVE_RECURSE ${work})
step("install" ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${work}/prefix)
step("configure the examples" ${CMAKE_COMMAND} -S ${SOURCE_DIR}/examples -B ${work}/examples
  ${common_settings} "-DCMAKE_PREFIX_PATH=${work}/prefix;${PREFIX_PATH}")
step("build the examples" ${CMAKE_COMMAND} --build ${work}/examples)
run_examples(${work}/examples ${work})

# The components, as a project that insists on them would ask.
foreach(component headless view xr)
  file(WRITE ${work}/${component}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)\n"
    "project(asks LANGUAGES CXX)\nfind_package(volvr 0.1 REQUIRED COMPONENTS ${component})\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${work}/${component} -B ${work}/${component}/build
    ${common_settings} "-DCMAKE_PREFIX_PATH=${work}/prefix;${PREFIX_PATH}"
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
  if(component STREQUAL "xr" AND NOT HAS_OPENXR)
    if(result EQUAL 0)
      message(FATAL_ERROR "component xr is offered by a build without the headset part")
    endif()
  elseif(NOT result EQUAL 0)
    message(FATAL_ERROR "component ${component} is not found in the installed package")
  endif()
endforeach()
file(REMOVE_RECURSE ${work})
