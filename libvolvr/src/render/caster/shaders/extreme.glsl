// The greatest (TOWARDS 1) or least (TOWARDS -1) value along the ray. A block that holds nothing
// beyond what the ray has met cannot change it, and is leapt over.
uniform sampler3D ranges;

vec4 colour_along(Ray ray) {
  vec3 voxels_a_step = ray.step * voxels.xyz;
  vec3 steps_a_voxel = inverse_of(voxels_a_step);
  float extreme = -2.0;  // times TOWARDS
  vec3 at_extreme = ray.first;
  Track track = start_of(ray);
  while (track.number <= ray.last) {
    if (leaves_gap(track, ray)) continue;
    vec3 voxel = track.at * voxels.xyz - 0.5;
    vec3 block = block_of(voxel);
    vec2 range = texelFetch(ranges, ivec3(block), 0).rg;
    float samples = samples_within(block, 0.0, voxel, voxels_a_step, steps_a_voxel);
    if ((TOWARDS > 0.0 ? range.g : -range.r) <= extreme) {
      advance(track, ray, samples);
      continue;
    }
    float end = min(min(track.number + samples - 1.0, ray.last), track.gap.x - 1.0);
    while (track.number <= end) {
      float value = TOWARDS * value_at(track.at);
      if (value > extreme) {
        extreme = value;
        at_extreme = track.at;
      }
      advance(track, ray, 1.0);
    }
  }
  if (extreme < -1.5) return vec4(0.0);
  float value = clamp(TOWARDS * extreme, 0.0, 1.0);
  float opacity = opacity_of(value);
  return vec4(clamp(colour_at(at_extreme, value), 0.0, 1.0) * opacity, opacity);
}
