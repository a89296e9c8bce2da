"""Learning rates of two groups over 20 steps, and momenta of the first.

    python3 spec/reference/training/schedulers.py
"""
import warnings

import torch
from torch.optim import SGD, Adam
from torch.optim import lr_scheduler as S
from words import write

warnings.filterwarnings("ignore")
STEPS = 20
functions = {"ninth": lambda t: 0.9 if t % 2 else 0.8, "half": lambda t: 0.5 ** t, "root": lambda t: 1 / (1 + t) ** 0.5}
MEASURES = [5, 4, 3.9999, 3.9998, 4, 4.1, 3, 3, 3, 3, 3, 3, 2.9, 3, 3, 3, 3, 1, 1, 1]
cases = []


def optimizer(make=SGD):
    x, y = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    more = {"momentum": 0.9} if make is SGD else {"betas": (0.9, 0.99)}
    return make([{"params": [x], "lr": 0.1}, {"params": [y], "lr": 0.5}], lr=0.1, **more)


def build(o, name, args, options):
    if name in ("LambdaLR", "MultiplicativeLR"):
        f = [functions[a] for a in args]
        return getattr(S, name)(o, f if len(f) > 1 else f[0])
    if name == "ChainedScheduler":
        return S.ChainedScheduler([build(o, *p) for p in args])
    if "scale_fn" in options:
        options = {**options, "scale_fn": functions[options["scale_fn"]]}
    if name == "SequentialLR":
        return S.SequentialLR(o, [build(o, *p) for p in args[:-1]], args[-1])
    return getattr(S, name)(o, *args, **options)


def row(o):
    g = o.param_groups
    m = g[0]["betas"][0] if "betas" in g[0] else g[0]["momentum"]
    return [g[0]["lr"], g[1]["lr"], m]


def add(*parts, make=SGD):
    """parts: (name, args, options), several of which run side by side."""
    o = optimizer(make)
    all = [build(o, *p) for p in parts]
    rows = [row(o)]
    for k in range(STEPS):
        o.step()
        for s in all:
            s.step(MEASURES[k]) if parts[0][0] == "ReduceLROnPlateau" else s.step()
        rows.append(row(o))
    cases.append({"parts": [list(p) for p in parts], "rows": rows,
                  "optimizer": make.__name__})


add(("StepLR", [3], {}))
add(("StepLR", [4], {"gamma": 0.5}))
add(("MultiStepLR", [[2, 5, 5, 11]], {"gamma": 0.3}))
add(("MultiStepLR", [[3]], {}))
add(("ExponentialLR", [0.9], {}))
add(("ConstantLR", [], {}))
add(("ConstantLR", [], {"factor": 0.25, "total_iters": 8}))
add(("LinearLR", [], {}))
add(("LinearLR", [], {"start_factor": 0.1, "end_factor": 0.7, "total_iters": 12}))
add(("LinearLR", [], {"start_factor": 1.0, "end_factor": 0.0, "total_iters": 10}))
add(("PolynomialLR", [], {}))
add(("PolynomialLR", [], {"total_iters": 15, "power": 2.5}))
add(("CosineAnnealingLR", [6], {}))
add(("CosineAnnealingLR", [25], {"eta_min": 0.01}))
add(("CosineAnnealingLR", [1], {"eta_min": 0.01}))
add(("CosineAnnealingWarmRestarts", [4], {}))
add(("CosineAnnealingWarmRestarts", [2], {"T_mult": 2, "eta_min": 0.02}))
add(("OneCycleLR", [0.8], {"total_steps": 21}))
add(("OneCycleLR", [0.8], {"total_steps": 30, "anneal_strategy": "linear",
                           "pct_start": 0.4, "div_factor": 10.0, "final_div_factor": 50.0}))
add(("OneCycleLR", [[0.8, 0.2]], {"epochs": 5, "steps_per_epoch": 5, "three_phase": True,
                                  "base_momentum": 0.5, "max_momentum": 0.7}), make=Adam)
add(("OneCycleLR", [0.3], {"total_steps": 21, "cycle_momentum": False}))
add(("LambdaLR", ["half"], {}))
add(("LambdaLR", ["half", "root"], {}))
add(("ReduceLROnPlateau", [], {"patience": 2}))
add(("ReduceLROnPlateau", [], {"patience": 1, "cooldown": 2, "factor": 0.5, "min_lr": 0.03}))
add(("ReduceLROnPlateau", [], {"mode": "max", "patience": 0, "threshold": 0.05,
                               "threshold_mode": "abs", "factor": 0.9}))
add(("ReduceLROnPlateau", [], {"patience": 1, "threshold": 0.2, "min_lr": [0.05, 0.4]}))
add(("ReduceLROnPlateau", [], {"mode": "max", "patience": 3, "eps": 0.06}))
add(("SequentialLR", [("LinearLR", [], {"start_factor": 0.1, "total_iters": 5}),
                      ("CosineAnnealingLR", [10], {}), [5]], {}))
add(("SequentialLR", [("ConstantLR", [], {"total_iters": 2}), ("ExponentialLR", [0.8], {}),
                      ("StepLR", [2], {"gamma": 0.5}), [4, 9]], {}))
add(("SequentialLR", [("LinearLR", [], {"total_iters": 3}),
                      ("CosineAnnealingWarmRestarts", [3], {"T_mult": 2}), [3]], {}))
add(("SequentialLR", [("LambdaLR", ["root"], {}), ("PolynomialLR", [], {"total_iters": 8}),
                      ("MultiStepLR", [[2, 4]], {}), [6, 14]], {}))
add(("LinearLR", [], {"start_factor": 0.2, "total_iters": 4}), ("StepLR", [5], {"gamma": 0.5}))
add(("ExponentialLR", [0.95], {}), ("CosineAnnealingLR", [8], {"eta_min": 0.001}))

add(("MultiplicativeLR", ["ninth"], {}))
add(("MultiplicativeLR", ["ninth", "root"], {}))
add(("CyclicLR", [0.1, 0.5], {"step_size_up": 4}))
add(("CyclicLR", [[0.1, 0.2], [0.5, 0.4]], {"step_size_up": 3, "step_size_down": 5,
                                            "mode": "triangular2"}))
add(("CyclicLR", [0.01, 0.5], {"step_size_up": 2, "step_size_down": 1,
                               "mode": "exp_range", "gamma": 0.9,
                               "base_momentum": 0.5, "max_momentum": 0.95}))
add(("CyclicLR", [0.1, 0.5], {"step_size_up": 3, "scale_fn": "half"}))
add(("CyclicLR", [0.1, 0.5], {"step_size_up": 3, "scale_fn": "root",
                              "scale_mode": "iterations", "cycle_momentum": False}))
add(("ChainedScheduler", [("ConstantLR", [], {"factor": 0.5, "total_iters": 4}),
                          ("ExponentialLR", [0.9], {})], {}))
add(("ChainedScheduler", [("LinearLR", [], {}), ("StepLR", [3], {}),
                          ("CosineAnnealingLR", [9], {})], {}))
add(("SequentialLR", [("MultiplicativeLR", ["ninth"], {}), ("ExponentialLR", [0.8], {}),
                      [6]], {}))

write("schedulers", cases)
