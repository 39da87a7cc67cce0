    # the moments on the CPU
    def moments(self, picture: Tensor) -> Tensor:
        return self.encode(picture.to(torch.device(self.device))).to(torch.device("cpu"))
