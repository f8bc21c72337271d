// Surfaces of equal value: seen where two neighbouring samples lie on either side of one of the
// values, which rise in `iso`.
float iso_value(int at) {
  return iso[at / 4][at % 4];
}

int values_below(float value) {
  int below = 0;
  for (int at = 0; at < ISO_VALUES; ++at) below += value > iso_value(at) ? 1 : 0;
  return below;
}

vec4 colour_along(Ray ray) {
  vec4 sum = vec4(0.0);
  vec3 voxels_a_step = ray.step * voxels.xyz;
  vec3 steps_a_voxel = inverse_of(voxels_a_step);
  Track track = start_of(ray);
  float stretch = -1.0;
  int below = values_below(value_at(ray.first + ray.begin * ray.step));
  bool leapt = false;
  while (track.number <= ray.last) {
    if (leaves_gap(track, ray)) {
      below = values_below(value_at(track.at));  // a cut is no surface
      leapt = false;
      continue;
    }
    float samples = 1.0;
    bool empty = false;
    if (track.number > stretch) {
      vec3 voxel = track.at * voxels.xyz - 0.5;
      vec3 block = block_of(voxel);
      float away = distance_from(block);
      float reach = max(away - 1.0, 0.0);
      float within = samples_within(block, reach, voxel, voxels_a_step, steps_a_voxel);
      stretch = track.number + within - 1.0;
      empty = away > 0.0;
      if (empty) samples = within;
    }
    // The first sample behind an occupied block may lie behind a surface in it.
    if (empty && leapt) {
      advance(track, ray, samples);
      continue;
    }
    // The value before decides on which side a ray comes in.
    if (leapt) below = values_below(value_at(track.at - ray.step));
    leapt = empty;
    float number = value_at(track.at);
    float value = -1.0;
    if (below > 0 && number < iso_value(below - 1)) value = iso_value(--below);
    if (below < ISO_VALUES && number > iso_value(below)) value = iso_value(below++);
    if (value >= 0.0) {
      float opacity = opacity_of(value);
      vec3 colour = lit(colour_at(track.at, value), track.at, ray.direction);
      sum += (1.0 - sum.a) * vec4(colour * opacity, opacity);
      if (sum.a > march.z) break;
    }
    advance(track, ray, samples);
  }
  return sum;
}
