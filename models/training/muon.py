"""Muon (Jordan et al. 2024): momentum whose matrix is made nearly orthogonal, so that every direction learns alike."""
import torch

# Five steps of X <- (aI + bXX' + c(XX')^2)X lift singular values from 0.001 to about 1 (the author's coefficients).
STEPS, A, B, C = 5, 3.4445, -4.7750, 2.0315
# Brings an update's root mean square to that of Adam's (Liu et al. 2025), so that one learning rate serves both.
LIKE_ADAM = 0.2


class Muon(torch.optim.Optimizer):
    """For convolution kernels, seen as matrices [outputs, inputs x height x width]."""

    def __init__(self, parameters, lr, momentum=0.95, weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for kernel in group["params"]:
                state = self.state[kernel]
                if not state:
                    state["momentum"] = torch.zeros_like(kernel.grad)
                momentum = state["momentum"].lerp_(kernel.grad, 1 - group["momentum"])
                ahead = kernel.grad.lerp(momentum, group["momentum"]).flatten(1)
                update = orthogonal(ahead).view_as(kernel) * (LIKE_ADAM * max(ahead.shape) ** 0.5)
                kernel.mul_(1 - group["lr"] * group["weight_decay"]).sub_(update, alpha=group["lr"])


def orthogonal(matrix):
    """The iteration runs on the small square XX' alone; the matrix itself is multiplied once, at the end."""
    x = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    square = x @ x.T
    square = square / (square.trace() + 1e-12)
    factor = torch.eye(len(square), device=x.device)
    scale = x.norm() + 1e-6
    for _ in range(STEPS):
        step = A * torch.eye(len(square), device=x.device) + B * square + C * square @ square
        factor = step @ factor
        square = step @ square @ step
    result = factor @ x / scale
    return result.T if matrix.shape[0] > matrix.shape[1] else result
