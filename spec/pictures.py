"""Writes spec/pictures.lua: small files and what Pillow reads in them.

usage: python3 spec/pictures.py > spec/pictures.lua    (at the project's root)
"""
import io

from PIL import Image, ImageOps

ORIENTATION = 0x0112


def picture(mode, width, height):
    channels = len(mode) if mode != "P" else 3
    values = bytes((7 * k * k + 31 * k + 64 * (k // width)) % 256
                   for k in range(width * height * channels))
    image = Image.frombytes("RGB" if mode == "P" else mode, (width, height),
                            values)
    return image.quantize(7) if mode == "P" else image


def smooth(width, height):
    """Colours that JPEG keeps, larger than one block of 16."""
    image = Image.new("RGB", (width, height))
    image.putdata([(13 * x % 256, 11 * y % 256, (5 * x + 7 * y) % 256)
                   for y in range(height) for x in range(width)])
    return image


def upright(orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif


def case(name, image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    read = ImageOps.exif_transpose(Image.open(io.BytesIO(file.getvalue())))
    if read.mode == "P":
        read = read.convert("RGB")
    print(f'  {{name = "{name}", width = {read.width}, height = {read.height},'
          f' channels = {len(read.getbands())},')
    for field, value in ("file", file.getvalue()), ("pixels", read.tobytes()):
        text = value.hex()
        print(f"   {field} = \"{text[:76]}\"" + "".join(
            f' ..\n    "{text[k:k + 80]}"' for k in range(76, len(text), 80)) +
            ("}," if field == "pixels" else ","))


print("-- Written by spec/pictures.py with Pillow: do not edit.\nreturn {")
case("jpeg, gray", smooth(19, 10).convert("L"), "JPEG")
case("jpeg, subsampled", smooth(19, 18), "JPEG", quality=40)
case("jpeg, full colours", smooth(9, 5), "JPEG", quality=95, subsampling=0)
case("jpeg, progressive", smooth(19, 10), "JPEG", progressive=True)
for o in range(1, 9):
    case(f"jpeg, orientation {o}", smooth(5, 3).convert("L"), "JPEG",
         exif=upright(o))
case("png, orientation 6", picture("RGB", 5, 3), "PNG", exif=upright(6))
case("png, palette", picture("P", 5, 3), "PNG")
print("}")
