    # the outputs in fp32, on the CPU
    def encode_ids(self, ids: Tensor) -> List[Tensor]:
        penultimate, last, pooled = self.encode(ids.to(torch.device(self.device)))
        cpu = torch.device("cpu")
        return [penultimate.to(cpu, 6), last.to(cpu, 6), pooled.to(cpu, 6)]
