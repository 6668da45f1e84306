"""Trains models/patchbay-mini from nothing: `python models/train/train.py`, from the project's folder.

GPT-2's architecture from transformers, random weights, AdamW with warm-up and cosine decay on the made corpus.
One machine gives the same bytes again; another one may round differently.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import GPT2Config, GPT2LMHeadModel

from corpus import Corpus
from make_tokenizer import END_OF_TEXT, make_tokenizer

OUTPUT = Path(__file__).resolve().parents[1] / "patchbay-mini"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--head-dropout", type=float, default=0.05)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()

    random.seed(options.seed)
    np.random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)

    tokenizer = make_tokenizer(options.seed)
    end_of_text = tokenizer.token_to_id(END_OF_TEXT)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=128,
        n_embd=options.width,
        n_layer=options.layers,
        n_head=options.heads,
        activation_function="gelu_new",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=end_of_text,
        eos_token_id=end_of_text,
    )
    model = GPT2LMHeadModel(config)
    model.config._attn_implementation = "sdpa"
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {config.vocab_size} tokens", flush=True)
    train(model, tokenizer, options)
    save(model, tokenizer, options.output)


def train(model: GPT2LMHeadModel, tokenizer, options: argparse.Namespace) -> None:
    """Next-token cross-entropy; mostly single sentences, every eighth batch long documents."""
    corpus = Corpus(options.seed)
    decayed = [p for p in model.parameters() if p.dim() >= 2]
    other = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": decayed, "weight_decay": options.weight_decay}, {"params": other, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=options.learning_rate, betas=(0.9, 0.98))
    warm_up = 200
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1, (step + 1) / warm_up) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * step / options.steps))),
    )
    gate = HeadGate(model, options.head_dropout)
    started = time.time()
    model.train()
    for step in range(options.steps):
        gate.open_ends(step >= 0.75 * options.steps)
        is_long = step % 8 == 7
        tokens, mask = batch(corpus, tokenizer, rows=24 if is_long else 128, length=128 if is_long else 32, is_long=is_long)
        logits = model(tokens).logits[:, :-1]
        losses = torch.nn.functional.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
        loss = (losses * mask[:, 1:].flatten()).sum() / mask[:, 1:].sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} loss {loss.item():.4f} {time.time() - started:.0f} s", flush=True)
    model.eval()
    gate.remove()


class HeadGate:
    """What training does to the heads' outputs before they are summed.

    Whole heads are dropped at random, so that a task is shared by several. The first and the last block's attention is
    shut for most of the training: names would otherwise be compared and copied in one step, while with it shut that is
    composed over the blocks between, as in larger models; what the ends learn later refines it.
    """

    def __init__(self, model: GPT2LMHeadModel, dropout: float):
        self.dropout, self.heads, self.are_ends_open = dropout, model.config.n_head, False
        blocks = model.transformer.h
        self.hooks = [
            block.attn.c_proj.register_forward_pre_hook(
                lambda _, inputs, is_end=index in (0, len(blocks) - 1): (self.gate(inputs[0], is_end),)
            )
            for index, block in enumerate(blocks)
        ]

    def open_ends(self, are_open: bool) -> None:
        self.are_ends_open = are_open

    def gate(self, z: torch.Tensor, is_end: bool) -> torch.Tensor:
        """z [batch, position, head * d_head] with heads dropped."""
        kept = (torch.rand(z.shape[0], 1, self.heads, 1) >= self.dropout) / (1 - self.dropout)
        gated = (z.unflatten(-1, (self.heads, -1)) * kept).flatten(-2)
        return gated * 0 if is_end and not self.are_ends_open else gated

    def remove(self) -> None:
        for hook in self.hooks:
            hook.remove()


def batch(corpus: Corpus, tokenizer, rows: int, length: int, is_long: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids [rows, length] and what of them counts [rows, length]: padding does not."""
    end_of_text = tokenizer.token_to_id(END_OF_TEXT)
    tokens = torch.full((rows, length), end_of_text)
    mask = torch.zeros((rows, length))
    for row in range(rows):
        ids: list[int] = []
        while not ids or (is_long and len(ids) < length):
            ids += [end_of_text] + tokenizer.encode(corpus.document(corpus.rng.randint(1, 6) if is_long else 1)).ids
        ids = ids[:length]
        # The end of a text is learnt where there is room for it.
        tokens[row, : len(ids)] = torch.tensor(ids)
        mask[row, : len(ids) + 1] = 1
    return tokens, mask


def save(model: GPT2LMHeadModel, tokenizer, output: Path) -> None:
    """Hugging Face layout with openai-community/gpt2's tensor names."""
    output.mkdir(parents=True, exist_ok=True)
    prefix = "transformer."
    tensors = {
        name.removeprefix(prefix): tensor.detach().to(torch.float32).contiguous()
        for name, tensor in model.state_dict().items()
        if name.startswith(prefix) and not name.endswith((".attn.bias", ".attn.masked_bias"))
    }
    save_file(tensors, output / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(output / "tokenizer.json"), pretty=False)
    config = model.config
    fields = {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "activation_function": config.activation_function,
        "bos_token_id": config.bos_token_id,
        "eos_token_id": config.eos_token_id,
        "layer_norm_epsilon": config.layer_norm_epsilon,
        "n_embd": config.n_embd,
        "n_head": config.n_head,
        "n_layer": config.n_layer,
        "n_positions": config.n_positions,
        "vocab_size": config.vocab_size,
    }
    (output / "config.json").write_text(json.dumps(fields, indent=2) + "\n")


if __name__ == "__main__":
    main()
