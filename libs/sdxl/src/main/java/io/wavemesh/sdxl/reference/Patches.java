package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.Convolution;

/** What a convolution sees at each output pixel, laid out as rows. */
record Patches(Convolution shape, int height, int width) {

    int outHeight() {
        return (height + shape.padStart() + shape.padEnd() - shape.kernel()) / shape.stride() + 1;
    }

    int outWidth() {
        return (width + shape.padStart() + shape.padEnd() - shape.kernel()) / shape.stride() + 1;
    }

    /**
     * @param x [B, in, height, width]
     * @param n which picture of the batch
     * @return [outHeight · outWidth, in · kernel · kernel], zeros outside the picture
     */
    float[] rows(float[] x, int n) {
        int kernel = shape.kernel();
        int patch = shape.inChannels() * kernel * kernel;
        int outWidth = outWidth();
        float[] rows = new float[outHeight() * outWidth * patch];
        for (int pixel = 0; pixel < rows.length / patch; pixel++) {
            int top = pixel / outWidth * shape.stride() - shape.padStart();
            int left = pixel % outWidth * shape.stride() - shape.padStart();
            int at = pixel * patch;
            for (int channel = 0; channel < shape.inChannels(); channel++) {
                int plane = (n * shape.inChannels() + channel) * height;
                for (int row = top; row < top + kernel; row++) {
                    for (int column = left; column < left + kernel; column++, at++) {
                        if (row >= 0 && row < height && column >= 0 && column < width) {
                            rows[at] = x[(plane + row) * width + column];
                        }
                    }
                }
            }
        }
        return rows;
    }
}
