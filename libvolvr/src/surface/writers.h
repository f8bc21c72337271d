// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "surface/output_file.h"

namespace volvr::surface {

/// Own code for all four: VTK's writers of PLY and OBJ report success on a full disk, and its glTF
/// writer knows no node matrix. @throws Error unsupported, no_space, not_writable, cancelled
void write_stl(const WriteJob& job);
void write_ply(const WriteJob& job);
void write_obj(const WriteJob& job);
void write_glb(const WriteJob& job);

}  // namespace volvr::surface
