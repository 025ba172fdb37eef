# SPDX-License-Identifier: GPL-3.0-or-later
# torch_classes.py MODEL PICTURES : the class of each 28x28 picture as Python's PyTorch sees it, one a line.
import sys

import torch

model = torch.jit.load(sys.argv[1])
with open(sys.argv[2], "rb") as file:
    pictures = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).reshape(-1, 1, 28, 28)
with torch.no_grad():
    for index in model(pictures).argmax(1).tolist():
        print(index)
