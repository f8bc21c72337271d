uniform sampler2D picture;
in vec2 place_in_picture;
out vec4 result;

void main() {
  result = texture(picture, place_in_picture);
}
