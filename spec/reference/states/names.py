"""PyTorch's own names for the states of what is in layers/, and their files.

    python3 spec/reference/states/names.py            writes names.lua
    python3 spec/reference/states/names.py FOLDER     writes FOLDER/family-k.pt

Those of the zoo, which PyTorch has not, are left out.

names.lua has for each family and case {[name in layers/*.lua] = name in
PyTorch} where the two differ; the files are the state of each case as
torch.save writes it, every second one as it did before PyTorch 1.6.
"""
import os
import sys
import warnings

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS = os.path.join(os.path.dirname(HERE), "layers")
sys.path.insert(0, LAYERS)
warnings.filterwarnings("ignore")
import importlib.util  # noqa: E402
import torch  # noqa: E402

spec = importlib.util.spec_from_file_location(
    "layers_make", os.path.join(LAYERS, "make.py"))
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)

states = []


def layer(text, module, *inputs, **options):
    """Takes the place of make.layer: keeps the state alone."""
    module = module.double()
    make.base.made = 0
    for i in inputs:
        if callable(i):
            i()
    make.fill(module)
    states.append(module.state_dict())


make.layer = layer


def families():
    folder = LAYERS
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".py") or name in ("make.py", "zoo.py"):
            continue
        states.clear()
        with open(os.path.join(folder, name)) as source:
            exec(compile(source.read(), name, "exec"), dict(vars(make)))
        yield name[:-3], states


def renamed(state):
    pairs = [(make.from_one(n), n) for n in state]
    return "{%s}" % ",".join('["%s"]="%s"' % p for p in pairs if p[0] != p[1])


def write_names():
    parts = []
    for name, found in families():
        cases = ["[%d]=%s" % (k + 1, renamed(s)) for k, s in enumerate(found)
                 if renamed(s) != "{}"]
        parts.append("%s={\n%s}" % (name, ",\n".join(cases)))
    with open(os.path.join(HERE, "names.lua"), "w") as out:
        out.write("-- Made by names.py with PyTorch %s.\n"
                  "-- luacheck: ignore\nreturn {\n%s}\n"
                  % (torch.__version__, ",\n".join(parts)))


def write_files(folder):
    for name, found in families():
        for k, state in enumerate(found):
            torch.save(state, "%s/%s-%d.pt" % (folder, name, k + 1),
                       _use_new_zipfile_serialization=k % 2 == 0)


if len(sys.argv) > 1:
    write_files(sys.argv[1])
else:
    write_names()
