# Sets autograd for a block and restores it, also after an error.
class grad_mode:
    previous : bool
    wanted : bool

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.previous = False

    def __enter__(self) -> None:
        self.previous = torch.is_grad_enabled()
        torch.set_grad_enabled(self.wanted)

    def __exit__(self, type: Any, value: Any, traceback: Any) -> None:
        torch.set_grad_enabled(self.previous)


# A sparse matrix times a vector, its rows sorted by falling length: entry r of all rows that have one, r = 0, 1, ...;
# every row is summed in the order of its entries, whatever the device and the number of threads.
def jagged_product(matrix: Dict[str, Tensor], lengths: List[int], x: Tensor) -> Tensor:
    index = matrix["index"]
    weight = matrix["weight"]
    sums = torch.zeros([matrix["place"].size(0)], dtype=6, device=x.device)
    start = 0
    for rows in lengths:
        entries = torch.mul(weight.narrow(0, start, rows), x.index_select(0, index.narrow(0, start, rows)))
        sums.narrow(0, 0, rows).add_(entries)
        start += rows
    return sums.index_select(0, matrix["place"])

