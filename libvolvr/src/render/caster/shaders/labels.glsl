// A map of labels, which are numbered one by one from 1; 0 is none. A sample takes that label of
// those shown which most of its eight neighbours have, each counted by its nearness.
#ifdef LABELS
uniform usampler3D labels;
uniform usampler3D label_distances;
uniform sampler2D label_paints;  // 256 a row: colour and opacity of each label; hidden: 0

int label_number(ivec3 voxel) {
  ivec3 last = ivec3(members[LAYERS].voxels.xyz) - 1;
  return int(texelFetch(labels, clamp(voxel, ivec3(0), last), 0).r);
}

vec4 paint_of(int number) {
  return texelFetch(label_paints, ivec2(number & 255, number >> 8), 0);
}

bool is_shown(int number) {
  return number > 0 && paint_of(number).a > 0.0;
}

ivec3 corner_of(int corner) {
  return ivec3(corner & 1, (corner >> 1) & 1, corner >> 2);
}

float weight_of(int corner, vec3 part) {
  vec3 weights = mix(1.0 - part, part, vec3(corner_of(corner)));
  return weights.x * weights.y * weights.z;
}

// How much of a place's surroundings is shown, smoothed by a cubic B-spline over four voxels along
// each axis, and how that rises along x, y and z.
vec4 label_shape(vec3 voxel) {
  ivec3 low = ivec3(floor(voxel));
  vec3 t = voxel - vec3(low);
  vec3 u = 1.0 - t;
  vec3 weights[4];
  weights[0] = u * u * u / 6.0;
  weights[1] = (4.0 - 6.0 * t * t + 3.0 * t * t * t) / 6.0;
  weights[2] = (4.0 - 6.0 * u * u + 3.0 * u * u * u) / 6.0;
  weights[3] = t * t * t / 6.0;
  vec3 rises[4];
  rises[0] = -0.5 * u * u;
  rises[1] = 1.5 * t * t - 2.0 * t;
  rises[2] = 2.0 * u - 1.5 * u * u;
  rises[3] = 0.5 * t * t;
  vec4 shape = vec4(0.0);
  int before = 0;
  bool shown = false;
  for (int z = 0; z < 4; ++z) {
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 4; ++x) {
        int number = label_number(low + ivec3(x, y, z) - 1);
        if (number != before) shown = is_shown(number);
        before = number;
        if (!shown) continue;
        vec3 weight = vec3(weights[x].x, weights[y].y, weights[z].z);
        shape += vec4(rises[x].x * weight.y * weight.z, weight.x * rises[y].y * weight.z,
                      weight.x * weight.y * rises[z].z, weight.x * weight.y * weight.z);
      }
    }
  }
  return shape;
}

struct LabelSample {
  vec4 paint;     // colour, not multiplied, and opacity
  vec3 gradient;  // of what is shown, from voxel to voxel; only where asked for
};

// The border is drawn where a mean of the smoothed and of the plain share of what is shown is a
// half: smoother than the voxels, and yet no voxel is so small that it would not be seen.
const float plain_part = 0.4;

LabelSample label_at(vec3 voxel, bool with_gradient) {
  LabelSample result = LabelSample(vec4(0.0), vec3(0.0));
  ivec3 low = ivec3(floor(voxel));
  vec3 part = voxel - vec3(low);
  int numbers[8];
  bool shown[8];
  bool any_shown = false;
  bool all_shown = true;
  for (int corner = 0; corner < 8; ++corner) {
    numbers[corner] = label_number(low + corner_of(corner));
    shown[corner] = is_shown(numbers[corner]);
    any_shown = any_shown || shown[corner];
    all_shown = all_shown && shown[corner];
  }
  if (!any_shown) return result;
  int winner = 0;
  float most = 0.0;
  float plain = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    if (!shown[corner]) continue;
    float votes = 0.0;
    for (int other = 0; other < 8; ++other) {
      if (numbers[other] == numbers[corner]) votes += weight_of(other, part);
    }
    plain += weight_of(corner, part);
    if (votes > most) {
      most = votes;
      winner = numbers[corner];
    }
  }
  float covered = 1.0;
  if (with_gradient || !all_shown) {
    vec4 shape = label_shape(voxel);
    result.gradient = shape.xyz;
    if (!all_shown) covered = mix(shape.w, plain, plain_part);
  }
  result.paint = paint_of(winner);
  result.paint.a *= clamp(4.0 * covered - 2.0, 0.0, 1.0);
  return result;
}
#endif
