package io.wavemesh.local.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of a demo with good defaults. */
final class ResultMother {
    private ResultMother() {}

    static DemoResult tulip() {
        return about("tulip", "flower");
    }

    static DemoResult about(String subject, String classNoun) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("start", 12.5);
        seconds.put("training", 75.25);
        seconds.put("drawing", 20.0);
        seconds.put("total", 107.75);
        List<LossPoint> loss = new ArrayList<>();
        for (int step = 1; step <= 300; step += 3) {
            loss.add(new LossPoint(step, 0.05 + 0.3 / (1 + step * 0.02) + 0.04 * Math.sin(step)));
        }
        return new DemoResult(
                subject,
                classNoun,
                "zjw",
                List.of(image(Color.RED), image(Color.GREEN), image(Color.BLUE)),
                drawings("base", "a " + classNoun),
                drawings("personalized", "a zjw " + classNoun),
                new Comparison(0.123, 0.768),
                new Comparison(0.741, 0.699),
                130_112,
                31_552,
                seconds,
                Map.of("method", "waveft"),
                loss);
    }

    static BufferedImage image(Color color) {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                image.setRGB(x, y, color.getRGB());
            }
        }
        return image;
    }

    private static List<Drawing> drawings(String kind, String phrase) {
        List<Drawing> drawings = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String prompt = phrase + " on a white to orange gradient background, number " + (i / 2 + 1);
            String file = kind + "-" + i + ".png";
            drawings.add(new Drawing(prompt, 11 + i, file, image(new Color(30 * i, 120, 255 - 30 * i))));
        }
        return drawings;
    }
}
