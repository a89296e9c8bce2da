"""Weights that Lunette has written, for networks of PyTorch."""
import json
import re

import torch


def from_zero(key):
    """Lunette's 1.weight as 0.weight, weight_ih_l1 as weight_ih_l0."""
    def less(match):
        return match.group(1) + str(int(match.group(2)) - 1)
    key = re.sub(r"(^|\.)(\d+)(?=\.|$)", less, key)
    return re.sub(r"(_l)(\d+)(?=$|_)", less, key)


def read(path):
    """The tensors of a safetensors file of floats."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start, state = file.tell(), {}
        for key, entry in header.items():
            if key == "__metadata__":
                continue
            first, last = entry["data_offsets"]
            file.seek(start + first)
            flat = torch.frombuffer(bytearray(file.read(last - first)),
                                    dtype=torch.float32)
            state[from_zero(key)] = flat.reshape(entry["shape"])
    return state


def load(nets, path):
    state = read(path)
    for net_name, net in nets.items():
        head = net_name + "."
        net.load_state_dict({key[len(head):]: value
                             for key, value in state.items()
                             if key.startswith(head)})
