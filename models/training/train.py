"""Trains the network for so many minutes: python3 train.py CACHE --minutes 60 [--resume checkpoint.pt]

The learning rate is flat, then falls linearly to zero in the last part, where pictures are also of full size; so a run
may be as long as there is time, and the next one goes on from its checkpoint: averaged weights as fp16, while the
optimisers warm up anew. On a CPU, processes of one thread each are several times faster than threads of one process.
"""
import argparse
import copy
import pathlib
import time

import torch
from torch import distributed, multiprocessing

from losses import WEIGHTS, losses
from muon import Muon
from network import PersonPose
from samples import batches

WARM_UP = 100  # steps
EMA = 0.998
# Far above what gradients have once training runs: a guard for the first steps.
LARGEST_GRADIENT = 30


class Trainer:
    """One of `--processes` equal ones, which share their gradients and their clock; the first keeps the checkpoint."""

    def __init__(self, given, rank):
        self.given, self.rank = given, rank
        self.device = given.device if given.device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
        self.half = self.device == "cuda" or "avx512_bf16" in pathlib.Path("/proc/cpuinfo").read_text()  # else emulated, 20 times slower
        network, self.samples, self.hours = PersonPose(), 0, 0.0
        if given.resume:
            past = torch.load(given.resume, map_location="cpu")
            network.load_state_dict(past["weights"])
            self.samples, self.hours = past["samples"], past["hours"]
        self.network = network.to(self.device, memory_format=torch.channels_last).train()
        self.mean = copy.deepcopy(self.network)
        self.optimisers = optimisers(self.network, given.lr)
        self.full = torch.zeros(1, dtype=torch.bool).share_memory_()
        self.sums = dict.fromkeys(WEIGHTS, 0.0)

    def run(self):
        given = self.given
        begin = told = time.monotonic()
        source = batches(given.cache, given.batch, (given.seed, self.samples, self.rank), given.shares, self.full, given.workers)
        progress = 0.0
        for step, batch in enumerate(source):
            parts = self.gradients(*batch)
            minutes = self.share((time.monotonic() - begin) / 60)
            progress = minutes / given.minutes
            self.full[0] = progress > 1 - given.falling
            self.step(min(1, (step + 1) / WARM_UP) * min(1, max(0, 1 - progress) / given.falling))
            average(self.mean, self.network, min(EMA, (step + 1) / (step + 10)))
            self.samples += given.batch * given.processes
            for name, part in parts.items():
                self.sums[name] += (0.02 if step else 1) * (part.item() - self.sums[name])
            if self.rank == 0 and (time.monotonic() - told > 30 or progress >= 1):
                told = time.monotonic()
                self.save(self.hours + minutes / 60)
                print(f"{minutes:.1f} min, {self.samples} samples, " + ", ".join(f"{n} {v:.3f}" for n, v in self.sums.items()), flush=True)
            if progress >= 1:
                return

    def gradients(self, pictures, people):
        self.network.zero_grad(set_to_none=True)
        pictures = pictures.to(self.device).float().div_(255).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.half):
            raw = self.network(pictures)
        parts = losses(raw, people.to(self.device))
        sum(WEIGHTS[name] * part for name, part in parts.items()).backward()
        return parts

    def share(self, minutes):
        """Averages the gradients of all processes in place; returns their mean clock, so that all decide alike."""
        if self.given.processes == 1:
            return minutes
        gradients = [parameter.grad for parameter in self.network.parameters()]
        flat = torch.cat([gradient.flatten() for gradient in gradients] + [torch.tensor([minutes])])
        distributed.all_reduce(flat)
        flat /= self.given.processes
        for gradient, mean in zip(gradients, flat.split([gradient.numel() for gradient in gradients] + [1])):
            gradient.copy_(mean.view_as(gradient))
        return flat[-1].item()

    def step(self, rate):
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_GRADIENT)
        for optimiser in self.optimisers:
            optimiser.param_groups[0]["lr"] = self.given.lr * rate
            optimiser.step()

    def save(self, hours):
        weights = {name: value.half() if value.is_floating_point() else value for name, value in self.mean.state_dict().items()}
        part = self.given.checkpoint.with_suffix(".part")
        torch.save({"weights": weights, "samples": self.samples, "hours": hours}, part)
        part.replace(self.given.checkpoint)


def optimisers(network, lr):
    """Kernels inside go to Muon; the first, the last, biases and norms to AdamW, as Muon's author advises."""
    inside = [module.weight for module in network.modules()
              if isinstance(module, torch.nn.Conv2d) and module.bias is None and module.in_channels > 3]
    known = {id(kernel) for kernel in inside}
    others = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return [Muon(inside, lr, weight_decay=0.05), torch.optim.AdamW(others, lr, weight_decay=0)]


def average(mean, network, keep):
    for slow, fast in zip(mean.state_dict().values(), network.state_dict().values()):
        if slow.is_floating_point():
            slow.lerp_(fast, 1 - keep)


def work(rank, given):
    torch.manual_seed(given.seed)
    torch.set_num_threads(1)
    if given.processes > 1:
        distributed.init_process_group(
            "gloo", init_method=f"tcp://127.0.0.1:{given.port}", rank=rank, world_size=given.processes)
    Trainer(given, rank).run()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cache", type=pathlib.Path)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--falling", type=float, default=0.25, help="share of the time in which the rate falls")
    arguments.add_argument("--resume", type=pathlib.Path)
    arguments.add_argument("--checkpoint", type=pathlib.Path, default=pathlib.Path(__file__).with_name("checkpoint.pt"))
    arguments.add_argument("--shares", type=float, nargs="+", default=[0.3, 0.6, 0.1], help="of the cache's groups, in their order")
    arguments.add_argument("--device", default="auto", help="auto, cpu or cuda")
    arguments.add_argument("--processes", type=int, default=1, help="as many as there are cores, on a CPU")
    arguments.add_argument("--port", type=int, default=29500, help="where the processes meet")
    arguments.add_argument("--workers", type=int, default=1, help="processes that make pictures, for each that trains")
    arguments.add_argument("--batch", type=int, default=16, help="of each process")
    arguments.add_argument("--lr", type=float, default=2e-3)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    # The first is this one: when it is ended, the others lose their peer and end too.
    for rank in range(1, given.processes):
        multiprocessing.get_context("spawn").Process(target=work, args=(rank, given)).start()
    work(0, given)


if __name__ == "__main__":
    main()
