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
