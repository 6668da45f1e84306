/** Notebooks as files, and the cells that every exported notebook starts with. */
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { describeRule } from '../tokens/answer-text';

/** The type of a cell, and its text. */
export type NotebookCell = readonly ['markdown' | 'code', string];

/** The model and the prompts of a notebook. */
export interface NotebookPrompts {
  readonly model: { readonly id: string };
  readonly pairs: AnalysedRun_RunFragment['pairs'];
}

/** How a notebook holds token ids: one tensor, or, for prompts of several lengths, one list for each prompt. */
export type TokenForm = 'tensor' | 'lists';

/** Writes the .ipynb file. */
export function writeNotebook(cells: readonly NotebookCell[]): string {
  return JSON.stringify({
    cells: cells.map(([type, text]) => ({
      cell_type: type,
      metadata: {},
      source: text,
      ...(type === 'code' && { execution_count: null, outputs: [] }),
    })),
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 4,
  });
}

/** What each notebook needs, in words. */
export const NEEDS =
  'Needs torch, transformers, safetensors and transformer_lens, version 3 or 4; asks no model hub.';

/** Writes a string of Python. Python reads the escapes of JSON the same way. */
export function python(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007f');
}

/** float32 in as few digits as give the same number. */
export function roundFloat(value: number): number {
  return Number(value.toPrecision(9));
}

/**
 * The cells that load the model into TransformerLens and define `clean` and `corrupted` (token ids, [prompt, pos]), `scores` and
 * `make_metrics(base, source)`.
 */
export function startNotebook({ model, pairs }: NotebookPrompts, form: TokenForm = 'tensor'): NotebookCell[] {
  const wrap = (ids: string): string => (form === 'tensor' ? `torch.tensor(${ids})` : ids);
  const ids = (side: 'cleanTokens' | 'corruptedTokens'): string =>
    JSON.stringify(pairs.map((pair) => pair[side].map((token) => token.id)));
  return [
    [
      'code',
      `import tempfile
from functools import partial
from pathlib import Path

import pandas as pd
import torch
from safetensors.torch import load_file
from transformer_lens import patching
from transformers import GPT2Config, GPT2LMHeadModel

try:
    # TransformerLens 3.
    from transformer_lens import HookedTransformer, HookedTransformerConfig
    from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
except ImportError:
    # TransformerLens 4.
    HookedTransformer = None
    from tokenizers import Tokenizer, models
    from transformer_lens.model_bridge import TransformerBridge
    from transformers import PreTrainedTokenizerFast

torch.set_grad_enabled(False)
DIRECTORY = Path("models") / ${python(model.id)}  # holds config.json and model.safetensors`,
    ],
    [
      'code',
      `config = GPT2Config.from_json_file(DIRECTORY / "config.json")
gpt2 = GPT2LMHeadModel(config)
tensors = {f"transformer.{name.removeprefix('transformer.')}": tensor for name, tensor in load_file(DIRECTORY / "model.safetensors").items() if not name.endswith((".attn.bias", ".attn.masked_bias"))}
gpt2.load_state_dict(tensors, strict=False)
gpt2.tie_weights()
if HookedTransformer:
    cfg = HookedTransformerConfig(
        n_layers=config.n_layer, d_model=config.n_embd, n_heads=config.n_head, d_head=config.n_embd // config.n_head,
        d_mlp=config.n_inner or 4 * config.n_embd, d_vocab=config.vocab_size, n_ctx=config.n_positions, act_fn="gelu_new",
        eps=config.layer_norm_epsilon, normalization_type="LNPre", device="cpu",
    )
    model = HookedTransformer(cfg)
    model.load_and_process_state_dict(convert_gpt2_weights(gpt2.eval(), cfg))
else:
    with tempfile.TemporaryDirectory() as folder:
        gpt2.eval().save_pretrained(folder)
        # The bridge wants a tokenizer. Prompts are token ids, so any will do.
        end = "<|endoftext|>"
        words = Tokenizer(models.WordLevel({end: 0}, unk_token=end))
        tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, bos_token=end, eos_token=end, unk_token=end, pad_token=end)
        tokenizer.save_pretrained(folder)
        # Reading it again gives it the name of its folder, which the bridge wants.
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        model = TransformerBridge.boot_transformers(folder, hf_model=gpt2, tokenizer=tokenizer, device="cpu")
    # Processes the weights as version 3 does.
    model.enable_compatibility_mode()
    cfg = model.cfg`,
    ],
    [
      'code',
      `clean = ${wrap(ids('cleanTokens'))}
corrupted = ${wrap(ids('corruptedTokens'))}
${writeScores(pairs)}


def make_metrics(base, source):
    """Each metric as a function of logits [prompt, pos, d_vocab]: one number for each prompt."""
    base_log, source_log = (model(tokens)[:, -1].log_softmax(-1) for tokens in (base, source))

    def log_probs(last):
        correct, incorrect = scores(last)
        total = last.logsumexp(-1)
        return correct - total, incorrect - total

    def probs(last):
        correct, incorrect = log_probs(last)
        return correct.exp(), incorrect.exp()

    def of_answers(read, combine):
        return lambda logits: combine(*read(logits[:, -1])).float()

    def kl_from(log_p):
        return lambda logits: (log_p.exp() * (log_p - logits[:, -1].log_softmax(-1))).sum(-1)

    return {
        "logit_diff": of_answers(scores, lambda correct, incorrect: correct - incorrect),
        "log_prob": of_answers(log_probs, lambda correct, _: correct),
        "prob": of_answers(probs, lambda correct, _: correct),
        "prob_diff": of_answers(probs, lambda correct, incorrect: correct - incorrect),
        "rank": lambda logits: ranks(logits[:, -1]),
        "accuracy": of_answers(scores, lambda correct, incorrect: correct > incorrect),
        "kl_from_source": kl_from(source_log),
        "kl_from_base": kl_from(base_log),
    }`,
    ],
  ];
}

/** The scores of the answers in Python: one token's logit, or the rule of a set. */
function writeScores(pairs: NotebookPrompts['pairs']): string {
  if (pairs.every((pair) => describeRule(pair) === null)) {
    const answers = pairs.map(({ correctToken, incorrectToken }) => [correctToken.id, incorrectToken.id]);
    return `# Token ids of the correct and the incorrect answer.
answers = torch.tensor(${JSON.stringify(answers)})


def scores(last):
    """Scores of the correct and the incorrect answer, [prompt] each, from logits [prompt, d_vocab]."""
    picked = last.gather(-1, answers)
    return picked[:, 0], picked[:, 1]


def ranks(last):
    return (last > scores(last)[0][:, None]).sum(-1).float()`;
  }
  const answers = pairs.map(({ correctTokens, incorrectTokens, rule }) => [
    correctTokens.map(({ id }) => id),
    incorrectTokens.map(({ id }) => id),
    rule,
  ]);
  return `# Token ids of the correct and the incorrect answers, and how the logits of a set become one score.
answers = ${JSON.stringify(answers)}


def score(logits, rule):
    return logits.logsumexp(-1) if rule == "LOGSUMEXP" else logits.mean(-1)


def scores(last):
    """Scores of the correct and the incorrect answers, [prompt] each, from logits [prompt, d_vocab]."""
    pairs = [(score(last[i, right], rule), score(last[i, wrong], rule)) for i, (right, wrong, rule) in enumerate(answers)]
    return torch.stack([right for right, _ in pairs]), torch.stack([wrong for _, wrong in pairs])


def ranks(last):
    """Tokens with a larger logit; those of the answer do not count."""
    correct, _ = scores(last)
    own = torch.stack([(last[i, right] > correct[i]).sum() for i, (right, _, _) in enumerate(answers)])
    return ((last > correct[:, None]).sum(-1) - own).float()`;
}

/** Defines `compare`, which asserts that numbers agree within the tolerance of every exported notebook. */
export const COMPARE = `def compare(what, computed, expected, metric="logit_diff", prompts=1):
    """
    Asserts that numbers agree. Rank and accuracy are counts: rounding can move one prompt by one.

    prompts: the number of prompts that the numbers are means over.
    """
    computed, expected = (torch.as_tensor(values, dtype=torch.float64) for values in (computed, expected))
    assert computed.shape == expected.shape, (what, computed.shape, expected.shape)
    if computed.numel() == 0:
        return
    difference = (computed - expected).abs().max().item()
    print(f"{what}: {computed.numel()} numbers, largest difference {difference:.1e}")
    tolerance = 1.001 / prompts if metric in ("rank", "accuracy") else 1e-4 * max(1, computed.abs().max().item())
    # Written so that NaN fails.
    assert difference < tolerance, what`;

/** Numbers in Python; nested lists stay as they are. */
export function writeNumbers(values: NumberTree): string {
  return JSON.stringify(values, (_, value: unknown) =>
    typeof value === 'number' ? roundFloat(value) : value,
  );
}

type NumberTree = number | readonly NumberTree[];
