"""Writes spec/fitted.lua: small files, and what Pillow makes of them in one size.

usage: python3 spec/fitted.py > spec/fitted.lua    (at the project's root)
"""
import io
import struct
import zlib

from PIL import Image

FILTERS = {"bicubic": Image.BICUBIC, "bilinear": Image.BILINEAR,
           "box": Image.BOX}
BACKGROUND = (51, 128, 204)  # 0.2, 0.502, 0.8


def noise(count, seed):
    value, out = seed, []
    for _ in range(count):
        value = (1103515245 * value + 12345) % 2 ** 31
        out.append(value >> 23)
    return bytes(out)


def picture(mode, width, height):
    channels = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}[mode]
    return Image.frombytes(mode, (width, height),
                           noise(width * height * channels, width + height))


def opaque(image, channels, over):
    """One or three channels; alpha over the background, or dropped."""
    has_alpha = image.mode in ("LA", "RGBA") or "transparency" in image.info
    base = image.convert("RGBA").convert("RGB") if has_alpha else image
    if has_alpha and over:
        full = image.convert("RGBA")
        base = Image.new("RGB", image.size, BACKGROUND)
        base.paste(full.convert("RGB"), mask=full.getchannel("A"))
    if channels == 1:
        return base if base.mode == "L" else base.convert("RGB").convert("L")
    return base.convert("RGB")


def scaled(n, scale):
    return max(1, int(n * scale + 0.5))


def fitted(image, height, width, fit, name):
    down, across = height / image.height, width / image.width
    if fit == "stretch":
        return image.resize((width, height), FILTERS[name])
    scale = (max if fit == "crop" else min)(down, across)
    h, w = scaled(image.height, scale), scaled(image.width, scale)
    if fit == "crop":
        h, w = max(h, height), max(w, width)
        top, left = (h - height) // 2, (w - width) // 2
        return image.resize((w, h), FILTERS[name]).crop(
            (left, top, left + width, top + height))
    h, w = min(h, height), min(w, width)
    whole = Image.new("RGB", (width, height), BACKGROUND).convert(image.mode)
    whole.paste(image.resize((w, h), FILTERS[name]),
                ((width - w) // 2, (height - h) // 2))
    return whole


def text(data):
    digits = data.hex()
    return '"' + '" ..\n    "'.join(
        digits[k:k + 100] for k in range(0, len(digits), 100)) + '"'


def write(name, ending, data, height, width, channels=3, fit="crop",
          kernel="bicubic", over=True, within=1):
    image = opaque(Image.open(io.BytesIO(data)), channels, over)
    pixels = fitted(image, height, width, fit, kernel).tobytes()
    background = "{0.2, 0.502, 0.8}" if over else "false"
    print(f'  {{name = "{name}", ending = "{ending}", within = {within},\n'
          f"   options = {{size = {{{height}, {width}}}, channels = {channels},"
          f' fit = "{fit}", filter = "{kernel}",\n'
          f"              background = {background}}},\n"
          f"   file = {text(data)},\n   pixels = {text(pixels)}}},")


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png(bits, colour, width, height, rows, extra=b""):
    """By hand, for what Pillow does not write."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))
    body = b"".join(b"\0" + row for row in rows)
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour,
                                       0, 0, 0)) + extra +
            chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b""))


print("-- Written by spec/fitted.py with Pillow: do not edit.\nreturn {")
for fit in "crop", "pad", "stretch":
    for kernel in FILTERS:
        for h, w in (5, 7), (13, 4):
            write(f"{fit}, {kernel}, to {h}x{w}", "png",
                  saved(picture("RGB", 11, 6), "PNG"), h, w, fit=fit,
                  kernel=kernel)
for fit in "crop", "pad", "stretch":
    write(f"{fit}, a tall one", "png", saved(picture("RGB", 4, 13), "PNG"), 5,
          5, fit=fit)
for mode in "L", "LA", "RGB", "RGBA":
    for channels in 1, 3:
        for over in True, False:
            write(f"{mode} to {channels}, {over and 'over' or 'dropped'}",
                  "png", saved(picture(mode, 5, 4), "PNG"), 4, 3, channels,
                  over=over)
write("one bit", "png", saved(picture("L", 9, 5).convert("1"), "PNG"), 4, 4)
palette = picture("RGB", 6, 5).quantize(7)
write("palette", "png", saved(palette, "PNG"), 4, 4)
write("palette with a clear colour", "png",
      saved(palette, "PNG", transparency=2), 5, 6)
write("two bits", "png", png(2, 0, 4, 3, [b"\x1b", b"\xe4", b"\x6c"]), 3, 4)
write("four bits", "png", png(4, 0, 4, 2, [b"\x01\x9f", b"\xc8\x35"]), 2, 4)
write("16 bits of colour", "png", png(16, 2, 3, 2, [noise(18, 5), noise(18, 9)]),
      2, 3)
write("interlaced gAMA is left alone", "png",
      png(8, 0, 4, 2, [noise(4, 1), noise(4, 2)],
          struct.pack(">I", 4) + b"gAMA" + struct.pack(">I", 100000) +
          struct.pack(">I", zlib.crc32(b"gAMA" + struct.pack(">I", 100000)))),
      2, 4)
smooth = Image.new("RGB", (33, 20))
smooth.putdata([(7 * x % 256, 11 * y % 256, (3 * x + 5 * y) % 256)
                for y in range(20) for x in range(33)])
for kind, image, more in (("baseline", smooth, {}),
                          ("progressive", smooth, {"progressive": True}),
                          ("gray", smooth.convert("L"), {}),
                          ("CMYK", picture("CMYK", 8, 8), {"quality": 95})):
    for fit in "crop", "pad":
        write(f"JPEG, {kind}, {fit}", "jpg", saved(image, "JPEG", **more), 8, 6,
              fit=fit, within=3)
print("}")
