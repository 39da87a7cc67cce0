package io.wavemesh.local.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One picture that shows the whole result: the subject, the base model's drawings and the personalized ones. */
public final class ContactSheet {
    private static final int MARGIN = 48;
    private static final int CELL = 180;
    private static final int GAP = 8;
    private static final int PAIR_GAP = 28;
    private static final int SEEDS = 2;
    private static final int PAIR = SEEDS * CELL + GAP;
    private static final Color PAPER = new Color(0xFAFAF7);
    private static final Color INK = new Color(0x1D1F24);
    private static final Color SOFT_INK = new Color(0x666B75);
    private static final Color RULE = new Color(0xDCDDD8);

    private final DemoResult result;
    private final Font title = BundledFont.bold(34);
    private final Font heading = BundledFont.bold(20);
    private final Font caption = BundledFont.regular(16);

    private ContactSheet(DemoResult result) {
        this.result = result;
    }

    /** Draws the sheet, RGB, about 1,600 pixels wide. */
    public static BufferedImage draw(DemoResult result) {
        ContactSheet sheet = new ContactSheet(result);
        int pairs = Math.max(1, (result.base().size() + SEEDS - 1) / SEEDS);
        int width = 2 * MARGIN + pairs * PAIR + (pairs - 1) * PAIR_GAP;
        BufferedImage measured = new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB);
        int height = sheet.paint(measured.createGraphics(), width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        sheet.paint(image.createGraphics(), width);
        return image;
    }

    /** Paints everything from the top and returns the height used; on too small an image it only measures. */
    private int paint(Graphics2D canvas, int width) {
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.setColor(PAPER);
        canvas.fillRect(0, 0, width, Integer.MAX_VALUE);
        int y = MARGIN;
        y = text(canvas, "\u201ca " + result.subjectPhrase() + "\u201d", title, INK, MARGIN, y, width - 2 * MARGIN) + 6;
        y = text(canvas, figures(), caption, SOFT_INK, MARGIN, y, width - 2 * MARGIN);
        y = section(canvas, "The subject, " + result.pictures().size() + " pictures", width, y);
        y = row(canvas, result.pictures(), width, y);
        y = section(canvas, "Base model: it knows the words, not the subject", width, y);
        y = pairs(canvas, result.base(), y);
        y = section(canvas, "Personalized", width, y);
        y = pairs(canvas, result.personalized(), y);
        canvas.dispose();
        return y + MARGIN;
    }

    private String figures() {
        return String.format(
                Locale.ROOT,
                "identity %.2f to %.2f   \u00b7   text alignment %.2f to %.2f   \u00b7   %,d numbers trained in %.0f s"
                        + "   \u00b7   adapter file %,d bytes",
                result.identity().base(),
                result.identity().personalized(),
                result.textAlignment().base(),
                result.textAlignment().personalized(),
                result.adapterParameters(),
                result.seconds().getOrDefault("training", Double.NaN),
                result.adapterBytes());
    }

    private int section(Graphics2D canvas, String name, int width, int y) {
        int top = y + 26;
        canvas.setColor(RULE);
        canvas.fillRect(MARGIN, top, width - 2 * MARGIN, 1);
        return text(canvas, name, heading, INK, MARGIN, top + 16, width - 2 * MARGIN) + 10;
    }

    private static int row(Graphics2D canvas, List<BufferedImage> images, int width, int y) {
        int x = MARGIN;
        int top = y;
        for (BufferedImage image : images) {
            if (x + CELL > width - MARGIN) {
                x = MARGIN;
                top += CELL + GAP;
            }
            cell(canvas, image, x, top);
            x += CELL + GAP;
        }
        return top + CELL;
    }

    private int pairs(Graphics2D canvas, List<Drawing> drawings, int y) {
        int bottom = y;
        for (int i = 0; i < drawings.size(); i++) {
            int left = MARGIN + i / SEEDS * (PAIR + PAIR_GAP);
            cell(canvas, drawings.get(i).image(), left + i % SEEDS * (CELL + GAP), y);
            if (i % SEEDS == 0) {
                bottom = Math.max(
                        bottom, text(canvas, drawings.get(i).prompt(), caption, SOFT_INK, left, y + CELL + 8, PAIR));
            }
        }
        return bottom;
    }

    private static void cell(Graphics2D canvas, BufferedImage image, int x, int y) {
        int side = Math.min(image.getWidth(), image.getHeight());
        int left = (image.getWidth() - side) / 2;
        int top = (image.getHeight() - side) / 2;
        canvas.drawImage(image, x, y, x + CELL, y + CELL, left, top, left + side, top + side, null);
    }

    /** Draws text wrapped at the width and returns the y below it. */
    private static int text(Graphics2D canvas, String text, Font font, Color color, int x, int y, int width) {
        canvas.setFont(font);
        canvas.setColor(color);
        FontMetrics metrics = canvas.getFontMetrics();
        int top = y;
        for (String line : wrap(text, metrics, width)) {
            canvas.drawString(line, x, top + metrics.getAscent());
            top += metrics.getHeight();
        }
        return top;
    }

    private static List<String> wrap(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
                lines.add(line.toString());
                line = new StringBuilder(word);
            } else {
                line = new StringBuilder(longer);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
