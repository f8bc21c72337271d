uniform usampler3D distances;
uniform sampler2D opacities;
uniform sampler2D colours;

struct Ray {
  vec3 first;      // texture coordinates of sample 0
  vec3 step;
  vec3 direction;  // in the dataset, length 1
  float begin;     // number of the first sample that is drawn
  float last;      // and of the last; smaller: none is drawn
};

const float nothing = -1e9;  // the last sample of a ray that draws none

vec3 inverse_of(vec3 v) {
  return 1.0 / mix(v, vec3(1e-20), lessThan(abs(v), vec3(1e-20)));
}

float parameter_at(float depth) {
  float z = 2.0 * depth - 1.0;
  return (z * ray_depth.y - ray_depth.x) / (ray_depth.z - z * ray_depth.w);
}

#ifdef JITTER
// Part of a step by which a pixel's samples come earlier, so that where samples lie draws no rings.
// Neighbours differ much, and each pixel is the same in every picture (the noise of J. Jimenez, "Next
// generation post processing in Call of Duty", 2014).
float jitter_of(vec2 ndc) {
  vec2 pixel = floor((0.5 * ndc + 0.5) * picture_size.zw);
  return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}
#endif

Ray ray_through(vec2 ndc, float depth) {
  vec3 origin = ray_origin[0].xyz + ndc.x * ray_origin[1].xyz + ndc.y * ray_origin[2].xyz;
  vec3 along = ray_direction[0].xyz + ndc.x * ray_direction[1].xyz + ndc.y * ray_direction[2].xyz;
  vec3 inverse = inverse_of(along);
  vec3 at_low = (box_low.xyz - origin) * inverse;
  vec3 at_high = (box_high.xyz - origin) * inverse;
  vec3 nearer = min(at_low, at_high);
  vec3 farther = max(at_low, at_high);
  float enter = max(max(nearer.x, nearer.y), max(nearer.z, march.y));
  float leave = min(min(farther.x, farther.y), farther.z);
  bool meets = leave > enter;
#ifdef FUSED
  if (!meets) enter = where_others_begin(origin, along);
#endif

  vec3 metres = metric[0].xyz * along.x + metric[1].xyz * along.y + metric[2].xyz * along.z;
  float long_ = length(metres);
  float part = march.x / long_;  // of the parameter between two samples

  Ray ray;
  ray.direction = metres / long_;
  ray.step = along * part;
  float start = enter + part;
#ifdef JITTER
  start -= part * jitter_of(ndc);
#endif
  ray.first = origin + along * start;
  ray.begin = 0.0;
  ray.last = meets ? max(floor((leave - enter) / part - 0.999), 0.0) : nothing;
#ifdef FUSED
  vec2 span = span_of_all(ray.last, origin, along, enter, part);
  ray.begin = span.x;
  ray.last = span.y;
#endif
#ifdef WITH_DEPTH
  float stop = parameter_at(depth);
  float to_stop = (stop - start) / part;
#ifdef FUSED
  ray.last = min(ray.last, ceil(to_stop));
#else
  ray.last = stop <= enter ? nothing : min(ray.last, ceil(abs(to_stop)));
#endif
#endif
#ifdef CLIPS
  vec2 left = left_by_clips(vec2(ray.begin, ray.last), ray.first, ray.step);
  ray.begin = left.x;
  ray.last = left.y;
#endif
  return ray;
}

float value_at(vec3 at) {
  return voxels_at(at).CHANNEL * value_map.x + value_map.y;
}

float opacity_of(float value) {
  return texture(opacities, vec2(value, 0.5)).r;
}

#ifdef GRADIENT_OPACITY
uniform sampler2D gradient_opacities;

// What a sample's opacity is multiplied with, by how fast the values change around it.
float gradient_factor(vec3 at) {
  vec3 difference = gradient_at(at);
  vec3 normal = normal_matrix[0].xyz * difference.x + normal_matrix[1].xyz * difference.y +
                normal_matrix[2].xyz * difference.z;
  return texture(gradient_opacities, vec2(length(normal) * gradient_scale.x, 0.5)).r;
}
#endif

vec3 colour_at(vec3 at, float value) {
#ifdef COLOUR
  return voxels_at(at).rgb;
#else
  return texture(colours, vec2(value, 0.5)).rgb;
#endif
}

vec3 block_of(vec3 voxel) {
  return clamp(floor(voxel / blocks.w), vec3(0.0), blocks.xyz - 1.0);
}

// How many samples bring a ray out of the cube of blocks that reaches `reach` blocks around one.
float samples_within(vec3 block, float reach, vec3 voxel, vec3 voxels_a_step, vec3 steps_a_voxel) {
  vec3 border =
      block + mix(vec3(-reach), vec3(reach + 1.0), greaterThanEqual(voxels_a_step, vec3(0.0)));
  vec3 samples = (border * blocks.w - voxel) * steps_a_voxel;
  return max(ceil(min(min(samples.x, samples.y), samples.z)), 1.0);
}

// Blocks from one to the nearest in which something can be seen.
float distance_from(vec3 block) {
  return float(texelFetch(distances, ivec3(block), 0).r);
}

// Where a ray is. With STOCK_ROUNDING the steps are added one by one, as the stock mapper adds them.
struct Track {
  float number;  // of the sample
  vec3 at;       // texture coordinates
  vec2 gap;      // the first and the last sample of the gap ahead
};

Track start_of(Ray ray) {
  return Track(ray.begin, ray.first + ray.begin * ray.step,
               next_gap(ray.begin, ray.first, ray.step));
}

void advance(inout Track track, Ray ray, float samples) {
  track.number += samples;
#ifdef STOCK_ROUNDING
  for (float left = samples; left > 0.0; left -= 1.0) track.at += ray.step;
#else
  track.at = ray.first + track.number * ray.step;
#endif
}

// Takes a ray that has come to a gap behind it. True where it comes out of one just now.
bool leaves_gap(inout Track track, Ray ray) {
  bool leaves = false;
#ifdef GAPS
  while (track.number >= track.gap.x && track.number <= ray.last) {
    float after = min(track.gap.y, ray.last) + 1.0;
    if (track.number <= after) {
      advance(track, ray, after - track.number);
      leaves = true;
    }
    track.gap = next_gap(track.number, ray.first, ray.step);
  }
#endif
  return leaves;
}
