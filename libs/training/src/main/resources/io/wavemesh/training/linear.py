    # a Linear layer over the last axis; while LoRA is trained: W x + b + scaling B (A x)
    def linear(self, x: Tensor, module: str) -> Tensor:
        bias = annotate(Optional[Tensor], None)
        if module + ".bias" in self.w:
            bias = self.w[module + ".bias"]
        y = torch.linear(x, self.w[module + ".weight"], bias)
        if module in self.low_rank:
            a, b = self.low_rank[module]
            change = torch.linear(torch.linear(x, a.to(x.dtype)), b.to(x.dtype))
            y = torch.add(y, change, alpha=self.scalings[module])
        return y

    # Linear layers of one input, without bias: one product where their weights lie together
    def linears(self, x: Tensor, modules: List[str]) -> List[Tensor]:
        if modules[0] in self.joint:
            return torch.chunk(torch.linear(x, self.joint[modules[0]]), len(modules), -1)
        return [self.linear(x, module) for module in modules]

    # A Linear layer to twice the width, then first half * gelu(second half). As two products its halves are whole tensors,
    # and so are their gradients, which then need not be put together again.
    def geglu(self, x: Tensor, module: str) -> Tensor:
        if module in self.low_rank or not self.split_gates:
            return __torch__.geglu(self.linear(x, module))
        weights = torch.chunk(self.w[module + ".weight"], 2)
        biases = torch.chunk(self.w[module + ".bias"], 2)
        return torch.mul(torch.linear(x, weights[0], biases[0]), torch.gelu(torch.linear(x, weights[1], biases[1])))
