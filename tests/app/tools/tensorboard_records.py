# SPDX-License-Identifier: GPL-3.0-or-later
# tensorboard_records.py FILE : reads a TensorBoard event file by its documentation alone (TFRecord framing with masked
# CRC-32C, protocol-buffer wire format) and prints one line for each value: "TAG STEP VALUE", or for a histogram
# "TAG STEP histogram NUMBER SUM_OF_BUCKETS LIMITS_ASCEND". Status 1 at the first thing that is wrong.
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
            value -= (1 << 64) if value >= 1 << 63 else 0
        elif kind == 1:
            (value,) = struct.unpack("<d", data[at : at + 8])
            at += 8
        elif kind == 5:
            (value,) = struct.unpack("<f", data[at : at + 4])
            at += 4
        elif kind == 2:
            length, at = varint(data, at)
            value = data[at : at + length]
            if len(value) != length:
                raise SystemExit("a field goes beyond its message")
            at += length
        else:
            raise SystemExit(f"wire type {kind}")
        yield key >> 3, value


def only(data):
    return dict(fields(data))


assert crc32c(b"123456789") == 0xE3069283  # the check value of CRC-32C
with open(sys.argv[1], "rb") as file:
    content = file.read()
at = count = 0
while at < len(content):
    head = content[at : at + 8]
    (length,) = struct.unpack("<Q", head)
    (head_crc,) = struct.unpack("<I", content[at + 8 : at + 12])
    data = content[at + 12 : at + 12 + length]
    (data_crc,) = struct.unpack("<I", content[at + 12 + length : at + 16 + length])
    if head_crc != masked(head) or data_crc != masked(data):
        raise SystemExit(f"record {count}: a checksum is wrong")
    at += 16 + length
    event = only(data)
    if count == 0 and event.get(3) != b"brain.Event:2":
        raise SystemExit("the first record is not the version")
    count += 1
    for number, value in fields(event.get(5, b"")):
        entry = only(value)
        tag = entry[1].decode()
        if 5 in entry:
            histogram = only(entry[5])
            doubles = lambda raw: struct.unpack(f"<{len(raw) // 8}d", raw)
            limits, buckets = doubles(histogram[6]), doubles(histogram[7])
            ascending = len(limits) == len(buckets) and all(a < b for a, b in zip(limits, limits[1:]))
            print(tag, event.get(2, 0), "histogram", int(histogram[3]), int(sum(buckets)), ascending)
        else:
            print(tag, event.get(2, 0), repr(entry.get(2, 0.0)))
