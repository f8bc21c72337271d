// Where pixels of the target lie in the picture, and back: render/budget/fovea.h. Exact, to the
// last bit, within the radius of full sharpness.
float to_picture(float v, float radius, vec2 rise) {
  float y = max(abs(v) - radius, 0.0);
  return v + sign(v) * 0.5 * (v < 0.0 ? rise.x : rise.y) * y * y;
}

float to_target(float u, float radius, vec2 rise) {
  float x = max(abs(u) - radius, 0.0);
  float s = sqrt(1.0 + 2.0 * (u < 0.0 ? rise.x : rise.y) * x);
  return u - sign(u) * x * (s - 1.0) / (s + 1.0);
}

// Place in the picture, 0..1, of a place in the target, pixels: (0.5, 0.5) is the first one's middle.
vec2 picture_place(vec2 at) {
  vec2 v = at - fovea_centre.zw;
  vec2 u = vec2(to_picture(v.x, fovea_radius.x, fovea_rise.xy),
                to_picture(v.y, fovea_radius.y, fovea_rise.zw));
  return (u + fovea_centre.xy) / picture_size.xy;
}

// Place in the target, pixels, of a place in the picture, pixels.
vec2 target_place(vec2 at) {
  vec2 u = at - fovea_centre.xy;
  vec2 v = vec2(to_target(u.x, fovea_radius.x, fovea_rise.xy),
                to_target(u.y, fovea_radius.y, fovea_rise.zw));
  return v + fovea_centre.zw;
}
