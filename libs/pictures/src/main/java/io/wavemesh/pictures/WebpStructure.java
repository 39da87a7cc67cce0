package io.wavemesh.pictures;

import static io.wavemesh.pictures.UnusablePictureException.damaged;

/** Walks through the chunks of a WebP file (RFC 9649): sizes of canvas and frame, orientation, completeness. */
final class WebpStructure {
    private static final int VP8 = fourCc("VP8 ");
    private static final int VP8L = fourCc("VP8L");
    private static final int VP8X = fourCc("VP8X");
    private static final int EXIF = fourCc("EXIF");
    private static final int ANIMATION_FLAG = 0x02;

    private final byte[] bytes;
    private int canvasWidth;
    private int canvasHeight;
    private int frameWidth;
    private int frameHeight;
    private Orientation orientation = Orientation.TOP_LEFT;

    WebpStructure(byte[] bytes) {
        this.bytes = bytes;
    }

    PictureHeader header() {
        long riffEnd = 8 + u32(4);
        if (riffEnd > bytes.length) {
            throw damaged("the file is shorter than it says");
        }
        long position = 12;
        while (position + 8 <= riffEnd) {
            long data = position + 8;
            long end = data + u32((int) position + 4);
            if (end > riffEnd) {
                throw damaged("a chunk reaches past the end of the file");
            }
            chunk((int) u32((int) position), (int) data, (int) end);
            position = end + (end & 1);
        }
        if (frameWidth == 0 || frameHeight == 0) {
            throw damaged("the file holds no picture data");
        }
        if (canvasWidth != 0 && (canvasWidth != frameWidth || canvasHeight != frameHeight)) {
            throw damaged("canvas and frame differ in size");
        }
        return new PictureHeader(frameWidth, frameHeight, orientation);
    }

    private void chunk(int type, int data, int end) {
        if (type == VP8X) {
            if ((u8(data) & ANIMATION_FLAG) != 0) {
                throw new UnusablePictureException(PictureFault.UNSUPPORTED_TYPE, "is an animated WebP file");
            }
            canvasWidth = 1 + (u16(data + 4) | u8(data + 6) << 16);
            canvasHeight = 1 + (u16(data + 7) | u8(data + 9) << 16);
        } else if (type == VP8 || type == VP8L) {
            if (frameWidth != 0) {
                throw damaged("the file holds two frames");
            }
            frame(type, data, end);
        } else if (type == EXIF) {
            int header = end - data > 6 && bytes[data] == 'E' && bytes[data + 1] == 'x' ? 6 : 0;
            orientation = PictureHeader.orientation(bytes, data + header, end);
        }
    }

    private void frame(int type, int data, int end) {
        if (end - data < 10) {
            throw damaged("the picture data is too short");
        }
        if (type == VP8) {
            if (u8(data + 3) != 0x9D || u8(data + 4) != 0x01 || u8(data + 5) != 0x2A) {
                throw damaged("the picture data does not start with a key frame");
            }
            int firstPartition = (u16(data) | u8(data + 2) << 16) >> 5;
            if (firstPartition > end - data - 10) {
                throw damaged("the picture data is too short");
            }
            frameWidth = u16(data + 6) & 0x3FFF;
            frameHeight = u16(data + 8) & 0x3FFF;
        } else {
            long bits = u32(data + 1);
            frameWidth = 1 + (int) (bits & 0x3FFF);
            frameHeight = 1 + (int) (bits >> 14 & 0x3FFF);
        }
    }

    private static int fourCc(String text) {
        return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
    }

    private int u8(int at) {
        return bytes[at] & 0xFF;
    }

    private int u16(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    private long u32(int at) {
        return u16(at) | (long) u16(at + 2) << 16;
    }
}
