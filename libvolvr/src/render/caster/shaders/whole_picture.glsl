out vec2 place_in_picture;

// One triangle that covers the whole picture.
void main() {
  place_in_picture = vec2((gl_VertexID & 1) * 2, (gl_VertexID >> 1) * 2);
  gl_Position = vec4(2.0 * place_in_picture - 1.0, 0.0, 1.0);
}
