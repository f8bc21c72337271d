// The volume as bricks in an atlas, some of them coarser: a brick of level L has a voxel for 2^L of
// the volume's along each axis. BRICK_CORE voxels a side are its own; those of its neighbours, and
// at the volume's edge its own again, surround them, so that no sample needs two bricks.
uniform sampler3D volume;   // the atlas
uniform usampler3D pages;   // for each brick of level 0: which slot stands for it, and its level

struct Spot {
  vec3 texel;   // in the atlas
  float scale;  // voxels of the brick in one of the volume
};

Spot spot_of(vec3 at) {
  vec3 voxel = clamp(at * voxels.xyz - 0.5, vec3(0.0), voxels.xyz - 1.0);
  vec3 brick = floor(voxel / BRICK_CORE);
  uvec4 page = texelFetch(pages, ivec3(brick), 0);
  float scale = exp2(-float(page.w));
  vec3 first = floor(brick * scale) * BRICK_CORE;
  return Spot(vec3(page.xyz) * BRICK_STORED + BRICK_APRON + (voxel + 0.5) * scale - first, scale);
}

vec4 texel_at(vec3 texel) {
  return texture(volume, texel / vec3(textureSize(volume, 0)));
}

vec4 voxels_at(vec3 at) {
  return texel_at(spot_of(at).texel);
}

// One voxel of the brick to either side, counted for one voxel of the volume; the stock mapper takes
// a little more than one, as in dense.glsl.
vec3 gradient_at(vec3 at) {
  Spot spot = spot_of(at);
#ifdef STOCK_ROUNDING
  vec3 apart = voxels.xyz / max(voxels.xyz - 1.0, 1.0);
#else
  vec3 apart = vec3(1.0);
#endif
  vec3 ahead = vec3(texel_at(spot.texel + vec3(apart.x, 0.0, 0.0)).CHANNEL,
                    texel_at(spot.texel + vec3(0.0, apart.y, 0.0)).CHANNEL,
                    texel_at(spot.texel + vec3(0.0, 0.0, apart.z)).CHANNEL);
  vec3 behind = vec3(texel_at(spot.texel - vec3(apart.x, 0.0, 0.0)).CHANNEL,
                     texel_at(spot.texel - vec3(0.0, apart.y, 0.0)).CHANNEL,
                     texel_at(spot.texel - vec3(0.0, 0.0, apart.z)).CHANNEL);
  return (ahead - behind) * spot.scale;
}
