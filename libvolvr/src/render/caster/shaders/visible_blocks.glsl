// For each block how far the nearest one is along its row in which something can be seen: the first
// of three passes that make a distance map. A work group has a row.
layout(local_size_x = 64) in;
layout(r8ui, binding = 0) uniform writeonly uimage3D result;
uniform sampler3D ranges;
shared uint seen[WORDS + 2];  // a bit a block; none before the first word and behind the last

#if ISO_VALUES > 0
uniform vec4 iso_steps[ISO_VALUES];  // in steps of a range: rounded down, and up

bool is_seen(uvec2 range) {
  for (int at = 0; at < ISO_VALUES; ++at) {
    if (float(range.x) <= iso_steps[at].y && iso_steps[at].x <= float(range.y)) return true;
  }
  return false;
}
#else
layout(std430, binding = VISIBLE_BINDING) readonly buffer Visible {
  uint before[];  // entry i of the opacity table: how many of those before it show something
};
uniform int entries;

// In whole numbers: floor(steps / 65535 * entries - 1 / 2) is never decided by a rounding.
bool is_seen(uvec2 range) {
  uint most = uint(entries) - 1u;
  uvec2 twice = 2u * uint(entries) * range;
  bvec2 below = lessThan(twice, uvec2(65535u));
  uint first = below.x ? 0u : (twice.x - 65535u) / 131070u;
  uint last = below.y ? 0u : (twice.y - 65535u) / 131070u + 1u;
  return before[min(last, most) + 1u] != before[min(first, most)];
}
#endif

uint distance_along_row(int x) {
  int word = x / 32 + 1;
  int bit = x % 32;
  uint ahead = seen[word] >> bit;           // bit i: the block i further
  uint behind = seen[word] << (31 - bit);   // bit 31 - i: the block i back
  if (bit > 0) ahead |= seen[word + 1] << (32 - bit);
  if (bit < 31) behind |= seen[word - 1] >> (bit + 1);
  int forth = ahead == 0u ? FARTHEST : findLSB(ahead);
  int back = behind == 0u ? FARTHEST : 31 - findMSB(behind);
  return uint(min(forth, back));
}

void main() {
  ivec3 blocks = textureSize(ranges, 0);
  int own = int(gl_LocalInvocationID.x);
  ivec2 row = ivec2(gl_WorkGroupID.xy);
  for (int word = own; word < WORDS + 2; word += 64) seen[word] = 0u;
  barrier();
  for (int x = own; x < blocks.x; x += 64) {
    uvec2 range = uvec2(round(texelFetch(ranges, ivec3(x, row), 0).rg * 65535.0));
    if (is_seen(range)) atomicOr(seen[x / 32 + 1], 1u << (x % 32));
  }
  barrier();
  for (int x = own; x < blocks.x; x += 64) {
    imageStore(result, ivec3(x, row), uvec4(distance_along_row(x)));
  }
}
