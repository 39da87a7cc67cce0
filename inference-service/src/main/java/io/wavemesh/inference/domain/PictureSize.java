package io.wavemesh.inference.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of an image in pixels.
 *
 * @param width pixels from left to right
 * @param height pixels from top to bottom
 */
public record PictureSize(int width, int height) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

    /** Throws {@link IllegalArgumentException} unless both sides are positive. */
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("size must be at least 1x1, was " + width + "x" + height);
        }
    }

    /** Reads "640x480" (width first); empty for another form or an empty side. */
    public static Optional<PictureSize> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        return width < 1 || height < 1 ? Optional.empty() : Optional.of(new PictureSize(width, height));
    }

    /** Number of pixels. */
    public long pixels() {
        return (long) width * height;
    }

    /** "640x480". */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
