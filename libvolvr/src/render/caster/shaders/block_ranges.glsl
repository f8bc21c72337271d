// The least and the greatest value in each block of the volume, as BlockRanges has them: one
// invocation a block.
layout(local_size_x = 4, local_size_y = 4, local_size_z = 4) in;
layout(rg16, binding = 0) uniform writeonly image3D result;
uniform sampler3D volume;
uniform vec4 grid;   // voxels along x, y, z; w: voxels a block's side
uniform vec4 scale;  // WHOLE_NUMBERS: value of the texture's 1, lowest, highest - lowest
                     // else: 0..1 from the texture's numbers: scale, bias

#ifdef WHOLE_NUMBERS
// In whole numbers, as 65535 times 65535 fits into them.
vec2 steps_of(vec2 range) {
  uint wide = uint(scale.z);
  uvec2 above = uvec2(clamp(round(range * scale.x) - scale.y, vec2(0.0), vec2(scale.z)));
  return vec2(above.x * 65535u / wide, (above.y * 65535u + wide - 1u) / wide);
}
#else
// As what the rays compute of a voxel may differ by its last bits, with some room.
vec2 steps_of(vec2 range) {
  vec2 place = (range * scale.x + scale.y) * 65535.0;
  return clamp(vec2(floor(place.x - 0.05), ceil(place.y + 0.05)), vec2(0.0), vec2(65535.0));
}
#endif

void main() {
  ivec3 block = ivec3(gl_GlobalInvocationID);
  if (any(greaterThanEqual(block, imageSize(result)))) return;
  int side = int(grid.w);
  ivec3 first = block * side;
  ivec3 last = min(first + side, ivec3(grid.xyz) - 1);
  float low = 3.4e38;
  float high = -3.4e38;
  for (int z = first.z; z <= last.z; ++z) {
    for (int y = first.y; y <= last.y; ++y) {
      for (int x = first.x; x <= last.x; ++x) {
        float value = texelFetch(volume, ivec3(x, y, z), 0).CHANNEL;
        if (value < low) low = value;  // what is no number is neither
        if (value > high) high = value;
      }
    }
  }
  vec2 steps = low <= high ? steps_of(vec2(low, high)) : vec2(65535.0, 0.0);
  imageStore(result, block, vec4(steps / 65535.0, 0.0, 0.0));
}
