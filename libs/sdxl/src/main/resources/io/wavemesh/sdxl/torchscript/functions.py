import torch


# softmax(q k^T / sqrt(d)) v, head by head: [B, S, C] and [B, T, C] to [B, S, C]
def attention(q: Tensor, k: Tensor, v: Tensor, heads: int, causal: bool) -> Tensor:
    queries = torch.transpose(torch.unflatten(q, -1, [heads, -1]), 1, 2)
    keys = torch.transpose(torch.unflatten(k, -1, [heads, -1]), 1, 2)
    values = torch.transpose(torch.unflatten(v, -1, [heads, -1]), 1, 2)
    mixed = torch.scaled_dot_product_attention(queries, keys, values, None, 0.0, causal)
    return torch.flatten(torch.transpose(mixed, 1, 2), 2)


# first half * gelu(second half) of the last axis
def geglu(x: Tensor) -> Tensor:
    value, gate = torch.chunk(x, 2, -1)
    return torch.mul(value, torch.gelu(gate))


# cosines, then sines, of numbers times width / 2 falling frequencies; in fp32
def sinusoids(numbers: Tensor, width: int, shift: float) -> Tensor:
    half = width // 2
    steps = torch.arange(half, dtype=6, device=numbers.device)
    frequencies = torch.exp(torch.mul(steps, -torch.log(10000.0) / (float(half) - shift)))
    angles = torch.mul(torch.unsqueeze(numbers.to(6), -1), frequencies)
    return torch.flatten(torch.cat([torch.cos(angles), torch.sin(angles)], -1), 1)


# for each sequence the row at the first greatest id
def row_at_greatest(x: Tensor, ids: Tensor) -> Tensor:
    at = torch.argmax(ids, -1)
    return x[torch.arange(x.size(0), device=x.device), at]

