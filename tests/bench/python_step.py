#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The FP32 step of bench_step.cpp in Python's torch: 32C5-MP2-64C5-MP2-512FC-10, batch 128, Adam, one thread.

    python_step.py [--steps N] [--batch B]    prints the median of N steps in milliseconds of processor time
    python_step.py --serve [--batch B]        makes one step for every line it reads and answers with its seconds

Give it the allocator that the C++ program sets for itself:
    MALLOC_MMAP_THRESHOLD_=33554432 MALLOC_TRIM_THRESHOLD_=-1 MALLOC_TOP_PAD_=67108864 MALLOC_ARENA_MAX=1
    MALLOC_MMAP_MAX_=0 OPENBLAS_NUM_THREADS=1
"""

import argparse
import statistics
import sys
import time

import torch


def make_step(batch):
    torch.set_num_threads(1)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 32, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(32, 64, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(1024, 512), torch.nn.ReLU(), torch.nn.Linear(512, 10))
    adam = torch.optim.Adam(net.parameters(), lr=1e-6)
    loss_of = torch.nn.CrossEntropyLoss()
    inputs, labels = torch.randn(batch, 1, 28, 28), torch.randint(10, (batch,))

    def step():
        start = time.process_time()
        adam.zero_grad()
        loss_of(net(inputs), labels).backward()
        adam.step()
        return time.process_time() - start

    return step


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=21)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()
    step = make_step(options.batch)
    if options.serve:
        for _ in sys.stdin:
            print(repr(step()), flush=True)
        return
    step()
    print("%.2f ms" % (1000 * statistics.median(step() for _ in range(options.steps))))


if __name__ == "__main__":
    main()
