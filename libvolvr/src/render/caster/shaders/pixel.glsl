// What one pixel of the picture shows, whichever kind of shader asks.
#ifdef WITH_DEPTH
#ifdef DEPTH_SAMPLES
uniform sampler2DMS depths;
#else
uniform sampler2D depths;
#endif
uniform vec4 depth_part;  // of the texture: low corner, size
#endif

float depth_at(vec2 at) {
#ifdef WITH_DEPTH
  vec2 place = depth_part.xy + at * depth_part.zw;
#ifdef DEPTH_SAMPLES
  return texelFetch(depths, ivec2(place * vec2(textureSize(depths))), 0).r;
#else
  return texture(depths, place).r;
#endif
#else
  return 1.0;
#endif
}

// `at`: 0 to 1 over the picture.
vec4 pixel_at(vec2 at) {
  Ray ray = ray_through(2.0 * at - 1.0, depth_at(at));
  return ray.last >= ray.begin ? colour_along(ray) : vec4(0.0);
}
