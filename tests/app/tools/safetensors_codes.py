# SPDX-License-Identifier: GPL-3.0-or-later
# safetensors_codes.py FILE WEIGHT LOG_ALPHA LOW HIGH : reads a safetensors file with NumPy alone and prints how many
# weights lie on each grid point, lowest first.
import json
import struct
import sys

import numpy

path, weight, log_alpha, low, high = sys.argv[1:]
with open(path, "rb") as file:
    content = file.read()
(length,) = struct.unpack("<Q", content[:8])
header = json.loads(content[8 : 8 + length])


def tensor(name):
    entry = header[name]
    first, last = entry["data_offsets"]
    values = numpy.frombuffer(content[8 + length + first : 8 + length + last], dtype={"F32": "<f4"}[entry["dtype"]])
    return values.reshape(entry["shape"])


alpha = numpy.exp(tensor(log_alpha))
codes = numpy.clip(numpy.floor(tensor(weight) / alpha + numpy.float32(0.5)), int(low), int(high)).astype(int)
print(" ".join(str(n) for n in numpy.bincount(codes.ravel() - int(low), minlength=int(high) - int(low) + 1)))
