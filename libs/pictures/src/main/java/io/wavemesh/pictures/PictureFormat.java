package io.wavemesh.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A picture file format that can be decoded, recognised by its first bytes and never by a name or a declared type. */
public enum PictureFormat {
    /** JPEG, any colour space, baseline or progressive. */
    JPEG("image/jpeg", "jpg"),
    /** PNG, any bit depth and colour type. */
    PNG("image/png", "png"),
    /** WebP, lossy or lossless, not animated. */
    WEBP("image/webp", "webp");

    private final String mediaType;
    private final String extension;

    PictureFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** The media type, such as {@code image/jpeg}. */
    public String mediaType() {
        return mediaType;
    }

    /** The usual file name extension without a dot, such as {@code jpg}. */
    public String extension() {
        return extension;
    }

    /** The format that the first bytes announce; empty if they announce none of these. */
    public static Optional<PictureFormat> of(byte[] bytes) {
        if (startsWith(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }

    /** The name of a well-known picture format that is not decoded here; empty if the bytes are no picture at all. */
    static Optional<String> unsupportedName(byte[] bytes) {
        if (startsWith(bytes, 0, "GIF8")) {
            return Optional.of("GIF");
        }
        if (startsWith(bytes, 0, "II*\0") || startsWith(bytes, 0, "MM\0*")) {
            return Optional.of("TIFF");
        }
        if (startsWith(bytes, 0, "BM") && startsWith(bytes, 6, "\0\0\0\0")) {
            return Optional.of("BMP");
        }
        if (startsWith(bytes, 4, "ftyphei") || startsWith(bytes, 4, "ftypmif1") || startsWith(bytes, 4, "ftyphev")) {
            return Optional.of("HEIF");
        }
        if (startsWith(bytes, 4, "ftypavi")) {
            return Optional.of("AVIF");
        }
        if (startsWith(bytes, 0, "\u00ff\n") || startsWith(bytes, 4, "JXL \r\n")) {
            return Optional.of("JPEG XL");
        }
        if (startsWith(bytes, 4, "jP  \r\n")) {
            return Optional.of("JPEG 2000");
        }
        return startsWith(bytes, 0, "8BPS") ? Optional.of("Photoshop") : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int offset, String latin1) {
        byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
