// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::render {

/// Whether the X server that DISPLAY names answers. VTK ends the whole process where it does not.
bool has_x_display();

/// Waits until the X server sends something on VTK's connection, at most `seconds`.
/// @param display  vtkRenderWindow::GetGenericDisplayId
void wait_for_event(void* display, double seconds);

}  // namespace volvr::render
