// The part of a lamp's light that is left at a sample, by what lies before it (shade_volume.h).
uniform sampler3D light_ahead;   // from further along x, y and z; from the lamp
uniform sampler3D light_behind;  // from the other sides

float light_left(vec3 at) {
  vec3 cell = (at + shade_offset.xyz) * shade_scale.xyz;
  float light = dot(texture(light_ahead, cell), vec4(shade_ahead.xyz, shade_behind.w)) +
                dot(texture(light_behind, cell).rgb, shade_behind.xyz);
  return 1.0 - shade_ahead.w * (1.0 - min(light, 1.0));
}
