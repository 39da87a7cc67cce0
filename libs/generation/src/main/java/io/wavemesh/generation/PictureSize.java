package io.wavemesh.generation;

/** Size of a picture in pixels. */
public record PictureSize(int widthPixels, int heightPixels) {
    private static final int LARGEST = 8192;

    /** Throws {@link GenerationException} if a side is not in 1..8192. */
    public PictureSize {
        if (widthPixels < 1 || heightPixels < 1 || widthPixels > LARGEST || heightPixels > LARGEST) {
            throw new GenerationException(
                    "size must be from 1x1 to %1$dx%1$d, was %2$dx%3$d".formatted(LARGEST, widthPixels, heightPixels));
        }
    }

    @Override
    public String toString() {
        return widthPixels + "x" + heightPixels;
    }
}
