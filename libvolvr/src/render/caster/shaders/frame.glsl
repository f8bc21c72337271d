// What one picture of one volume is drawn with. The layout is FrameBlock's of frame_block.h.
layout(std140) uniform Frame {
  vec4 ray_origin[3];     // texture coordinates: in the picture's middle; to its right; to its top
  vec4 ray_direction[3];  // the same of the direction; length 1 of the parameter reaches `near`
  vec4 ray_depth;         // clip z and w of the origin, and their change with the parameter
  vec4 box_low;           // texture coordinates
  vec4 box_high;
  vec4 voxels;            // along x, y, z
  vec4 blocks;            // along x, y, z; w: voxels a side
  vec4 metric[3];         // columns: dataset vector from texture vector
  vec4 normal_matrix[3];  // columns: dataset normal from differences between neighbouring voxels
  vec4 value_map;         // 0..1 from the texture's numbers: scale, bias; the range's lowest, width
  vec4 march;             // x: sample distance, dataset; y: first parameter; z: opaque enough
  vec4 material;          // ambient, diffuse, specular, specular power
  vec4 average;           // x, y: range of averaged values
  vec4 light_diffuse;     // headlight
  vec4 light_specular;
  vec4 iso[2];            // up to eight values, 0..1
  vec4 clip_counts;       // planes, kept shapes, removed shapes
  vec4 gradient_scale;    // x: place in the table of gradients from the length of a normal
  vec4 eye_from_texture[3];  // rows
  vec4 eye_normal[3];     // columns: normal for the eye from differences between neighbours
  vec4 eye_turn[3];       // columns: normal for the eye from a normal in the dataset
  vec4 lamp_counts;       // that have a place; all; z: 1 where both sides of a surface are lit
  vec4 lamp_ambient;
  vec4 lamps[40];         // five each: way and cosine of its cone (below -1: none), place and
                          // exponent, diffuse, specular, attenuation
  vec4 picture_size;      // pixels: xy of the picture, zw of the target that is spread over it
  vec4 fovea_centre;      // pixels from the corner: xy in the picture, zw in the target
  vec4 fovea_radius;      // xy: pixels that are sharp on each side of the centre
  vec4 fovea_rise;        // of a pixel's side: x below and above the centre, y below and above
  vec4 viewport;          // pixels of the framebuffer: x, y, width, height
  vec4 shade_ahead;       // weights of the light from further along x, y, z; w: strength of shades
  vec4 shade_behind;      // the same from the other sides; w: of the lamp
  vec4 shade_scale;       // texture coordinates of the cells of light from those of the volume
  vec4 shade_offset;      // from a sample to where its light is looked up
};
