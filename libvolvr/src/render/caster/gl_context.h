// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::render {

/// Whether the current context was lost, as after a reset of the GPU: nothing that is asked of it
/// has an effect any more. Only contexts that were made robust (GL_KHR_robustness) can tell.
bool context_is_lost();

/// Whether OpenGL itself is software, on the machine's own processors and in its own memory.
bool is_software_gl();

}  // namespace volvr::render
