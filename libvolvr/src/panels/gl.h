// SPDX-License-Identifier: Apache-2.0
#pragma once

// OpenGL's core functions as libOpenGL exports them, whatever made the context.
#define GL_GLEXT_PROTOTYPES 1
#include <GL/glcorearb.h>
