// The mean along the ray of the values within the range that counts, each weighed by its opacity.
vec4 colour_along(Ray ray) {
  float sum = 0.0;
  float counted = 0.0;
  Track track = start_of(ray);
  while (track.number <= ray.last) {
    if (leaves_gap(track, ray)) continue;
    float value = value_at(track.at);
    float number = value_map.z + value_map.w * value;
    if (number >= average.x && number <= average.y) {
      sum += opacity_of(value) * value;
      counted += 1.0;
    }
    advance(track, ray, 1.0);
  }
  if (counted == 0.0) return vec4(0.0);
  float grey = clamp(sum / counted, 0.0, 1.0) * average.z + average.w;
  return vec4(vec3(grey), 1.0);
}
