"""Writes values.lua: the arguments and defaults of PyTorch's public names.

    python3 spec/reference/signatures/make.py

For each name a list of its overloads as text, "input, dim, *, keepdim = false":
what follows * is taken by name only. Of what is written in Python the
signatures are inspect's, of the rest those of the schemas that the dispatcher
has; a few functions of nn.functional have only a docstring.
"""
import inspect
import os
import re

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.optim import lr_scheduler
from torch.optim.optimizer import required

HERE = os.path.dirname(os.path.abspath(__file__))
REQUIRED = inspect.Parameter.empty


def lua(v):
    if v is None:
        return "nil"
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        return '"%s"' % v
    if isinstance(v, (list, tuple)):
        return "{%s}" % ", ".join(map(lua, v))
    if isinstance(v, (int, float)):
        return "%.15g" % v
    return getattr(v, "__name__", "...")


def text(params):
    """Of (name, default, by name only)."""
    parts, starred = [], False
    for name, default, keyword in params:
        if keyword and not starred:
            parts.append("*")
            starred = True
        parts.append(name if default is REQUIRED
                     else "%s = %s" % (name, lua(default)))
    return ", ".join(parts)


def inspected(f):
    kinds = inspect.Parameter
    params = []
    for p in inspect.signature(f).parameters.values():
        if p.kind == kinds.VAR_KEYWORD:
            continue
        name = "..." if p.kind == kinds.VAR_POSITIONAL else p.name
        default = REQUIRED if p.default is required else p.default
        params.append((name, default, p.kind == kinds.KEYWORD_ONLY))
    return params


def schemas(name):
    """The overloads of an operator but those that only name dimensions, or
    write into a tensor that is given."""
    found = []
    for s in torch._C._jit_get_schemas_for_operator("aten::" + name):
        args = s.arguments
        if re.search(r"\*,.*!\)", str(s).split(") ->")[0] + ")"):
            continue
        if re.search(r"Dimname|dimname|_names?$|^(str|int|float|complex|"
                     r"Scalar|t|Scalar_.*)$", s.overload_name):
            continue
        params = [(a.name,
                   a.default_value if a.has_default_value() else REQUIRED,
                   a.kwarg_only) for a in args]
        # what the bindings of Python add to all that makes tensors
        if {"dtype", "layout", "device"} <= {a.name for a in args}:
            params.append(("requires_grad", False, True))
        line = text(params)
        if line not in found:
            found.append(line)
    return found


def documented(f):
    """From the first line of a docstring: f(x, weight, bias=None) -> Tensor."""
    call = re.match(r"\s*\w+\((.*?)\) ?->", f.__doc__ or "", re.S)
    if not call:
        return []
    parts = re.sub(r"\s*=\s*", " = ", re.sub(r"\s+", " ", call.group(1)))
    for python, ours in (("None", "nil"), ("True", "true"), ("False", "false"),
                         ("'", '"')):
        parts = parts.replace(python, ours)
    return [re.sub(r"(^|, )\*\w+", r"\1...", parts)]


def overloads(f, *names):
    """Of a function: its own signature, or the schemas of these names. What
    TorchScript has under these two is another."""
    if names[0] in ("tensor", "einsum"):
        return documented(f)
    try:
        params = inspected(f)
        if [p[0] for p in params] != ["..."]:
            return [text(params)]
    except (TypeError, ValueError):
        pass
    return next(filter(None, map(schemas, names)), []) or documented(f)


def public(module):
    return [n for n in sorted(dir(module)) if not n.startswith("_")]


def functions():
    """torch.f, and the methods of tensors."""
    found = {}
    for name in sorted(set(public(torch)) | set(public(torch.Tensor))):
        f = getattr(torch, name, getattr(torch.Tensor, name, None))
        method = getattr(torch.Tensor, name, f)
        if not callable(f) or inspect.isclass(f) or inspect.ismodule(f):
            continue
        if getattr(f, "__module__", "") == "torch._linalg_utils":
            continue  # given up: they only raise
        lines = []
        for g in (f, method):
            lines += [s for s in overloads(g, name) if s not in lines]
        found[name] = lines
    for name in public(torch.linalg):
        f = getattr(torch.linalg, name)
        if callable(f) and not inspect.isclass(f):
            found["linalg." + name] = overloads(f, "linalg_" + name)
    return found


def functional():
    found = {}
    for name in public(F):
        f = getattr(F, name)
        if not callable(f) or inspect.isclass(f) or name[0].isupper():
            continue
        if hasattr(F, name + "_with_indices"):
            f = getattr(F, name + "_with_indices")
        found["nn.functional." + name] = overloads(f, name)
    return found


def classes(prefix, module, base):
    found = {}
    for name in public(module):
        c = getattr(module, name)
        if not inspect.isclass(c) or not issubclass(c, base) or c is base:
            continue
        params = inspected(c.__init__)[1:]
        if [p[0] for p in params] == ["...", "..."] or params[:1] == [
                ("...", REQUIRED, False)]:
            params = recurrent(name) or params
        found[prefix + name] = [text(params)]
    return found


def recurrent(name):
    """RNN and its like take *args and **kwargs; what they read stands in their
    documentation."""
    doc = getattr(nn, name).__doc__ or ""
    base = inspected(nn.RNNBase.__init__)[2:]
    if name not in ("RNN", "LSTM", "GRU"):
        return None
    read = set(re.findall(r"^        (\w+):", doc, re.M))
    params = [p for p in base if p[0] in read]
    if name == "RNN":
        params.insert(3, ("nonlinearity", "tanh", False))
    return params


def members(prefix, module, names):
    return {prefix + n: [text(inspected(getattr(module, n)))] for n in names}


def everything():
    found = {**functions(), **functional(), **classes("nn.", nn, nn.Module),
             **classes("optim.", optim, optim.Optimizer)}
    for name in public(lr_scheduler):
        c = getattr(lr_scheduler, name)
        if inspect.isclass(c) and hasattr(c, "step") and name[0].isupper():
            found["optim.lr_scheduler." + name] = [
                text(inspected(c.__init__)[1:])]
    found.update(members("nn.init.", nn.init, [
        n for n in public(nn.init)
        if n.endswith("_") or n == "calculate_gain"]))
    found.update(members("nn.utils.", nn.utils,
                         ["clip_grad_norm_", "clip_grad_value_", "weight_norm",
                          "spectral_norm", "remove_weight_norm",
                          "remove_spectral_norm", "parameters_to_vector",
                          "vector_to_parameters", "fuse_conv_bn_eval"]))
    found.update(members("nn.utils.", nn.utils.fusion,
                         ["fuse_linear_bn_eval"]))
    found.update(members("nn.utils.rnn.", nn.utils.rnn,
                         ["pad_sequence", "unpad_sequence"]))
    for prefix, c in (("nn.Module:", nn.Module),
                      ("optim.Optimizer:", optim.Optimizer)):
        found.update(members(prefix, c, [n for n in public(c)
                                         if inspect.isfunction(getattr(c, n))]))
    found.update(members("", torch.autograd, ["grad"]))
    for name in ("hessian", "hvp", "jacobian", "jvp", "vjp"):
        found.update(members("autograd.", torch.autograd.functional, [name]))
    return found


with open(os.path.join(HERE, "values.lua"), "w") as out:
    out.write("-- Made by make.py with PyTorch %s.\n-- luacheck: ignore\n"
              "return {\n" % torch.__version__)
    for name, lines in sorted(everything().items()):
        if lines:
            out.write("[%s] = {%s},\n" % (lua(name), ", ".join(
                "[=[%s]=]" % line for line in lines)))
    out.write("}\n")
