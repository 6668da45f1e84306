/**
 * The order in which openai-community/gpt2's model.safetensors holds its tensors, which is no order that a program would think of.
 *
 * From the offsets that a program written for that file lists (each tensor's place after a header of 14283 bytes). The mask
 * buffers, all of one size, fill the gaps; which of them lies in which gap is not known.
 */
const ORDER = `
  3.attn.c_proj.bias 2.mlp.c_fc.bias 3.mlp.c_proj.bias 0.attn.c_proj.weight 5.ln_1.weight
  1.attn.c_attn.weight ln_f.weight 9.attn.c_attn.bias 0.attn.c_proj.bias 8.mlp.c_proj.weight
  3.attn.c_attn.bias 3.mlp.c_fc.bias 5.attn.c_attn.bias 0.mlp.c_fc.bias 4.attn.c_proj.weight
  5.mlp.c_proj.bias 11.attn.c_proj.bias 9.attn.c_attn.weight 2.attn.c_attn.bias 6.mlp.c_fc.weight
  7.attn.c_proj.bias 9.mlp.c_fc.bias 8.attn.c_proj.weight 5.ln_2.bias 5.ln_1.bias 11.ln_2.weight
  11.mlp.c_fc.weight 0.attn.bias 9.ln_2.weight 4.ln_2.bias 7.mlp.c_proj.bias 11.ln_1.bias 1.ln_2.weight
  4.mlp.c_fc.bias 8.attn.c_attn.weight 1.attn.bias 2.attn.c_proj.weight 0.ln_2.weight 2.attn.bias
  10.mlp.c_proj.weight 3.attn.bias 2.attn.c_proj.bias 2.ln_1.weight 11.attn.c_attn.bias ln_f.bias
  0.attn.c_attn.bias 5.mlp.c_fc.bias 7.ln_2.weight 6.mlp.c_proj.weight 1.mlp.c_proj.bias 1.ln_2.bias
  4.attn.bias 4.mlp.c_proj.bias 10.mlp.c_fc.weight 11.attn.c_attn.weight 0.mlp.c_fc.weight
  10.attn.c_attn.weight 8.ln_2.bias 11.mlp.c_fc.bias 7.attn.c_attn.weight 7.mlp.c_fc.bias
  11.attn.c_proj.weight 1.mlp.c_proj.weight 6.mlp.c_proj.bias 8.attn.c_proj.bias 10.mlp.c_proj.bias
  4.ln_1.bias 4.attn.c_attn.bias 9.mlp.c_proj.weight 1.attn.c_proj.bias 11.mlp.c_proj.weight 6.ln_2.weight
  9.ln_2.bias 6.ln_2.bias 5.attn.c_proj.bias 7.ln_1.bias 6.attn.c_proj.weight 1.ln_1.weight 7.ln_2.bias
  5.attn.bias 2.ln_2.weight 10.attn.c_attn.bias 3.attn.c_proj.weight 10.attn.c_proj.weight
  10.attn.c_proj.bias 8.mlp.c_fc.bias 9.attn.c_proj.weight 5.attn.c_proj.weight 9.ln_1.bias
  4.mlp.c_fc.weight 4.attn.c_attn.weight 3.ln_2.bias 5.ln_2.weight 6.attn.bias 8.mlp.c_proj.bias
  4.ln_1.weight 0.ln_2.bias 6.attn.c_attn.weight 10.ln_2.weight 1.ln_1.bias 7.mlp.c_proj.weight
  2.ln_2.bias 10.ln_1.weight 3.mlp.c_proj.weight 6.mlp.c_fc.bias 1.mlp.c_fc.weight 7.attn.c_attn.bias
  8.ln_1.bias 1.attn.c_attn.bias 6.attn.c_attn.bias 3.ln_1.bias 0.ln_1.bias 4.ln_2.weight
  5.mlp.c_proj.weight 8.attn.c_attn.bias 8.ln_1.weight 7.attn.c_proj.weight 3.mlp.c_fc.weight
  8.ln_2.weight 0.mlp.c_proj.bias 6.attn.c_proj.bias 7.attn.bias wpe.weight 11.ln_2.bias
  0.attn.c_attn.weight 1.mlp.c_fc.bias 9.mlp.c_fc.weight wte.weight 9.ln_1.weight 11.ln_1.weight
  7.mlp.c_fc.weight 0.ln_1.weight 6.ln_1.weight 3.ln_1.weight 9.mlp.c_proj.bias 2.ln_1.bias
  2.mlp.c_proj.bias 2.mlp.c_fc.weight 6.ln_1.bias 4.mlp.c_proj.weight 5.mlp.c_fc.weight
  3.attn.c_attn.weight 8.attn.bias 8.mlp.c_fc.weight 2.mlp.c_proj.weight 9.attn.bias 1.attn.c_proj.weight
  7.ln_1.weight 10.ln_2.bias 10.attn.bias 10.mlp.c_fc.bias 10.ln_1.bias 4.attn.c_proj.bias
  11.mlp.c_proj.bias 11.attn.bias 3.ln_2.weight 5.attn.c_attn.weight 9.attn.c_proj.bias
  0.mlp.c_proj.weight 2.attn.c_attn.weight
`;

/** Names of all 160 tensors, in file order. */
export const GPT2_FILE_ORDER: readonly string[] = ORDER.trim()
  .split(/\s+/)
  .map((name) => (/^\d/.test(name) ? `h.${name}` : name));
