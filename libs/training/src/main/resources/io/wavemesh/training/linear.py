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
