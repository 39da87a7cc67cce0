package io.wavemesh.local.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The typeface of pictures with text, from the program's own resources: a headless JDK may have no font at all. */
final class BundledFont {
    private static final String FONT_CONFIGURATION = "sun.awt.fontconfig";

    private BundledFont() {}

    /** Roboto, regular, of the given size in pixels. */
    static Font regular(float sizePixels) {
        return load("Roboto-Regular.ttf").deriveFont(sizePixels);
    }

    /** Roboto, bold, of the given size in pixels. */
    static Font bold(float sizePixels) {
        return load("Roboto-Bold.ttf").deriveFont(sizePixels);
    }

    private static Font load(String name) {
        try (InputStream file = BundledFont.class.getResourceAsStream(name)) {
            doWithoutSystemFonts();
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (FontFormatException cause) {
            throw new IllegalStateException("the bundled font " + name + " is broken", cause);
        }
    }

    /**
     * Without a single system font the JDK refuses to start its font engine. An empty font configuration of our own keeps
     * it from looking; it must be named before the first use of a font in this JVM.
     */
    private static synchronized void doWithoutSystemFonts() throws IOException {
        if (System.getProperty(FONT_CONFIGURATION) == null) {
            Path empty = Files.createTempFile("wavemesh-fonts", ".properties");
            empty.toFile().deleteOnExit();
            Files.writeString(empty, "version=1\nsequence.allfonts=default\n");
            System.setProperty(FONT_CONFIGURATION, empty.toString());
        }
    }
}
