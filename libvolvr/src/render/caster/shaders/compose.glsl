// Spreads the target over the viewport. Where its pixels are the viewport's own they are taken as
// they are; elsewhere they are interpolated, never with what lies beside the part in use.
uniform sampler2D picture;
out vec4 result;

void main() {
  vec2 pixel = gl_FragCoord.xy - viewport.xy;
#ifdef AS_IT_IS
  result = texelFetch(picture, ivec2(pixel), 0);
#else
  vec2 at = pixel * (picture_size.xy / viewport.zw);
  vec2 place = clamp(target_place(at), vec2(0.5), picture_size.zw - 0.5);
  if (fract(place) == vec2(0.5)) {
    result = texelFetch(picture, ivec2(place), 0);
  } else {
    result = textureLod(picture, place / vec2(textureSize(picture, 0)), 0.0);
  }
#endif
}
