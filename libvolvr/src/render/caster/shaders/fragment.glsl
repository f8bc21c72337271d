in vec2 place_in_picture;
out vec4 result;
#ifdef WITH_DEPTH
uniform sampler2D depths;
uniform vec4 depth_part;  // of the texture: low corner, size
#endif

void main() {
  vec2 at = place_in_picture;
  float depth = 1.0;
#ifdef WITH_DEPTH
  depth = texture(depths, depth_part.xy + at * depth_part.zw).r;
#endif
  Ray ray = ray_through(2.0 * at - 1.0, depth);
  result = ray.last >= ray.begin ? colour_along(ray) : vec4(0.0);
}
