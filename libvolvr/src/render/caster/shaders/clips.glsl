// What cuts the volume. `clip_numbers` holds planes and shapes as ray_clips.h tells; how many there
// are stands in clip_counts, so that a program serves any number.
#ifdef CLIPS
uniform sampler2D clip_numbers;

vec4 clip_number(int at) {
  return texelFetch(clip_numbers, ivec2(at & 1023, at >> 10), 0);
}

vec3 inverse_of(vec3 v);

// From which sample number to which a ray is within the shape at `at`; nowhere if y < x.
vec2 samples_within_shape(int at, vec3 first, vec3 step) {
  vec3 start;
  vec3 change;
  for (int axis = 0; axis < 3; ++axis) {
    vec4 row = clip_number(at + axis);
    start[axis] = dot(row.xyz, first) + row.w;
    change[axis] = dot(row.xyz, step);
  }
  vec4 low = clip_number(at + 3);
  if (low.w > 0.0) {  // a ball
    float per = 1.0 / max(dot(change, change), 1e-30);
    float middle = -dot(start, change) * per;
    vec3 nearest = start + middle * change;
    float half_ = (1.0 - dot(nearest, nearest)) * per;
    return half_ < 0.0 ? vec2(1.0, -1.0) : vec2(-1.0, 1.0) * sqrt(half_) + middle;
  }
  vec3 high = clip_number(at + 4).xyz;
  vec3 per = inverse_of(change);
  vec3 one = (low.xyz - start) * per;
  vec3 other = (high - start) * per;
  vec3 enter = min(one, other);
  vec3 leave = max(one, other);
  return vec2(max(enter.x, max(enter.y, enter.z)), min(leave.x, min(leave.y, leave.z)));
}

// The part of `drawn`, the first and the last sample, that all planes and kept shapes leave.
vec2 left_by_clips(vec2 drawn, vec3 first, vec3 step) {
  int planes = int(clip_counts.x);
  for (int at = 0; at < planes; ++at) {
    vec4 plane = clip_number(at);
    float start = dot(plane.xyz, first) + plane.w;
    float change = dot(plane.xyz, step);
    if (change > 0.0) drawn.x = max(drawn.x, ceil(-start / change));
    if (change < 0.0) drawn.y = min(drawn.y, floor(-start / change));
    if (change == 0.0 && start < 0.0) drawn.y = -1e9;
  }
  for (int shape = 0; shape < int(clip_counts.y); ++shape) {
    vec2 within = samples_within_shape(planes + 5 * shape, first, step);
    drawn = within.y < within.x ? vec2(drawn.x, -1e9)
                                : vec2(max(drawn.x, ceil(within.x)), min(drawn.y, floor(within.y)));
  }
  return drawn;
}
#endif

const float never = 1e9;

// The first and the last sample of the gap that a ray meets next, from sample `from` on.
vec2 next_gap(float from, vec3 first, vec3 step) {
  vec2 gap = vec2(never, never);
#ifdef GAPS
  int start = int(clip_counts.x) + 5 * int(clip_counts.y);
  for (int shape = 0; shape < int(clip_counts.z); ++shape) {
    vec2 within = samples_within_shape(start + 5 * shape, first, step);
    vec2 samples = vec2(max(ceil(within.x), from), min(floor(within.y), never));
    if (samples.y >= samples.x && samples.x < gap.x) gap = samples;
  }
#endif
  return gap;
}
