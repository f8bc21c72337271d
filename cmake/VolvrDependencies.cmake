# SPDX-License-Identifier: Apache-2.0
# The libraries that volvr stands on. Each is used by the one room named beside it.

find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)                                   # all rooms
find_package(DCMTK REQUIRED NO_MODULE)                                        # dicom
find_package(OpenSSL REQUIRED COMPONENTS Crypto)                              # dicom
find_package(OpenJPEG REQUIRED)                                               # dicom
find_package(LibArchive REQUIRED)                                             # dicom
find_package(ITK 5.3 REQUIRED COMPONENTS ITKCommon ITKIOImageBase ITKIONIFTI ITKIONRRD ITKIOMeta
             ITKZLIB)                                                         # io
find_package(ZLIB REQUIRED)                                                    # io
find_package(libdeflate REQUIRED)                                             # io, convert
find_package(EXPAT 2.4 REQUIRED)                                              # io
find_package(OpenSSL REQUIRED COMPONENTS Crypto)                              # convert
find_package(nlohmann_json 3.10 REQUIRED)                                     # convert, io, xr, apps
find_package(VTK 9.3 REQUIRED COMPONENTS CommonCore CommonDataModel CommonExecutionModel
             CommonMath CommonTransforms FiltersCore FiltersSources IOImage InteractionStyle
             RenderingCore RenderingFreeType RenderingOpenGL2 RenderingUI RenderingVolume RenderingVolumeOpenGL2
             OPTIONAL_COMPONENTS RenderingOpenXR RenderingVR)                  # render, xr
find_package(hwy 1.0 CONFIG REQUIRED)                                              # render
find_package(OpenGL REQUIRED COMPONENTS OpenGL EGL)                           # render, panels
find_package(X11 REQUIRED)                                                    # render, xr
find_package(PkgConfig REQUIRED)
pkg_check_modules(imgui REQUIRED IMPORTED_TARGET imgui)                       # panels
find_package(Freetype REQUIRED)                                               # panels
find_package(Fontconfig REQUIRED)                                             # panels
find_package(CLI11 2.3 REQUIRED)                                              # apps

include(VolvrOpenXR)
