    # The batch of a step, counted from 0; everything random follows from the seed.
    def draw(self, step: Tensor, seed: Tensor) -> Tensor:
        chosen = self.job["order"].select(0, int(step))
        self.reseed(int(seed))
        mean = self.job["mean"].index_select(0, chosen)
        size = [mean.size(0), mean.size(1), mean.size(2), mean.size(3)]
        latents = torch.addcmul(mean, self.job["deviation"].index_select(0, chosen), self.normal(size))
        noise = self.normal(size)
        if self.noise_offset != 0.0:
            noise = torch.add(noise, self.normal([size[0], size[1], 1, 1]), alpha=self.noise_offset)
        return self.put_batch(latents, noise, self.timesteps(size[0]), self.of_pictures("context", chosen),
                              self.of_pictures("pooled", chosen), self.of_pictures("time_ids", chosen))

    # The batch of the next step. It always lies in the same memory, so that a captured step finds it.
    def put_batch(self, latents: Tensor, noise: Tensor, timestep: Tensor, context: Tensor, pooled: Tensor,
                  time_ids: Tensor) -> Tensor:
        self.hold("latents", latents, 6)
        self.hold("noise", noise, 6)
        self.hold("timestep", timestep, 4)
        self.hold("context", context, self.dtype)
        self.hold("pooled", pooled, self.dtype)
        self.hold("time_ids", time_ids, 6)
        return torch.zeros([0])

    def hold(self, name: str, value: Tensor, dtype: int) -> None:
        if name in self.batch and self.batch[name].size() == value.size():
            self.batch[name].copy_(value)
        else:
            self.batch[name] = value.to(torch.device(self.device), dtype, copy=True)

    # Random numbers: on the CPU from an own generator; TorchScript can make none for a GPU, so there from the device's own.
    def reseed(self, seed: int) -> None:
        if self.device == "cpu":
            self.generator.manual_seed(seed)
        else:
            torch.manual_seed(seed)

    def normal(self, size: List[int]) -> Tensor:
        device = torch.device(self.device)
        if self.device == "cpu":
            return torch.randn(size, generator=self.generator, dtype=6, device=device)
        return torch.randn(size, dtype=6, device=device)

    def timesteps(self, count: int) -> Tensor:
        device = torch.device(self.device)
        end = self.schedule["signal"].size(0)
        if self.device == "cpu":
            return torch.randint(0, end, [count], generator=self.generator, dtype=4, device=device)
        return torch.randint(0, end, [count], dtype=4, device=device)

    # Losses and norms of the steps from one to before another, [steps, 2] on the CPU: waits for the device.
    def results(self, start: Tensor, end: Tensor) -> Tensor:
        first = int(start)
        return self.job["results"].narrow(0, first, int(end) - first).to(torch.device("cpu"))

    def of_pictures(self, name: str, chosen: Tensor) -> Tensor:
        values = self.job[name]
        return values.index_select(0, torch.clamp(chosen, 0, values.size(0) - 1))

    # A step on the batch. Everything stays on the device and nothing waits for it; all that changes from step to step is
    # read from there, so that the whole call can be captured once and replayed.
    def advance(self) -> Tensor:
        with __torch__.grad_mode(False):
            loss = self.gradient_of_batch()
            norm = torch.linalg_vector_norm(self.job["gradient"])
            result = torch.unsqueeze(torch.stack([loss, norm]), 0)
            self.adamw(norm)
            self.job["results"].index_copy_(0, self.job["step"], result)
            self.job["step"].add_(1)
            self.rewrite()
        return torch.zeros([0])

    # The loss; leaves the gradient in the job. Where not all pictures are computed at once, parts are added up.
    def gradient_of_batch(self) -> Tensor:
        pictures = self.batch["latents"].size(0)
        if self.at_once >= pictures:
            return self.gradient_of_part(0, pictures)
        loss = self.gradient_of_part(0, self.at_once)
        gradient = self.job["gradient"].clone()
        start = self.at_once
        while start < pictures:
            count = self.at_once
            if count > pictures - start:
                count = pictures - start
            loss = torch.add(loss, self.gradient_of_part(start, count))
            gradient.add_(self.job["gradient"])
            start += count
        self.job["gradient"].copy_(gradient)
        return loss

    def gradient_of_part(self, start: int, count: int) -> Tensor:
        pictures = self.batch["latents"].size(0)
        return self.differentiate(
            self.batch["latents"].narrow(0, start, count), self.batch["noise"].narrow(0, start, count),
            self.batch["timestep"].narrow(0, start, count), self.batch["context"].narrow(0, start, count),
            self.batch["pooled"].narrow(0, start, count), self.batch["time_ids"].narrow(0, start, count),
            float(count) / float(pictures))

    # Clips the gradient to the norm, then one step of AdamW on the flat vector of all trained numbers. The step's rates:
    # 1 - rate * decay, square root of the second moment's correction, -rate / the first moment's correction.
    def adamw(self, norm: Tensor) -> None:
        rates = self.job["rates"].index_select(0, self.job["step"])
        m = self.job["m"]
        v = self.job["v"]
        coefficients = self.job["coefficients"]
        # all memory is taken before anything is changed: a step is done whole or not at all
        gradient = torch.mul(self.job["gradient"], torch.clamp(self.clip / (norm + 1e-6), max=1.0))
        denominator = torch.empty_like(v)
        change = torch.empty_like(m)
        m.mul_(0.9).add_(gradient, alpha=1.0 - 0.9)
        v.mul_(0.999).addcmul_(gradient, gradient, value=1.0 - 0.999)
        torch.sqrt(v, out=denominator).div_(rates.select(1, 1)).add_(1e-8)
        torch.mul(m, rates.select(1, 2), out=change).div_(denominator)
        coefficients.mul_(rates.select(1, 0)).add_(change)

    # WaveFT and SHiRA: W = W0 + change, in place, at the touched entries only. LoRA's factors are read where they are used.
    def rewrite(self) -> None:
        if len(self.ranks) == 0:
            with __torch__.grad_mode(False):
                coefficients = self.job["coefficients"]
                change = __torch__.jagged_product(self.forward_map, self.forward_lengths, coefficients)
                values = torch.add(self.job["original"], change).to(self.dtype)
                self.arena["weights"].index_copy_(0, self.job["places"], values)

    # the weight of a trained layer
    def weight(self, k: int) -> Tensor:
        return self.w[self.trained[k] + ".weight"]

    # LoRA's A and B of a layer as views of a flat vector
    def factors(self, flat: Tensor, k: int) -> Tuple[Tensor, Tensor]:
        rank = self.ranks[k]
        out = self.weight(k).size(0)
        width = self.weight(k).size(1)
        a = flat.narrow(0, self.starts[k], rank * width).view([rank, width])
        b = flat.narrow(0, self.starts[k] + rank * width, out * rank).view([out, rank])
        return (a, b)
