package io.wavemesh.pictures;

/**
 * Shrinks or enlarges the shorter side to a given size and keeps the middle square, in the order of diffusers'
 * DreamBooth script for SDXL (torchvision Resize with antialias, then centre crop).
 */
final class CentreCropResize {
    private final Picture picture;
    private final int size;
    private final ResampleWindows columns;
    private final ResampleWindows rows;

    CentreCropResize(Picture picture, int size) {
        this.picture = picture;
        this.size = size;
        this.columns = windows(picture.widthPixels(), picture.heightPixels());
        this.rows = windows(picture.heightPixels(), picture.widthPixels());
    }

    /** The square as [3, size, size], values in 0..255. Holds one row of the source and the result, no more. */
    float[] planes() {
        float[] planes = new float[Math.multiplyExact(3, Math.multiplyExact(size, size))];
        float[] row = new float[3 * size];
        int open = 0;
        for (int y = rows.first(0); y < rows.end(size - 1); y++) {
            resampleRow(y, row);
            while (rows.end(open) <= y) {
                open++;
            }
            for (int out = open; out < size && rows.first(out) <= y; out++) {
                addRow(planes, out, row, rows.weight(out, y));
            }
        }
        return planes;
    }

    private ResampleWindows windows(int side, int otherSide) {
        int resized = side <= otherSide ? size : (int) ((long) size * side / otherSide);
        int from = (int) Math.rint((resized - size) / 2.0);
        return new ResampleWindows(side, resized, from, size);
    }

    private void resampleRow(int y, float[] row) {
        byte[] rgb = picture.rgb;
        int start = y * picture.widthPixels();
        for (int x = 0; x < size; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            int at = 3 * (start + columns.first(x));
            for (float weight : columns.weights(x)) {
                red += weight * (rgb[at] & 0xFF);
                green += weight * (rgb[at + 1] & 0xFF);
                blue += weight * (rgb[at + 2] & 0xFF);
                at += 3;
            }
            row[x] = red;
            row[size + x] = green;
            row[2 * size + x] = blue;
        }
    }

    private void addRow(float[] planes, int out, float[] row, float weight) {
        for (int channel = 0; channel < 3; channel++) {
            int target = (channel * size + out) * size;
            int source = channel * size;
            for (int x = 0; x < size; x++) {
                planes[target + x] += weight * row[source + x];
            }
        }
    }
}
