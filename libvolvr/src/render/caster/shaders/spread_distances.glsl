// Of distances within rows (ALONG 1), or within planes of rows (ALONG 2), those within planes, or
// in space: of all blocks along a line the least of the greater of its distance and how far it is.
// In place: a work group reads its lines whole before it writes.
layout(local_size_x = ACROSS, local_size_y = 8) in;
layout(r8ui, binding = 0) uniform uimage3D distances;
shared uint line[LONGEST * ACROSS];

ivec3 place(int along) {
  int x = int(gl_WorkGroupID.x) * ACROSS + int(gl_LocalInvocationID.x);
  int other = int(gl_WorkGroupID.y);
  return ALONG == 1 ? ivec3(x, along, other) : ivec3(x, other, along);
}

void main() {
  ivec3 blocks = imageSize(distances);
  int count = blocks[ALONG];
  int column = int(gl_LocalInvocationID.x);
  bool within = place(0).x < blocks.x;
  for (int at = int(gl_LocalInvocationID.y); at < count; at += 8) {
    line[at * ACROSS + column] = within ? imageLoad(distances, place(at)).r : 0u;
  }
  barrier();
  if (!within) return;
  for (int at = int(gl_LocalInvocationID.y); at < count; at += 8) {
    uint nearest = line[at * ACROSS + column];
    for (int away = 1; away < int(nearest); ++away) {
      uint far = uint(away);
      if (at >= away) nearest = min(nearest, max(far, line[(at - away) * ACROSS + column]));
      if (at + away < count) nearest = min(nearest, max(far, line[(at + away) * ACROSS + column]));
    }
    imageStore(distances, place(at), uvec4(nearest));
  }
}
