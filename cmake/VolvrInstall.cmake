# SPDX-License-Identifier: Apache-2.0
# The installed package: find_package(volvr [COMPONENTS headless view xr]).
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/volvr)

install(TARGETS volvr_headless volvr_view volvr EXPORT volvr-targets
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY libvolvr/include/volvr DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/volvr/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/volvr)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/volvr)
install(EXPORT volvr-targets NAMESPACE volvr:: DESTINATION ${package_dir})

configure_package_config_file(cmake/volvrConfig.cmake.in ${PROJECT_BINARY_DIR}/volvrConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/volvrConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/volvrConfig.cmake
        ${PROJECT_BINARY_DIR}/volvrConfigVersion.cmake DESTINATION ${package_dir})
