# SPDX-License-Identifier: Apache-2.0
# Writes HEADER, which holds each file of FOLDER named *.glsl as a string of its name.
file(GLOB files LIST_DIRECTORIES false ${FOLDER}/*.glsl)
set(text "#pragma once\n#include <string_view>\nnamespace volvr::render::shader_texts {\n")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} content)
  string(APPEND text "inline constexpr std::string_view ${name} = R\"glsl(${content})glsl\";\n")
endforeach()
string(APPEND text "}  // namespace volvr::render::shader_texts\n")
file(WRITE ${HEADER} "${text}")
