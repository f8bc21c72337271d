// A work group casts the rays of 8 x 8 neighbouring pixels. Where all of them miss the volume it
// ends after the rays were set up: none of its pixels waits for another's.
layout(local_size_x = 8, local_size_y = 8) in;
layout(rgba16f, binding = 0) uniform writeonly image2D target;

const uint stripe = 8u;  // tiles across

// Groups start in the order of their numbers. They go row by row down stripes of the picture, so
// that those at work at the same time meet the same part of the volume.
uvec2 tile_of_group() {
  uvec2 tiles = gl_NumWorkGroups.xy;
  uint number = gl_WorkGroupID.y * tiles.x + gl_WorkGroupID.x;
  uint left = number / (stripe * tiles.y) * stripe;
  uint across = min(stripe, tiles.x - left);
  uint within = number - left * tiles.y;
  return uvec2(left + within % across, within / across);
}

void main() {
  ivec2 pixel = ivec2(tile_of_group() * 8u + gl_LocalInvocationID.xy);
  ivec2 size = ivec2(picture_size.zw);
  if (any(greaterThanEqual(pixel, size))) return;
  imageStore(target, pixel, pixel_at(picture_place(vec2(pixel) + 0.5)));
}
