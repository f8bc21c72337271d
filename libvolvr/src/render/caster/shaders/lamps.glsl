// The light of lamps anywhere, after the stock mapper: first those that have a place, then those
// that are far away. All is in the frame of the eye.
// @param normal  of any length; 0 where there is no surface
// @param at      texture coordinates of the volume
// @param shine   ambient, diffuse, specular, specular power
vec3 lamplit(vec3 colour, vec3 normal, vec3 at, vec4 shine) {
  float squared = dot(normal, normal);
  normal *= squared > 0.0 ? inversesqrt(squared) : 0.0;
  vec4 sample_ = vec4(at, 1.0);
  vec3 place = vec3(dot(eye_from_texture[0], sample_), dot(eye_from_texture[1], sample_),
                    dot(eye_from_texture[2], sample_));
  vec3 away = normalize(place);
  vec3 diffuse = vec3(0.0);
  vec3 specular = vec3(0.0);
  bool both_sides = lamp_counts.z > 0.0;
  for (int lamp = 0; lamp < int(lamp_counts.y); ++lamp) {
    vec4 aim = lamps[5 * lamp];  // and the cosine of its cone
    vec3 way = aim.xyz;
    float strength = 1.0;
    bool has_place = lamp < int(lamp_counts.x);
    if (has_place) {
      vec4 from = lamps[5 * lamp + 1];  // and the exponent
      vec3 attenuation = lamps[5 * lamp + 4].xyz;
      way = place - from.xyz;
      float distance_ = length(way);
      way /= distance_;
      strength = 1.0 / (attenuation.x + distance_ * (attenuation.y + distance_ * attenuation.z));
      if (aim.w > -1.5) {
        float within = dot(way, aim.xyz);
        strength *= within >= aim.w ? pow(max(within, 0.0), from.w) : 0.0;
      }
    }
    float slope = dot(normal, way);
    if (both_sides) slope = abs(slope);
    if (slope <= 0.0) continue;
    diffuse += strength * slope * lamps[5 * lamp + 2].rgb;
    float glint = dot(away, normalize(2.0 * slope * normal - way));
    if (has_place && both_sides) glint = abs(glint);
    if (glint > 0.0) specular += strength * pow(glint, shine.w) * lamps[5 * lamp + 3].rgb;
  }
  return clamp(shine.x * lamp_ambient.rgb + shine.y * diffuse * colour + shine.z * specular, 0.0,
               1.0);
}

#ifdef SHADE
vec3 lit(vec3 colour, vec3 at, vec3 direction) {
  vec3 difference = gradient_at(at);
  vec3 normal = eye_normal[0].xyz * difference.x + eye_normal[1].xyz * difference.y +
                eye_normal[2].xyz * difference.z;
  return lamplit(colour, normal, at, material);
}
#endif
