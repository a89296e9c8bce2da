"""Writes spec/arrays.lua: small npz files as NumPy and zipfile write them.

usage: python3 spec/arrays.py > spec/arrays.lua    (at the project's root)
"""
import io
import zipfile

import numpy as np

VALUES = [[0, 1, 2], [100, 77, 5]]
SIGNED = [[0, -1, 2], [100, -77, 5]]
REALS = [[1.5, -2, 3], [0, 0.25, -7]]


def all_types(order):
    arrays = {}
    for kind in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4",
                 "u8", "b1"):
        values = {"f": REALS, "i": SIGNED, "u": VALUES,
                  "b": [[1, 0, 1], [0, 0, 1]]}[kind[0]]
        arrays[kind] = np.array(values).astype(order + kind)
    return arrays


def archive(write):
    file = io.BytesIO()
    write(file)
    return file.getvalue()


class Stream(io.RawIOBase):
    """What cannot go back, so that sizes follow the bytes."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def write(self, piece):
        self.bytes += bytes(piece)
        return len(piece)


def npy(x):
    return archive(lambda file: np.save(file, x))


def zipped(file, arrays, comment=b"", method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(file, "w", method) as z:
        for name, x in arrays.items():
            z.writestr(name + ".npy", npy(x))
        z.comment = comment


def with_limit(arrays, **limits):
    """zip64, which zipfile writes for large archives, for a small one."""
    before = {key: getattr(zipfile, key) for key in limits}
    for key, value in limits.items():
        setattr(zipfile, key, value)
    try:
        return archive(lambda file: zipped(file, arrays))
    finally:
        for key, value in before.items():
            setattr(zipfile, key, value)


def text_of(values):
    if isinstance(values, list):
        return "{" + ", ".join(text_of(v) for v in values) + "}"
    return "%.17g" % float(values)


def case(name, file, arrays):
    print('  {name = "%s", arrays = {' % name)
    for key, x in arrays.items():
        x = np.asarray(x)
        print('    ["%s"] = {sizes = {%s},\n      values = %s},' % (
            key, ", ".join(str(n) for n in x.shape),
            text_of(x.astype("f8").flatten().tolist())))
    text = file.hex()
    parts = [text[k:k + 96] for k in range(0, len(text), 96)]
    print("  }, file = \"" + "\" ..\n    \"".join(parts) + "\"},")


little, big = all_types("<"), all_types(">")
shapes = {"cube": np.asfortranarray(np.arange(24.).reshape(2, 3, 4)),
          "number": np.array(2.5), "none": np.zeros((0, 3)),
          "ä b": np.arange(3.)}
pair = {"a": np.arange(3.), "b": np.ones((2, 2), "f4")}
stream = Stream()
zipped(stream, pair, method=zipfile.ZIP_DEFLATED)

print("-- Written by spec/arrays.py with NumPy: do not edit.")
print("return {")
case("savez", archive(lambda f: np.savez(f, **little)), little)
case("savez_compressed", archive(lambda f: np.savez_compressed(f, **big)), big)
case("shapes", archive(lambda f: np.savez_compressed(f, **shapes)), shapes)
case("sizes after the bytes", stream.bytes, pair)
case("a comment", archive(lambda f: zipped(f, pair, b"PK\5\6 and more")), pair)
case("zip64 entries", with_limit(pair, ZIP64_LIMIT=100), pair)
case("zip64 end", with_limit(pair, ZIP_FILECOUNT_LIMIT=1), pair)
print("}")
