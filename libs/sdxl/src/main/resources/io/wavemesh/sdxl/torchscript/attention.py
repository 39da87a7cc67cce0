# softmax(q k^T / sqrt(d)) v, head by head: [B, S, C] and [B, T, C] to [B, S, C]
def attention(q: Tensor, k: Tensor, v: Tensor, heads: int, causal: bool) -> Tensor:
    queries = torch.transpose(torch.unflatten(q, -1, [heads, -1]), 1, 2)
    keys = torch.transpose(torch.unflatten(k, -1, [heads, -1]), 1, 2)
    values = torch.transpose(torch.unflatten(v, -1, [heads, -1]), 1, 2)
    mixed = torch.scaled_dot_product_attention(queries, keys, values, None, 0.0, causal)
    return torch.flatten(torch.transpose(mixed, 1, 2), 2)
