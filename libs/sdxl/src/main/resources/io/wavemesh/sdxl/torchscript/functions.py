import torch


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

