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
