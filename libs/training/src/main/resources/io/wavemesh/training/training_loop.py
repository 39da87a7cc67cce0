    # ---- a job: which layers it trains, and what their weights were ----

    # layers: indices of the trained Linear layers, in the order of the forward pass
    def begin(self, layers: Tensor) -> Tensor:
        self.end()
        for each in annotate(List[int], layers.tolist()):
            self.trained.append(self.linears_of_network[each])
            self.stages_of_trained.append(self.linear_stages[each])
        return layers

    # What belongs to each stage, by number: a layer for LoRA, else a leaf. -1 stands for the embedding.
    def belongs(self, number: int, stage: int) -> None:
        if stage < 0:
            self.of_embedding.append(number)
        else:
            self.of_stage[stage].append(number)

    # the first stage that a gradient is needed of
    def find_first(self) -> None:
        self.first = 0
        if len(self.of_embedding) == 0:
            self.first = len(self.of_stage)
            for i in range(len(self.of_stage)):
                if len(self.of_stage[i]) > 0 and i < self.first:
                    self.first = i

    # WaveFT and SHiRA: the touched entries of each layer's weight, one after the other, and how many a layer has
    def begin_sparse(self, touched: Tensor, counts: Tensor) -> Tensor:
        place = torch.device(self.device)
        each = torch.split(touched.to(place, copy=True), annotate(List[int], counts.tolist()))
        self.settle()
        places = annotate(List[Tensor], [])
        offsets = annotate(List[int], [])
        offset = 0
        at = 0
        for k in range(len(self.trained)):
            places.append(torch.add(each[k], offset))
            offsets.append(offset)
            self.starts.append(at)
            offset += self.weight(k).numel()
            at += each[k].size(0)
        self.job["places"] = torch.cat(places)
        self.job["original"] = self.arena["weights"].index_select(0, self.job["places"]).to(6)
        self.job["touched_gradient"] = torch.zeros([at], dtype=self.dtype, device=place)
        k = 0
        while k < len(self.trained):
            count = self.together(k)
            self.belongs(len(self.leaf_modules), self.stages_of_trained[k])
            self.leaf_modules.append(self.trained[k])
            self.leaf_starts.append(self.starts[k])
            weight = self.weight(k)
            parts = annotate(List[Tensor], [])
            for i in range(count):
                parts.append(torch.add(each[k + i], i * weight.numel()))
            self.leaf_touched.append(torch.cat(parts))
            if count > 1:
                shape = [count * weight.size(0), weight.size(1)]
                self.joint[self.trained[k]] = (
                    self.arena["weights"].narrow(0, offsets[k], count * weight.numel()).view(shape))
            k += count
        self.find_first()
        return counts

    # How many trained layers from the k-th on are computed as one: those of one input and shape, if all are trained.
    def together(self, k: int) -> int:
        if self.join:
            for modules in self.joints:
                if modules[0] == self.trained[k] and k + len(modules) <= len(self.trained):
                    all = True
                    for i in range(len(modules)):
                        all = all and self.trained[k + i] == modules[i]
                    if all:
                        return len(modules)
        return 1

    # Moves the trained weights into one piece of memory, one after the other, so that one operation rewrites them all. They
    # stay there; the next job mostly trains the same layers.
    def settle(self) -> None:
        same = len(self.settled) == len(self.trained)
        if same:
            for k in range(len(self.trained)):
                same = same and self.settled[k] == self.trained[k]
        if not same:
            for module in self.settled:
                self.w[module + ".weight"] = self.w[module + ".weight"].detach().clone()
            self.arena.clear()
            total = 0
            for k in range(len(self.trained)):
                total += self.weight(k).numel()
            arena = torch.empty([total], dtype=self.dtype, device=torch.device(self.device))
            at = 0
            for k in range(len(self.trained)):
                weight = self.weight(k).detach()
                moved = arena.narrow(0, at, weight.numel()).view(weight.size())
                moved.copy_(weight)
                self.w[self.trained[k] + ".weight"] = moved
                at += weight.numel()
            self.arena["weights"] = arena
            self.settled.clear()
            for module in self.trained:
                self.settled.append(module)

    # the linear map from coefficients to touched entries (which = 0) or its transpose (1)
    def put_map(self, which: Tensor, index: Tensor, weight: Tensor, place: Tensor, lengths: Tensor) -> Tensor:
        device = torch.device(self.device)
        matrix = annotate(Dict[str, Tensor], {})
        matrix["index"] = index.to(device, copy=True)
        matrix["weight"] = weight.to(device, copy=True)
        matrix["place"] = place.to(device, copy=True)
        if int(which) == 0:
            self.forward_map = matrix
            self.forward_lengths = annotate(List[int], lengths.tolist())
        else:
            self.transposed_map = matrix
            self.transposed_lengths = annotate(List[int], lengths.tolist())
        return lengths

    # LoRA: rank and scaling of each layer; its factors A [rank, in] and B [out, rank] lie one after the other
    def begin_low_rank(self, ranks: Tensor, scalings: Tensor) -> Tensor:
        self.ranks = annotate(List[int], ranks.tolist())
        factors = annotate(List[float], scalings.tolist())
        at = 0
        for k in range(len(self.trained)):
            weight = self.weight(k)
            self.scalings[self.trained[k]] = factors[k]
            self.starts.append(at)
            at += self.ranks[k] * (weight.size(0) + weight.size(1))
            self.belongs(k, self.stages_of_trained[k])
        self.find_first()
        return ranks

    # the trained numbers, AdamW's moments and the number of steps done
    def restore(self, coefficients: Tensor, m: Tensor, v: Tensor, steps: Tensor) -> Tensor:
        device = torch.device(self.device)
        self.job["coefficients"] = coefficients.to(device, 6, copy=True)
        self.job["m"] = m.to(device, 6, copy=True)
        self.job["v"] = v.to(device, 6, copy=True)
        self.job["gradient"] = torch.zeros_like(self.job["coefficients"])
        self.job["step"] = steps.view([1]).to(device, copy=True)
        for k in range(len(self.ranks)):
            self.low_rank[self.trained[k]] = self.factors(self.job["coefficients"], k)
        self.rewrite()
        return steps

    def saved(self) -> List[Tensor]:
        cpu = torch.device("cpu")
        return [self.job["coefficients"].to(cpu, copy=True), self.job["m"].to(cpu, copy=True),
                self.job["v"].to(cpu, copy=True)]

    # the base as it was before the job
    def end(self) -> Tensor:
        with __torch__.grad_mode(False):
            for k in range(len(self.trained)):
                self.w[self.trained[k] + ".weight"] = self.weight(k).detach()
            if "original" in self.job:
                self.arena["weights"].index_copy_(0, self.job["places"], self.job["original"].to(self.dtype))
        self.trained.clear()
        self.stages_of_trained.clear()
        self.leaf_modules.clear()
        self.leaf_starts.clear()
        self.leaf_touched.clear()
        self.joint.clear()
        self.low_rank.clear()
        self.starts.clear()
        self.ranks.clear()
        self.scalings.clear()
        self.job.clear()
        self.batch.clear()
        self.forward_map.clear()
        self.transposed_map.clear()
        self.of_embedding.clear()
        for i in range(len(self.of_stage)):
            self.of_stage[i].clear()
        return torch.zeros([0])

    # After a step that ended with an error: weights are no leaves any more and hold the numbers. Gives the steps done.
    def recover(self) -> Tensor:
        with __torch__.grad_mode(False):
            for stage in self.of_stage:
                self.unleaf(stage)
            self.unleaf(self.of_embedding)
            self.rewrite()
        return self.job["step"].to(torch.device("cpu"))

    # uses the device, which makes it known to libtorch's allocator
    def touch(self) -> Tensor:
        return torch.zeros([1], device=torch.device(self.device)).to(torch.device("cpu"))

    # ---- the data of a job ----

    # latents' mean and deviation [N, C, h, w] (scaled); text [N or 1, 77, width], pooled text, time ids [N or 1, 6]
    def put_data(self, mean: Tensor, deviation: Tensor, context: Tensor, pooled: Tensor, time_ids: Tensor) -> Tensor:
        device = torch.device(self.device)
        self.job["mean"] = mean.to(device, copy=True)
        self.job["deviation"] = deviation.to(device, copy=True)
        self.job["context"] = context.to(device, self.dtype, copy=True)
        self.job["pooled"] = pooled.to(device, self.dtype, copy=True)
        self.job["time_ids"] = time_ids.to(device, copy=True)
        return time_ids

    # tables over the timesteps: factor of the sample, factor of the noise, weight of the loss
    def put_schedule(self, signal: Tensor, noise: Tensor, weight: Tensor) -> Tensor:
        device = torch.device(self.device)
        self.schedule["signal"] = signal.to(device, copy=True)
        self.schedule["noise"] = noise.to(device, copy=True)
        self.schedule["weight"] = weight.to(device, copy=True)
        return weight

    # target: 0 noise, 1 velocity, 2 sample; pictures that are computed at once; for each stage 1 if its activations are kept
    def put_settings(self, numbers: Tensor, keeps: Tensor) -> Tensor:
        values = annotate(List[float], numbers.tolist())
        self.target = int(values[0])
        self.at_once = int(values[1])
        self.noise_offset = values[2]
        self.clip = values[3]
        self.keeps = annotate(List[int], keeps.tolist())
        if self.device == "cpu":
            self.generator = torch.Generator(device=torch.device("cpu"))
        return numbers

    # what AdamW multiplies by at each step, [steps, 3]; see adamw
    def put_rates(self, rates: Tensor) -> Tensor:
        device = torch.device(self.device)
        self.job["rates"] = rates.to(device, copy=True)
        self.job["results"] = torch.zeros([rates.size(0), 2], dtype=6, device=device)
        return rates

    # the pictures of every step of the job: [steps, batch]
    def put_order(self, order: Tensor) -> Tensor:
        self.job["order"] = order.to(torch.device(self.device), copy=True)
        return order

    # ---- a step ----

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

    # ---- the gradient, stage by stage ----

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

    # ---- without training ----

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
