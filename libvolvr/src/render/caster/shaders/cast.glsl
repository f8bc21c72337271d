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
  ray.first = origin + along * (enter + part);
  ray.begin = 0.0;
  ray.last = meets ? max(floor((leave - enter) / part - 0.999), 0.0) : nothing;
#ifdef FUSED
  vec2 span = span_of_all(ray.last, origin, along, enter, part);
  ray.begin = span.x;
  ray.last = span.y;
#endif
#ifdef WITH_DEPTH
  float stop = parameter_at(depth);
  float to_stop = (stop - enter - part) / part;
#ifdef FUSED
  ray.last = min(ray.last, ceil(to_stop));
#else
  ray.last = stop <= enter ? nothing : min(ray.last, ceil(abs(to_stop)));
#endif
#endif
  for (int at = 0; at < PLANES; ++at) {
    float start = dot(planes[at].xyz, ray.first) + planes[at].w;
    float change = dot(planes[at].xyz, ray.step);
    if (change > 0.0) ray.begin = max(ray.begin, ceil(-start / change));
    if (change < 0.0) ray.last = min(ray.last, floor(-start / change));
    if (change == 0.0 && start < 0.0) ray.last = nothing;
  }
  return ray;
}

float value_at(vec3 at) {
  return voxels_at(at).CHANNEL * value_map.x + value_map.y;
}

float opacity_of(float value) {
  return texture(opacities, vec2(value, 0.5)).r;
}

// The light of a lamp at the eye, after the stock mapper: both sides of a surface are lit.
vec3 lit(vec3 colour, vec3 at, vec3 direction) {
#ifdef SHADE
  vec3 difference = gradient_at(at);
  vec3 normal = normal_matrix[0].xyz * difference.x + normal_matrix[1].xyz * difference.y +
                normal_matrix[2].xyz * difference.z;
  float squared = dot(normal, normal);
  float slope = squared > 0.0 ? abs(dot(normal, direction)) * inversesqrt(squared) : 0.0;
  // The reflected ray leaves at twice the angle.
  float glint = max(2.0 * slope * slope - 1.0, 0.0);
  vec3 result = material.x * colour;
  if (slope > 0.0) {
    result += slope * material.y * light_diffuse.rgb * colour;
    result += pow(glint, material.w) * material.z * light_specular.rgb;
  }
  return clamp(result, 0.0, 1.0);
#else
  return clamp(colour, 0.0, 1.0);
#endif
}

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
};

Track start_of(Ray ray) {
  return Track(ray.begin, ray.first + ray.begin * ray.step);
}

void advance(inout Track track, Ray ray, float samples) {
  track.number += samples;
#ifdef STOCK_ROUNDING
  for (float left = samples; left > 0.0; left -= 1.0) track.at += ray.step;
#else
  track.at = ray.first + track.number * ray.step;
#endif
}
