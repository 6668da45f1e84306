"""GPT-2 in plain PyTorch, parameters named and laid out as in openai-community/gpt2's safetensors file.

After Radford et al. 2019 and karpathy/nanoGPT's model.py; the linear maps keep their weights [in, out], as the
published file does (Conv1D).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """The numbers that fix a GPT-2's architecture."""

    vocab_size: int
    n_positions: int = 128
    n_layer: int = 6
    n_head: int = 4
    n_embd: int = 128


class Conv1D(nn.Module):
    """y = x W + b with W [in, out]."""

    def __init__(self, n_in: int, n_out: int, std: float):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_in, n_out) * std)
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x: Tensor) -> Tensor:
        return torch.addmm(self.bias, x.flatten(0, -2), self.weight).view(*x.shape[:-1], -1)  # [..., out]


class Attention(nn.Module):
    """Causal multi-head attention; c_attn holds queries, keys and values side by side."""

    def __init__(self, shape: Shape, out_std: float):
        super().__init__()
        self.n_head = shape.n_head
        self.c_attn = Conv1D(shape.n_embd, 3 * shape.n_embd, 0.02)
        self.c_proj = Conv1D(shape.n_embd, shape.n_embd, out_std)

    def forward(self, x: Tensor) -> Tensor:
        batch, pos, width = x.shape
        heads = (part.view(batch, pos, self.n_head, -1).transpose(1, 2) for part in self.c_attn(x).split(width, dim=2))
        z = functional.scaled_dot_product_attention(*heads, is_causal=True)  # [batch, head, pos, d_head]
        return self.c_proj(z.transpose(1, 2).reshape(batch, pos, width))  # [batch, pos, d_model]


class Mlp(nn.Module):
    """Two linear maps around gelu_new."""

    def __init__(self, shape: Shape, out_std: float):
        super().__init__()
        self.c_fc = Conv1D(shape.n_embd, 4 * shape.n_embd, 0.02)
        self.c_proj = Conv1D(4 * shape.n_embd, shape.n_embd, out_std)

    def forward(self, x: Tensor) -> Tensor:
        return self.c_proj(functional.gelu(self.c_fc(x), approximate="tanh"))


class Block(nn.Module):
    """Attention, then MLP, each reading a normalised residual stream and adding to it."""

    def __init__(self, shape: Shape):
        super().__init__()
        out_std = 0.02 / (2 * shape.n_layer) ** 0.5
        self.ln_1 = nn.LayerNorm(shape.n_embd)
        self.attn = Attention(shape, out_std)
        self.ln_2 = nn.LayerNorm(shape.n_embd)
        self.mlp = Mlp(shape, out_std)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Gpt2(nn.Module):
    """The language model; the unembedding is the token embedding."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.wte = nn.Embedding(shape.vocab_size, shape.n_embd)
        self.wpe = nn.Embedding(shape.n_positions, shape.n_embd)
        self.h = nn.ModuleList(Block(shape) for _ in range(shape.n_layer))
        self.ln_f = nn.LayerNorm(shape.n_embd)
        nn.init.normal_(self.wte.weight, std=0.02)
        nn.init.normal_(self.wpe.weight, std=0.01)

    def forward(self, ids: Tensor) -> Tensor:
        """Logits [batch, pos, vocab] of token ids [batch, pos]."""
        x = self.wte(ids) + self.wpe.weight[: ids.shape[1]]
        for block in self.h:
            x = block(x)
        return self.ln_f(x) @ self.wte.weight.T
