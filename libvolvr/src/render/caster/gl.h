// SPDX-License-Identifier: Apache-2.0
#pragma once

// OpenGL's functions, as the VTK that is built against loads them.
#if __has_include(<vtk_glad.h>)
#include <vtk_glad.h>
#else
#include <vtk_glew.h>
#endif
