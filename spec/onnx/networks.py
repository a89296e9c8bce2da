"""Networks of torchvision with weights at random as ONNX files, with what they
compute in evaluation mode:

    python3 spec/onnx/networks.py folder opset

writes NAME.onnx, NAME.x.npy and NAME.y.npy, and prints the names.
"""
import sys
import warnings

import numpy
import torch
from torchvision import models

warnings.filterwarnings("ignore")
NAMES = """alexnet vgg11_bn resnet18 squeezenet1_1 densenet121 googlenet
inception_v3 mobilenet_v2 mobilenet_v3_small shufflenet_v2_x0_5 mnasnet0_5
efficientnet_b0 regnet_y_400mf convnext_tiny vit_b_16 swin_t"""
# the smallest that is exported, where it is not 64
SIZES = {"alexnet": 224, "vgg11_bn": 224, "inception_v3": 96, "vit_b_16": 32}
MORE = {"vit_b_16": {"image_size": 32},
        "googlenet": {"aux_logits": False, "init_weights": True},
        "inception_v3": {"aux_logits": False, "init_weights": True}}

folder, opset = sys.argv[1], int(sys.argv[2])
for name in NAMES.split():
    torch.manual_seed(1)
    module = getattr(models, name)(weights=None, **MORE.get(name, {})).eval()
    with torch.no_grad():
        for p in module.parameters():
            p.add_(0.01 * torch.randn_like(p))  # no two the same, none 0
    size = SIZES.get(name, 64)
    x = torch.randn(1, 3, size, size)
    path = "%s/%s." % (folder, name)
    torch.onnx.export(module, x, path + "onnx", opset_version=opset)
    numpy.save(path + "x.npy", x.numpy())
    numpy.save(path + "y.npy", module(x).detach().numpy())
    print(name)
