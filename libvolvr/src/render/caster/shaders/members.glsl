// What is drawn with a volume in one pass: layers, and behind them a map of labels. The layout is
// MemberBlock's of member_block.h. Member 0 of `spans` is the volume itself, member n + 1 of it is
// number n here.
struct Member {
  vec4 from_main[4];      // columns: texture place from the volume's
  vec4 box_low;           // texture coordinates
  vec4 box_high;
  vec4 voxels;            // along x, y, z
  vec4 blocks;            // along x, y, z; w: voxels a side
  vec4 normal_matrix[3];  // columns: dataset normal from differences between neighbouring voxels
  vec4 value_map;         // 0..1 from the texture's numbers: scale, bias
  vec4 material;          // ambient, diffuse, specular, specular power
  vec4 kind;              // x: 1 where shaded; y: 1 where its greatest value is shown; z: place in
                          // the table of gradients from the length of a normal, 0 for none
};

layout(std140) uniform Members {
  Member members[4];
};

// For each of them the numbers of the first and the last sample within it.
vec2 spans[MEMBERS + 1];

vec3 inverse_of(vec3 v);

vec3 place_in(int member, vec3 main_place) {
  return members[member].from_main[0].xyz * main_place.x +
         members[member].from_main[1].xyz * main_place.y +
         members[member].from_main[2].xyz * main_place.z + members[member].from_main[3].xyz;
}

// Where the line begins and ends to be within the member, as parameters.
vec2 parameters_within(int member, vec3 origin, vec3 along) {
  vec3 first = place_in(member, origin);
  vec3 inverse = inverse_of(place_in(member, origin + along) - first);
  vec3 at_low = (members[member].box_low.xyz - first) * inverse;
  vec3 at_high = (members[member].box_high.xyz - first) * inverse;
  vec3 nearer = min(at_low, at_high);
  vec3 farther = max(at_low, at_high);
  return vec2(max(max(nearer.x, nearer.y), max(nearer.z, march.y)),
              min(min(farther.x, farther.y), farther.z));
}

float where_others_begin(vec3 origin, vec3 along) {
  float begin = 1e30;
  for (int member = 0; member < MEMBERS; ++member) {
    vec2 within = parameters_within(member, origin, along);
    if (within.y > within.x) begin = min(begin, within.x);
  }
  return begin < 1e30 ? begin : march.y;
}

// Fills `spans`. Samples are counted from the volume's first one, which lies one step, `part` of
// the parameter, behind `enter`.
// @return the first and the last sample of all
vec2 span_of_all(float main_last, vec3 origin, vec3 along, float enter, float part) {
  const float rounding = 0.001;
  spans[0] = vec2(0.0, main_last);
  vec2 all = main_last < 0.0 ? vec2(1e9, -1e9) : spans[0];
  for (int member = 0; member < MEMBERS; ++member) {
    vec2 within = parameters_within(member, origin, along);
    vec2 number = (within - enter) / part - 1.0;
    spans[member + 1] = floor(number + rounding) + vec2(1.0, 0.0);
    if (within.y <= within.x || spans[member + 1].y < spans[member + 1].x) {
      spans[member + 1] = vec2(0.0, -1e9);
      continue;
    }
    all = vec2(min(all.x, spans[member + 1].x), max(all.y, spans[member + 1].y));
  }
  return all;
}
