    # the network's answer to a noisy sample
    def predict(self, sample: Tensor, timestep: Tensor, context: Tensor, pooled: Tensor, time_ids: Tensor) -> Tensor:
        device = torch.device(self.device)
        stack = annotate(List[Tensor], [])
        with __torch__.grad_mode(False):
            embedding = self.embed(timestep.to(device), pooled.to(device, self.dtype), time_ids.to(device))
            text = context.to(device, self.dtype)
            h = sample.to(device, self.dtype)
            for i in range(len(self.of_stage)):
                top = h
                if self.tops[i] == 1:
                    top = stack[-1]
                if self.tops[i] == 2:
                    top = stack.pop()
                before = h
                h = self.stage(i, before, top, embedding, text)
                if self.pushes[i] == 1:
                    stack.append(before)
                if self.pushes[i] == 2:
                    stack.append(h)
        return h.to(torch.device("cpu"), 6)

    # the loss of a recorded batch and the gradient of the trained numbers, without a step
    def probe(self, latents: Tensor, noise: Tensor, timestep: Tensor, context: Tensor, pooled: Tensor,
              time_ids: Tensor) -> List[Tensor]:
        device = torch.device(self.device)
        with __torch__.grad_mode(False):
            loss = self.differentiate(latents.to(device), noise.to(device), timestep.to(device),
                                      context.to(device, self.dtype), pooled.to(device, self.dtype),
                                      time_ids.to(device), 1.0)
        cpu = torch.device("cpu")
        return [loss.to(cpu), self.job["gradient"].to(cpu, copy=True)]
