in vec2 place_in_picture;
out vec4 result;

void main() {
  result = pixel_at(place_in_picture);
}
