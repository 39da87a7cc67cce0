"""Makes the files beside this one; run with Pillow 9.4."""
from PIL import Image
import numpy as np

W, H = 96, 72
def corners(mode):
    """Four flat quadrants: red, green / blue, gray."""
    a = np.zeros((H, W, 3), np.uint8)
    a[: H // 2, : W // 2] = (200, 30, 30)
    a[: H // 2, W // 2 :] = (30, 200, 30)
    a[H // 2 :, : W // 2] = (30, 30, 200)
    a[H // 2 :, W // 2 :] = (120, 120, 120)
    return Image.fromarray(a).convert(mode)

exif = Image.Exif(); exif[0x0112] = 6
corners("RGB").save("lossy.webp", quality=95)
corners("RGB").save("lossless.webp", lossless=True)
corners("RGB").save("oriented.webp", quality=95, exif=exif)
alpha = corners("RGBA"); alpha.putalpha(Image.new("L", (W, H), 128)); alpha.save("alpha.webp", lossless=True)
corners("RGB").save("animated.webp", save_all=True, append_images=[corners("L").convert("RGB")])
corners("CMYK").save("cmyk.jpg", quality=95)
corners("RGB").save("progressive.jpg", quality=95, progressive=True)
corners("L").save("gray.jpg", quality=95)
corners("RGB").save("picture.gif")

y, x, c = np.mgrid[0:53, 0:37, 0:3]
source = ((x * 7 + y * 13 + c * 50 + (x * y) % 31 * 3) % 256).astype(np.uint8)
for size in (16, 64):
    image = Image.fromarray(source)
    w, h = (size, int(size * 53 / 37))
    image = image.resize((w, h), Image.BILINEAR)
    top = int(round((h - size) / 2.0))
    crop = np.asarray(image)[top : top + size]
    np.savetxt("resized-%d.csv" % size, crop.reshape(size, -1), fmt="%d", delimiter=",")
