// Several volumes on one ray, each in its own place. Where they share a place they are independent
// media there: opacity is 1 - (1 - a1)(1 - a2).., and colour the mean of theirs, each weighed by its
// opacity. A volume whose greatest value is shown joins at the ray's end in the same way.
#if LAYERS > 0
uniform sampler3D layer_volume0;
uniform usampler3D layer_distances0;
uniform sampler2D layer_looks;  // a row for each layer: colour and opacity over its values; then
                                // likewise what its opacity is multiplied with over its gradients
#endif
#if LAYERS > 1
uniform sampler3D layer_volume1;
uniform usampler3D layer_distances1;
#endif
#if LAYERS > 2
uniform sampler3D layer_volume2;
uniform usampler3D layer_distances2;
#endif
#ifdef GREATEST
uniform sampler3D ranges;
#endif

const float for_ever = 1e9;

// How a ray goes through one member.
struct Walk {
  vec3 first;           // place of sample 0, in voxels of which a block has as many as the volume's
  vec3 voxels_a_step;
  vec3 steps_a_voxel;
  vec3 last_block;
  float stretch;        // up to this sample `empty` is known
  bool empty;
};

struct Mixture {
  vec3 colour;    // times opacity, summed up
  float total;    // sum of opacities
  float opacity;  // of all together
};

void mix_in(inout Mixture mixture, vec3 colour, float opacity) {
  mixture.colour += colour * opacity;
  mixture.total += opacity;
  mixture.opacity += (1.0 - mixture.opacity) * opacity;
}

vec4 mixed(Mixture mixture) {
  if (mixture.total <= 0.0) return vec4(0.0);
  return vec4(mixture.colour * (mixture.opacity / mixture.total), mixture.opacity);
}

// In the volume's dataset, of any length.
vec3 member_normal(int member, vec3 difference) {
  return members[member].normal_matrix[0].xyz * difference.x +
         members[member].normal_matrix[1].xyz * difference.y +
         members[member].normal_matrix[2].xyz * difference.z;
}

// What lights the volume lights the others, too.
// @param flat_slope  of what has no surface, which goes over into what has one as its gradient grows
//   to 1 / certain
vec3 lit_by(vec3 colour, int member, vec3 difference, vec3 main_place, vec3 direction,
            float flat_slope, float certain) {
  vec3 normal = member_normal(member, difference);
  vec4 shine = members[member].material;
  float squared = dot(normal, normal);
  float sure = squared > 0.0 ? min(certain * sqrt(squared), 1.0) : 0.0;
#ifdef LAMPS
  vec3 for_eye = eye_turn[0].xyz * normal.x + eye_turn[1].xyz * normal.y + eye_turn[2].xyz * normal.z;
  vec3 flat_ = clamp(shine.x * lamp_ambient.rgb + flat_slope * shine.y * colour, 0.0, 1.0);
  vec3 result = mix(flat_, lamplit(colour, for_eye, main_place, shine), sure);
#else
  float slope = flat_slope;
  if (sure > 0.0) slope = mix(slope, abs(dot(normal, direction)) * inversesqrt(squared), sure);
  float glint = max(2.0 * slope * slope - 1.0, 0.0);
  vec3 result = (shine.x + slope * shine.y * light_diffuse.rgb) * colour;
  if (slope > 0.0) result += pow(glint, shine.w) * shine.z * light_specular.rgb;
  result = clamp(result, 0.0, 1.0);
#endif
#ifdef SHADES
  result *= light_left(main_place);
#endif
  return result;
}

#if LAYERS > 0
float layer_value(int layer, vec3 at) {
  float number = 0.0;
  if (layer == 0) number = textureLod(layer_volume0, at, 0.0).r;
#if LAYERS > 1
  if (layer == 1) number = textureLod(layer_volume1, at, 0.0).r;
#endif
#if LAYERS > 2
  if (layer == 2) number = textureLod(layer_volume2, at, 0.0).r;
#endif
  return number * members[layer].value_map.x + members[layer].value_map.y;
}

vec4 look_in_row(int row, float at) {
  return textureLod(layer_looks, vec2(at, (float(row) + 0.5) / float(2 * LAYERS)), 0.0);
}

vec4 layer_look(int layer, float value) {
  return look_in_row(layer, value);
}

// As gradient_at of the volume.
vec3 layer_gradient(int layer, vec3 at) {
#ifdef STOCK_ROUNDING
  vec3 apart = 1.0 / max(members[layer].voxels.xyz - 1.0, 1.0);
#else
  vec3 apart = 1.0 / members[layer].voxels.xyz;
#endif
  vec3 difference;
  for (int axis = 0; axis < 3; ++axis) {
    vec3 beside = vec3(0.0);
    beside[axis] = apart[axis];
    difference[axis] = layer_value(layer, at + beside) - layer_value(layer, at - beside);
  }
  return difference;
}

// As gradient_factor of the volume.
float layer_gradient_factor(int layer, vec3 difference) {
  float steepness = length(member_normal(layer, difference));
  return look_in_row(LAYERS + layer, steepness * members[layer].kind.z).r;
}
#endif

// Blocks from one to the nearest in which something of the member can be seen.
float distance_in(int member, ivec3 block) {
  uint away = 0u;
#if LAYERS > 0
  if (member == 0) away = texelFetch(layer_distances0, block, 0).r;
#endif
#if LAYERS > 1
  if (member == 1) away = texelFetch(layer_distances1, block, 0).r;
#endif
#if LAYERS > 2
  if (member == 2) away = texelFetch(layer_distances2, block, 0).r;
#endif
#ifdef LABELS
  if (member == LAYERS) away = texelFetch(label_distances, block, 0).r;
#endif
  return float(away);
}

Walk walk_of(int at, Ray ray) {
  Walk walk;
  vec3 size = voxels.xyz;
  vec3 first = ray.first;
  vec3 step_ = ray.step;
  float scale = 1.0;
  walk.last_block = blocks.xyz - 1.0;
  if (at > 0) {
    size = members[at - 1].voxels.xyz;
    first = place_in(at - 1, ray.first);
    step_ = place_in(at - 1, ray.first + ray.step) - first;
    walk.last_block = members[at - 1].blocks.xyz - 1.0;
    scale = blocks.w / members[at - 1].blocks.w;
  }
  walk.first = (first * size - 0.5) * scale;
  walk.voxels_a_step = step_ * size * scale;
  walk.steps_a_voxel = inverse_of(walk.voxels_a_step);
  walk.stretch = -for_ever;
  walk.empty = true;
  spans[at] = vec2(max(spans[at].x, ray.begin), min(spans[at].y, ray.last));
  return walk;
}

// Finds out whether anything of the member can be seen at sample `number`, and how far that holds.
void look_ahead(inout Walk walk, int at, float number, float peak) {
  walk.empty = true;
  walk.stretch = spans[at].x - 1.0;
  if (number < spans[at].x) return;
  walk.stretch = for_ever;
  if (number > spans[at].y) return;
  vec3 voxel = walk.first + number * walk.voxels_a_step;
  vec3 block = clamp(floor(voxel / blocks.w), vec3(0.0), walk.last_block);
  float reach = 0.0;
#ifdef GREATEST
  if (at == 0) {
    walk.empty = texelFetch(ranges, ivec3(block), 0).g <= peak;
  } else
#endif
  {
    float away = at == 0 ? distance_from(block) : distance_in(at - 1, ivec3(block));
    walk.empty = away > 0.0;
    reach = max(away - 1.0, 0.0);
  }
  float samples = samples_within(block, reach, voxel, walk.voxels_a_step, walk.steps_a_voxel);
  walk.stretch = min(number + samples - 1.0, spans[at].y);
}

#ifdef TINT
vec3 tinted(vec3 colour, vec3 main_place) {
  vec3 place = place_in(LAYERS, main_place);
  vec3 inside = step(members[LAYERS].box_low.xyz, place) * step(place, members[LAYERS].box_high.xyz);
  if (inside.x * inside.y * inside.z == 0.0) return colour;
  vec4 label = label_at(place * members[LAYERS].voxels.xyz - 0.5, false).paint;
  return mix(colour, label.rgb, label.a);
}
#else
vec3 tinted(vec3 colour, vec3 main_place) {
  return colour;
}
#endif

void mix_main(inout Mixture mixture, vec3 place, vec3 direction) {
  float value = value_at(place);
  float opacity = opacity_of(value);
#ifdef GRADIENT_OPACITY
  if (opacity > 0.0) opacity *= gradient_factor(place);
#endif
  if (opacity <= 0.0) return;
  vec3 colour = lit(tinted(colour_at(place, value), place), place, direction);
#ifdef SHADES
  colour *= light_left(place);
#endif
  mix_in(mixture, colour, opacity);
}

#if LAYERS > 0
void mix_layer(int layer, inout Mixture mixture, inout float peak, vec3 main_place,
               vec3 direction) {
  vec3 place = place_in(layer, main_place);
  float value = layer_value(layer, place);
  if (members[layer].kind.y != 0.0) {
    peak = max(peak, value);
    return;
  }
  vec4 look = layer_look(layer, value);
  if (look.a <= 0.0) return;
  bool shaded = members[layer].kind.x != 0.0;
  bool by_gradient = members[layer].kind.z > 0.0;
  vec3 difference = vec3(0.0);
  if (shaded || by_gradient) difference = layer_gradient(layer, place);
  if (by_gradient) look.a *= layer_gradient_factor(layer, difference);
  if (look.a <= 0.0) return;
  vec3 colour = clamp(look.rgb, 0.0, 1.0);
  if (shaded) colour = lit_by(look.rgb, layer, difference, main_place, direction, 0.0, 1e30);
  mix_in(mixture, colour, look.a);
}
#endif

#ifdef LABELS
void mix_labels(inout Mixture mixture, vec3 main_place, vec3 direction) {
  bool shaded = members[LAYERS].kind.x != 0.0;
  vec3 voxel = place_in(LAYERS, main_place) * members[LAYERS].voxels.xyz - 0.5;
  LabelSample label = label_at(voxel, shaded);
  if (label.paint.a <= 0.0) return;
  vec3 colour = label.paint.rgb;
  // Deep in a label nothing turns away from the light.
  if (shaded) colour = lit_by(colour, LAYERS, label.gradient, main_place, direction, 1.0, 8.0);
  mix_in(mixture, colour, label.paint.a);
}
#endif

// Lays the greatest values over what the ray has gathered.
vec4 with_greatest(vec4 sum, float peaks[LAYERS + 1], vec3 peak_place) {
  Mixture mixture = Mixture(sum.rgb, sum.a, sum.a);
#ifdef GREATEST
  if (peaks[0] >= 0.0) {
    float value = min(peaks[0], 1.0);
    vec3 colour = tinted(colour_at(peak_place, value), peak_place);
    mix_in(mixture, clamp(colour, 0.0, 1.0), opacity_of(value));
  }
#endif
#if LAYERS > 0
  for (int layer = 0; layer < LAYERS; ++layer) {
    if (members[layer].kind.y == 0.0 || peaks[layer + 1] < 0.0) continue;
    vec4 look = layer_look(layer, min(peaks[layer + 1], 1.0));
    mix_in(mixture, clamp(look.rgb, 0.0, 1.0), look.a);
  }
#endif
  return mixed(mixture);
}

vec4 colour_along(Ray ray) {
#if defined(LABELS) && !defined(TINT)
  const int walked = MEMBERS + 1;
#else
  const int walked = LAYERS + 1;
#endif
  Walk walks[walked];
  float peaks[LAYERS + 1];
  for (int at = 0; at <= LAYERS; ++at) peaks[at] = -1.0;
  for (int at = 0; at < walked; ++at) walks[at] = walk_of(at, ray);
  vec3 peak_place = ray.first;
  vec4 sum = vec4(0.0);
  Track track = start_of(ray);
  while (track.number <= ray.last) {
    if (leaves_gap(track, ray)) continue;
    float number = track.number;
    float next = for_ever;
    for (int at = 0; at < walked; ++at) {
      if (number > walks[at].stretch) look_ahead(walks[at], at, number, peaks[min(at, LAYERS)]);
      next = min(next, walks[at].empty ? walks[at].stretch + 1.0 : number);
    }
    if (next > number) {
      advance(track, ray, min(next, ray.last + 1.0) - number);
      continue;
    }
    vec3 place = track.at;
    Mixture mixture = Mixture(vec3(0.0), 0.0, 0.0);
    if (!walks[0].empty) {
#ifdef GREATEST
      float value = value_at(place);
      if (value > peaks[0]) {
        peaks[0] = value;
        peak_place = place;
      }
#else
      mix_main(mixture, place, ray.direction);
#endif
    }
#if LAYERS > 0
    for (int layer = 0; layer < LAYERS; ++layer) {
      if (!walks[layer + 1].empty) {
        mix_layer(layer, mixture, peaks[layer + 1], place, ray.direction);
      }
    }
#endif
#if defined(LABELS) && !defined(TINT)
    if (!walks[LAYERS + 1].empty) mix_labels(mixture, place, ray.direction);
#endif
    sum += (1.0 - sum.a) * mixed(mixture);
    advance(track, ray, 1.0);
    if (sum.a <= march.z) continue;
    // Nothing more is seen behind this but greatest values.
    for (int at = 0; at < walked; ++at) {
#ifdef GREATEST
      if (at == 0) continue;
#endif
      if (at > 0 && at <= LAYERS && members[at - 1].kind.y != 0.0) continue;
      spans[at].y = -for_ever;
      walks[at].empty = true;
      walks[at].stretch = for_ever;
    }
  }
  return with_greatest(sum, peaks, peak_place);
}
