vec4 colour_along(Ray ray) {
  vec4 sum = vec4(0.0);
  vec3 voxels_a_step = ray.step * voxels.xyz;
  vec3 steps_a_voxel = inverse_of(voxels_a_step);
  Track track = start_of(ray);
  float stretch = -1.0;  // the last sample of the block the ray is in
  while (track.number <= ray.last) {
    if (leaves_gap(track, ray)) continue;
    if (track.number > stretch) {
      vec3 voxel = track.at * voxels.xyz - 0.5;
      vec3 block = block_of(voxel);
      float away = distance_from(block);
      float reach = max(away - 1.0, 0.0);
      float samples = samples_within(block, reach, voxel, voxels_a_step, steps_a_voxel);
      stretch = track.number + samples - 1.0;
      if (away > 0.0) {
        advance(track, ray, samples);
        continue;
      }
    }
    float value = value_at(track.at);
    float opacity = opacity_of(value);
#ifdef GRADIENT_OPACITY
    if (opacity > 0.0) opacity *= gradient_factor(track.at);
#endif
    if (opacity > 0.0) {
      vec3 colour = lit(colour_at(track.at, value), track.at, ray.direction);
#ifdef SHADES
      colour *= light_left(track.at);
#endif
      sum += (1.0 - sum.a) * vec4(colour * opacity, opacity);
      if (sum.a > march.z) break;
    }
    advance(track, ray, 1.0);
  }
  return sum;
}
