    # The loss; leaves the gradient of the trained numbers in the job. Dense gradients live for one stage only.
    def differentiate(self, latents: Tensor, noise: Tensor, timestep: Tensor, context: Tensor, pooled: Tensor,
                      time_ids: Tensor, share: float) -> Tensor:
        signal_rate = self.schedule["signal"].index_select(0, timestep).view([-1, 1, 1, 1])
        noise_rate = self.schedule["noise"].index_select(0, timestep).view([-1, 1, 1, 1])
        noisy = torch.add(torch.mul(latents, signal_rate), torch.mul(noise, noise_rate)).to(self.dtype)
        target = noise
        if self.target == 1:
            target = torch.sub(torch.mul(noise, signal_rate), torch.mul(latents, noise_rate))
        if self.target == 2:
            target = latents

        embedding, embedding_leaves = self.taped_embedding(timestep, pooled, time_ids)
        embedding_gradient = torch.zeros_like(embedding)
        stack = annotate(List[Tensor], [])
        inputs = annotate(List[Tensor], [])
        tops = annotate(List[Tensor], [])
        outputs = annotate(List[Tensor], [])
        leaves = annotate(List[List[Tensor]], [])
        h = noisy
        for i in range(len(self.of_stage)):
            top = h
            if self.tops[i] == 1:
                top = stack[-1]
            if self.tops[i] == 2:
                top = stack.pop()
            before = h
            if i < self.first:
                h = self.stage(i, before, top, embedding, context)
            elif self.keeps[i] == 1:
                output, taken = self.taped(i, before, top, embedding, context)
                outputs.append(output)
                leaves.append(taken)
                h = output.detach()
            else:
                inputs.append(before)
                tops.append(top)
                h = self.stage(i, before, top, embedding, context)
            if self.pushes[i] == 1:
                stack.append(before)
            if self.pushes[i] == 2:
                stack.append(h)

        weight = self.schedule["weight"].index_select(0, timestep)
        if share != 1.0:
            weight = torch.mul(weight, share)
        loss, gradient = self.loss(h, target, weight)
        pushed = annotate(List[Tensor], [])
        i = len(self.of_stage) - 1
        while i >= self.first:
            if self.keeps[i] == 1:
                output = outputs.pop()
                taken = leaves.pop()
            else:
                output, taken = self.taped(i, inputs.pop(), tops.pop(), embedding, context)
            later = gradient
            if self.pushes[i] != 0:
                later = pushed.pop()
            if self.pushes[i] == 2:
                gradient = torch.add(gradient, later)
            wanted = annotate(List[Optional[Tensor]], [gradient])
            found = torch.grad([output], taken, wanted, None, False, True)
            gradient = self.given(found[0], taken[0])
            if self.pushes[i] == 1:
                gradient = torch.add(gradient, later)
            at = 1
            if self.tops[i] == 2:
                pushed.append(self.given(found[at], taken[at]))
                at += 1
            if len(self.of_embedding) > 0:
                embedding_gradient = torch.add(embedding_gradient, self.given(found[at], taken[at]))
                at += 1
            self.collect(self.of_stage[i], found, taken, at)
            i -= 1

        if len(self.of_embedding) > 0:
            wanted = annotate(List[Optional[Tensor]], [embedding_gradient])
            found = torch.grad([embedding], embedding_leaves, wanted, None, False, True)
            self.collect(self.of_embedding, found, embedding_leaves, 0)
        if len(self.ranks) == 0:
            self.job["gradient"] = __torch__.jagged_product(
                self.transposed_map, self.transposed_lengths, self.job["touched_gradient"].to(6))
        return loss

    # A stage on fresh leaves: its input, what it takes from the stack, the embedding if that is trained, its weights.
    def taped(self, i: int, h: Tensor, top: Tensor, embedding: Tensor,
              context: Tensor) -> Tuple[Tensor, List[Tensor]]:
        with __torch__.grad_mode(True):
            taken = [h.detach().requires_grad_(True)]
            operand = taken[0]
            if self.tops[i] == 1:
                operand = top
            if self.tops[i] == 2:
                operand = top.detach().requires_grad_(True)
                taken.append(operand)
            shared = embedding.detach()
            if len(self.of_embedding) > 0:
                shared = shared.requires_grad_(True)
                taken.append(shared)
            self.leaves(self.of_stage[i], taken)
            output = self.stage(i, taken[0], operand, shared, context)
            self.unleaf(self.of_stage[i])
        return (output, taken)

    def taped_embedding(self, timestep: Tensor, pooled: Tensor, time_ids: Tensor) -> Tuple[Tensor, List[Tensor]]:
        taken = annotate(List[Tensor], [])
        with __torch__.grad_mode(len(self.of_embedding) > 0):
            self.leaves(self.of_embedding, taken)
            embedding = self.embed(timestep, pooled, time_ids)
            self.unleaf(self.of_embedding)
        return (embedding, taken)

    # Puts leaves on the same storage in the place of what is trained, so that the network's text needs no other form.
    def leaves(self, numbers: List[int], taken: List[Tensor]) -> None:
        for n in numbers:
            if len(self.ranks) > 0:
                a, b = self.low_rank[self.trained[n]]
                leaf_a = a.detach().requires_grad_(True)
                leaf_b = b.detach().requires_grad_(True)
                self.low_rank[self.trained[n]] = (leaf_a, leaf_b)
                taken.append(leaf_a)
                taken.append(leaf_b)
            else:
                module = self.leaf_modules[n]
                if module in self.joint:
                    leaf = self.joint[module].detach().requires_grad_(True)
                    self.joint[module] = leaf
                    taken.append(leaf)
                else:
                    leaf = self.w[module + ".weight"].detach().requires_grad_(True)
                    self.w[module + ".weight"] = leaf
                    taken.append(leaf)

    def unleaf(self, numbers: List[int]) -> None:
        for n in numbers:
            if len(self.ranks) > 0:
                a, b = self.low_rank[self.trained[n]]
                self.low_rank[self.trained[n]] = (a.detach(), b.detach())
            else:
                module = self.leaf_modules[n]
                if module in self.joint:
                    self.joint[module] = self.joint[module].detach()
                else:
                    self.w[module + ".weight"] = self.w[module + ".weight"].detach()

    # mean over the pictures of the weighted mean squared error, in fp32; and its gradient at the prediction
    def loss(self, prediction: Tensor, target: Tensor, weight: Tensor) -> Tuple[Tensor, Tensor]:
        with __torch__.grad_mode(True):
            leaf = prediction.detach().requires_grad_(True)
            error = torch.sub(leaf.to(6), target)
            loss = torch.mean(torch.mul(torch.mean(torch.mul(error, error), [1, 2, 3]), weight))
            gradient = torch.grad([loss], [leaf])[0]
            assert gradient is not None, "no gradient of the loss"
        return (loss.detach(), gradient)

    def given(self, gradient: Optional[Tensor], like: Tensor) -> Tensor:
        if gradient is None:
            return torch.zeros_like(like)
        return gradient

    # The gradients at the leaves from `at` on, into the job: LoRA's as they are, of a whole weight what was touched.
    def collect(self, numbers: List[int], found: List[Optional[Tensor]], taken: List[Tensor], at: int) -> None:
        for n in numbers:
            if len(self.ranks) > 0:
                into_a, into_b = self.factors(self.job["gradient"], n)
                into_a.copy_(self.given(found[at], taken[at]))
                into_b.copy_(self.given(found[at + 1], taken[at + 1]))
                at += 2
            else:
                touched = self.leaf_touched[n]
                into = self.job["touched_gradient"].narrow(0, self.leaf_starts[n], touched.size(0))
                torch.take(self.given(found[at], taken[at]), touched, out=into)
                at += 1
