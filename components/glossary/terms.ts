/**
 * Words that pages explain where they use them: entries of docs/glossary.md, by their anchor. A test compares them with that file,
 * which is not sent to browsers.
 */
export const TERMS = {
  'prompt-pair': 'A clean prompt and a corrupted prompt with the answer of each.',
  'clean-corrupted': 'The prompt whose answer is `correct`, and its counterpart whose answer is `incorrect`.',
  'base-run-source-run': 'The run that is patched, and the run that the activations come from.',
  denoising: 'Base = corrupted, source = clean. It shows what is sufficient to restore the answer.',
  noising: 'Base = clean, source = corrupted. It shows what is necessary for the answer.',
  patch:
    "Replacing one activation of the base run by the source run's value; everything after it is recomputed.",
  sweep: 'The same kind of patch at every coordinate of its axes, for example every layer and position.',
  cell: 'One coordinate of a sweep.',
  finding: 'A published text about a run, with claims.',
  run: 'A stored experiment: prompt pairs, directions, metrics, sweep kinds and results. In engine code, "forward run" is one pass of the model.',
  'forward-run':
    'One pass of the model over a batch of prompts, without a patch; its activations are cached.',
  preset: 'A ready-made experiment in the form.',
  answer:
    'The token that follows a prompt: `correct` after the clean prompt, `incorrect` after the corrupted one.',
  'logit-difference-ld': 'logit[correct] - logit[incorrect] at the last position, in logits.',
  baseline: 'The logit differences of the two unpatched runs.',
  gap: 'LD clean - LD corrupted.',
  recovery:
    '(LD - LD_base) / (LD_source - LD_base), means over prompts taken first. 0: no effect. 1: the source run.',
  metric: 'One number of a run for each prompt, such as the logit difference.',
  claim: 'A statement of a finding that runs support or refute, such as `z[9.9] > 0.2`.',
  evidence: 'A run that is attached to a finding: a replication, or a run that supports or refutes it.',
  replication: 'A run that computes the experiment of a finding again; its numbers are compared.',
  'paired-comparison':
    'Statistics of the difference of the effects of two runs on the same pairs, prompt by prompt.',
  'residual-stream': '`hook_resid_pre`, `hook_resid_mid`, `hook_resid_post`: [batch, pos, d_model].',
  head: 'L9H9 is head 9 of layer 9; `9.9` is the same.',
  'q-k-v-z': 'Queries, keys, values and weighted values of a head: [batch, pos, head, d_head].',
  pattern: 'Attention probabilities after softmax: [batch, head, dest, src].',
  bos: '`<|endoftext|>` in front of a prompt.',
  'activation-hook':
    'A value inside the model, and the name that TransformerLens gives it: `blocks.{layer}.attn.hook_z`.',
} as const;
export type TermId = keyof typeof TERMS;
