    # a Linear layer over the last axis
    def linear(self, x: Tensor, module: str) -> Tensor:
        bias = annotate(Optional[Tensor], None)
        if module + ".bias" in self.w:
            bias = self.w[module + ".bias"]
        return torch.linear(x, self.w[module + ".weight"], bias)

    # Linear layers of one input, without bias
    def linears(self, x: Tensor, modules: List[str]) -> List[Tensor]:
        return [self.linear(x, module) for module in modules]

    # a Linear layer to twice the width, then first half * gelu(second half)
    def geglu(self, x: Tensor, module: str) -> Tensor:
        return __torch__.geglu(self.linear(x, module))
