out vec4 result;

void main() {
  result = pixel_at(picture_place(gl_FragCoord.xy));
}
