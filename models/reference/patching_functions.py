"""TransformerLens' function for each sweep kind.

It has none for RESID_POST, which is `patching.generic_activation_patch` on hook_resid_post with the setter of
get_act_patch_resid_pre.
"""

from functools import partial

from transformer_lens import patching

resid_post = partial(
    patching.generic_activation_patch,
    patch_setter=patching.layer_pos_patch_setter,
    activation_name="resid_post",
    index_axis_names=("layer", "pos"),
)
FUNCTIONS = {
    "RESID_PRE": patching.get_act_patch_resid_pre,
    "RESID_MID": patching.get_act_patch_resid_mid,
    "RESID_POST": resid_post,
    "ATTN_OUT": patching.get_act_patch_attn_out,
    "MLP_OUT": patching.get_act_patch_mlp_out,
    "HEAD_Z": patching.get_act_patch_attn_head_out_all_pos,
    "HEAD_Q": patching.get_act_patch_attn_head_q_all_pos,
    "HEAD_K": patching.get_act_patch_attn_head_k_all_pos,
    "HEAD_V": patching.get_act_patch_attn_head_v_all_pos,
    "HEAD_PATTERN": patching.get_act_patch_attn_head_pattern_all_pos,
    "HEAD_Z_BY_POS": patching.get_act_patch_attn_head_out_by_pos,
    "HEAD_Q_BY_POS": patching.get_act_patch_attn_head_q_by_pos,
    "HEAD_K_BY_POS": patching.get_act_patch_attn_head_k_by_pos,
    "HEAD_V_BY_POS": patching.get_act_patch_attn_head_v_by_pos,
    "HEAD_PATTERN_BY_POS": patching.get_act_patch_attn_head_pattern_by_pos,
    "HEAD_PATTERN_DEST_SRC": patching.get_act_patch_attn_head_pattern_dest_src_pos,
}
