# SPDX-License-Identifier: Apache-2.0
# Decides whether the headset part is built: VOLVR_HAS_OPENXR.
# VTK's OpenXR module comes with VTK itself, or stands beside it (cmake/vtk-openxr).

set(VOLVR_HAS_OPENXR OFF)
if(NOT VOLVR_OPENXR STREQUAL "OFF")
  find_package(OpenXR QUIET)
  if(OpenXR_FOUND AND NOT TARGET OpenXR::OpenXR)
    add_library(OpenXR::OpenXR ALIAS OpenXR::openxr_loader)
  endif()
  if(NOT TARGET VTK::RenderingOpenXR)
    find_package(volvr-vtk-openxr QUIET)
  endif()
  if(TARGET VTK::RenderingOpenXR AND OpenXR_FOUND)
    set(VOLVR_HAS_OPENXR ON)
  elseif(VOLVR_OPENXR STREQUAL "ON")
    message(FATAL_ERROR "VOLVR_OPENXR=ON, but VTK's OpenXR module or the OpenXR SDK is not found. "
                        "cmake/vtk-openxr builds the module beside VTK.")
  endif()
endif()
message(STATUS "volvr: headset part ${VOLVR_HAS_OPENXR}")
