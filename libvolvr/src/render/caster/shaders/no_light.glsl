vec3 lit(vec3 colour, vec3 at, vec3 direction) {
  return clamp(colour, 0.0, 1.0);
}
