// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkRenderWindow.h>

#include "render/messages.h"
#include "volvr/picture.h"

namespace volvr::render {

/// What was last drawn into the window's own buffer.
Picture read_pixels(vtkRenderWindow& window, int width, int height);

/// @throws Error internal with VTK's sentence, if there was an error since the log was last asked
void throw_if_failed(MessageLog& log);

}  // namespace volvr::render
