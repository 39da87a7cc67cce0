    # hands a weight over; the copy is the module's own
    def put(self, name: str, value: Tensor) -> Tensor:
        self.w[name] = value.to(torch.device(self.device), self.dtype, copy=True)
        return value

    # the same from the bytes of bf16 numbers
    def put_bf16(self, name: str, raw: Tensor, shape: Tensor) -> Tensor:
        numbers = torch.view_copy(raw, dtype=15).view(annotate(List[int], shape.tolist()))
        self.w[name] = numbers.to(torch.device(self.device), self.dtype, copy=True)
        return raw
