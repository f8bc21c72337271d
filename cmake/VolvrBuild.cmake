# SPDX-License-Identifier: Apache-2.0
# How every target of the project is compiled, and what a room of the library is.

set(CMAKE_CXX_VISIBILITY_PRESET default)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
endif()

# Installed programs find their libraries beside them, and VTK's OpenXR module where it stands.
include(GNUInstallDirs)
file(RELATIVE_PATH lib_from_bin /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
set(CMAKE_INSTALL_RPATH $ORIGIN $ORIGIN/${lib_from_bin})
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)

find_program(VOLVR_CCACHE ccache)
if(VOLVR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${VOLVR_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VOLVR_CCACHE})
endif()

add_library(volvr_options INTERFACE)
target_compile_features(volvr_options INTERFACE cxx_std_20)
target_compile_options(volvr_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wnon-virtual-dtor -Woverloaded-virtual $<$<BOOL:${VOLVR_WARNINGS_AS_ERRORS}>:-Werror>)
if(VOLVR_SANITIZER)
  # What sanitizers add makes GCC see uninitialised values in its own std::function.
  target_compile_options(volvr_options INTERFACE -fsanitize=${VOLVR_SANITIZER}
    -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(volvr_options INTERFACE -fsanitize=${VOLVR_SANITIZER})
endif()

if(VOLVR_FUZZERS)
  target_compile_options(volvr_options INTERFACE -fsanitize=fuzzer-no-link,address
    -fno-omit-frame-pointer)
  target_link_options(volvr_options INTERFACE -fsanitize=address)
endif()

# volvr_compile_as_ours(TARGET): our language level, warnings and checks for one target.
function(volvr_compile_as_ours target)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:volvr_options>)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  if(VOLVR_CLANG_TIDY)
    find_program(VOLVR_CLANG_TIDY_PROGRAM clang-tidy REQUIRED)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY ${VOLVR_CLANG_TIDY_PROGRAM})
  endif()
endfunction()

# volvr_room(NAME SOURCES file... [THIRD_PARTY target...]): one room of libvolvr as an OBJECT target
# volvr_NAME that sees include/volvr and src/, and its own third parties alone.
function(volvr_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;THIRD_PARTY" ${ARGN})
  set(target volvr_${name})
  add_library(${target} OBJECT ${ROOM_SOURCES})
  target_include_directories(${target} PRIVATE
    ${PROJECT_SOURCE_DIR}/libvolvr/include ${PROJECT_BINARY_DIR}/include
    ${PROJECT_SOURCE_DIR}/libvolvr/src)
  target_link_libraries(${target} PRIVATE Eigen3::Eigen ${ROOM_THIRD_PARTY})
  volvr_compile_as_ours(${target})
endfunction()
