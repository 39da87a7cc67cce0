# softmax(q k^T / sqrt(d)) v, head by head: [B, S, C] and [B, T, C] to [B, S, C]; cuDNN's kernels where lengths are multiples of MULTIPLE
def attention(q: Tensor, k: Tensor, v: Tensor, heads: int, causal: bool) -> Tensor:
    queries = torch.transpose(torch.unflatten(q, -1, [heads, -1]), 1, 2)
    keys = torch.transpose(torch.unflatten(k, -1, [heads, -1]), 1, 2)
    values = torch.transpose(torch.unflatten(v, -1, [heads, -1]), 1, 2)
    width = queries.size(3)
    suits = queries.is_cuda and queries.dtype != 6 and width % 8 == 0 and width <= 128
    if suits and keys.size(2) % MULTIPLE == 0 and queries.size(2) % MULTIPLE == 0:
        mixed = torch._scaled_dot_product_cudnn_attention(
            queries, keys, values, None, torch.is_grad_enabled(), 0.0, causal, False)[0]
    else:
        mixed = torch.scaled_dot_product_attention(queries, keys, values, None, 0.0, causal)
    return torch.flatten(torch.transpose(mixed, 1, 2), 2)
