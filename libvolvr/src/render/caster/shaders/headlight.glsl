// The light of a lamp at the eye, after the stock mapper: both sides of a surface are lit.
vec3 lit(vec3 colour, vec3 at, vec3 direction) {
  vec3 difference = gradient_at(at);
  vec3 normal = normal_matrix[0].xyz * difference.x + normal_matrix[1].xyz * difference.y +
                normal_matrix[2].xyz * difference.z;
  float squared = dot(normal, normal);
  float slope = squared > 0.0 ? abs(dot(normal, direction)) * inversesqrt(squared) : 0.0;
  // The reflected ray leaves at twice the angle.
  float glint = max(2.0 * slope * slope - 1.0, 0.0);
  vec3 result = material.x * colour;
  if (slope > 0.0) {
    result += slope * material.y * light_diffuse.rgb * colour;
    result += pow(glint, material.w) * material.z * light_specular.rgb;
  }
  return clamp(result, 0.0, 1.0);
}
