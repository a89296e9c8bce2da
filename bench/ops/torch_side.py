"""PyTorch's side of bench/ops/run.lua: reads one JSON value a line, answers it.

{"rivals", "inputs", "seconds"} prepares a case, of which "forward" and
"backward" then time one block each: seconds a call of the fastest rival, by the
time that the process computes. Answers are {"seconds"} or {"error"}.
"""
import json
import sys
import time
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, "bench")
from torch_mbd import MBD, MBDCdist

warnings.simplefilter("ignore")
torch.set_num_threads(1)
torch.manual_seed(0)


def definite(sizes):
    x = torch.randn(sizes)
    return x @ x.transpose(-2, -1) / sizes[-1] + torch.eye(sizes[-1])


# what lunette_side.lua has, by the first letter of a name
DRAW = {"a": lambda s: torch.rand(s) + 1.5,
        "g": lambda s: torch.rand(s) * 2 - 1,
        "p": lambda s: torch.rand(s) * 1.5 + 0.5,
        "s": definite,
        "u": lambda s: torch.rand(s) * 0.9 + 0.05}
PLAIN = {"i": lambda s, of: torch.randint(0, of, s),
         "m": lambda s, of: torch.rand(s) > 0.5,
         "o": lambda s, of: (torch.rand(s) > 0.5) * 2.0 - 1,
         "q": lambda s, of: torch.rand(s) * 0.9 + 0.05,
         "r": lambda s, of: torch.rand(s) * 1.5 + 0.5,
         "t": lambda s, of: torch.randn(s)}


def parameters(sizes):
    values = [torch.randn(sizes, requires_grad=True) for _ in range(10)]
    for value in values:
        value.grad = torch.randn(sizes)
    return values


def value_of(name, sizes, of):
    if name == "params":
        return parameters(sizes)
    if name[0] in PLAIN:
        return PLAIN[name[0]](sizes, of)
    return DRAW.get(name[0], torch.randn)(sizes).requires_grad_()


def seconds_of(f, calls):
    start = time.process_time()
    for _ in range(calls):
        f()
    return time.process_time() - start


def timer(f, seconds):
    calls, taken = 1, seconds_of(f, 1)
    while taken < seconds / 2:
        calls *= 2
        taken = seconds_of(f, calls)
    calls = max(1, int(calls * seconds / taken))
    return lambda: seconds_of(f, calls) / calls


def first(y):
    return y[0] if isinstance(y, (tuple, list)) else y


class Case:
    """One way of PyTorch's to compute a case."""

    def __init__(self, rival, inputs, seconds):
        env = {"torch": torch, "nn": nn, "F": F, "optim": torch.optim,
               "MBD": MBD, "MBDCdist": MBDCdist}
        for put in inputs:
            env[put["name"]] = value_of(put["name"], put["sizes"], put["of"])
        leaves = [x for x in env.values()
                  if isinstance(x, torch.Tensor) and x.requires_grad]
        if "made" in rival:
            env["made"] = eval(rival["made"], env)
            if isinstance(env["made"], nn.Module):
                leaves += env["made"].parameters()
        self.f, self.leaves = eval("lambda: " + rival["code"], env), leaves
        self.seconds, self.timers = seconds, {}

    def forward(self):
        with torch.no_grad():
            time = timer(self.f, self.seconds)

        def call():
            with torch.no_grad():
                return time()
        return call

    def backward(self):
        cotangent = torch.randn_like(first(self.f()))
        return timer(lambda: torch.autograd.grad(
            first(self.f()), self.leaves, cotangent, allow_unused=True),
            self.seconds)

    def time(self, what):
        if what not in self.timers:
            self.timers[what] = getattr(self, what)()
        return self.timers[what]()


def answer(line, cases):
    query = json.loads(line)
    if isinstance(query, str):
        return {"seconds": min(case.time(query) for case in cases)}
    cases.clear()
    cases += [Case(rival, query["inputs"], query["seconds"])
              for rival in query["rivals"]]
    return {"seconds": 0}


def main():
    cases = []
    for line in sys.stdin:
        try:
            told = answer(line, cases)
        except Exception as why:
            told = {"error": " ".join(str(why).split())[:200]}
        print(json.dumps(told), flush=True)


main()
