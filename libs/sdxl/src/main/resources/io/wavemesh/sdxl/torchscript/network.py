    # hands a weight over; the copy is the module's own
    def put(self, name: str, value: Tensor) -> Tensor:
        self.own(name, value)
        return value

    # Bytes travel before they are converted, so that the device does it; convolutions' weights may lie channels-last.
    def own(self, name: str, value: Tensor) -> None:
        place = torch.device(self.device)
        weight = value
        if self.device != "cpu":
            weight = value.to(place, copy=True)
        weight = weight.to(place, self.dtype, copy=self.device == "cpu")
        if self.channels_last and weight.dim() == 4:
            weight = weight.contiguous(memory_format=2)
        self.w[name] = weight

    # the same from the bytes of bf16 numbers
    def put_bf16(self, name: str, raw: Tensor, shape: Tensor) -> Tensor:
        numbers = torch.view_copy(raw, dtype=15).view(annotate(List[int], shape.tolist()))
        self.own(name, numbers)
        return raw
