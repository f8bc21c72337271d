// The volume as one texture. What stands in bricks.glsl is the same for one in pieces.
uniform sampler3D volume;

vec4 voxels_at(vec3 at) {
  return texture(volume, at);
}

// Differences of the values one voxel further and one voxel back along each axis. The stock mapper
// takes them a little further away: it divides by one voxel less than there are.
vec3 gradient_at(vec3 at) {
#ifdef STOCK_ROUNDING
  vec3 apart = 1.0 / max(voxels.xyz - 1.0, 1.0);
#else
  vec3 apart = 1.0 / voxels.xyz;
#endif
  vec3 ahead = vec3(voxels_at(at + vec3(apart.x, 0.0, 0.0)).CHANNEL,
                    voxels_at(at + vec3(0.0, apart.y, 0.0)).CHANNEL,
                    voxels_at(at + vec3(0.0, 0.0, apart.z)).CHANNEL);
  vec3 behind = vec3(voxels_at(at - vec3(apart.x, 0.0, 0.0)).CHANNEL,
                     voxels_at(at - vec3(0.0, apart.y, 0.0)).CHANNEL,
                     voxels_at(at - vec3(0.0, 0.0, apart.z)).CHANNEL);
  return ahead - behind;
}
