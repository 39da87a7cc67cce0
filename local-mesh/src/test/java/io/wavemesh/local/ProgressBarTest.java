package io.wavemesh.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter shown = new StringWriter();

    @Test
    void redrawsOneLineOnATerminal() {
        ProgressBar bar = bar(ProgressBar.Style.TERMINAL);

        bar.show(30, 300, "loss 0.5000", 75.4);
        bar.show(300, 300, "loss 0.2500", 0);
        bar.end();

        assertThat(shown.toString()).contains("training 30/300  loss 0.5000  1 min 15 s left");
        assertThat(shown.toString().lines().filter(line -> line.contains("training")))
                .hasSize(2);
        assertThat(shown.toString().split("\r\u001b\\[K", -1)).hasSize(3);
        assertThat(shown.toString()).endsWith("0 s left" + System.lineSeparator());
    }

    @Test
    void showsAFewPlainLinesElsewhere() {
        ProgressBar bar = bar(ProgressBar.Style.PLAIN);

        for (int step = 1; step <= 300; step++) {
            bar.show(step, 300, "", -1);
        }
        bar.end();

        assertThat(shown.toString().lines()).hasSize(10).first().isEqualTo("training 30/300");
        assertThat(shown.toString())
                .endsWith("training 300/300" + System.lineSeparator())
                .doesNotContain("\r\u001b");
    }

    @Test
    void staysSilentOnRequest() {
        ProgressBar bar = bar(ProgressBar.Style.SILENT);

        bar.show(1, 1, "loss", 1);
        bar.end();

        assertThat(shown.toString()).isEmpty();
    }

    private ProgressBar bar(ProgressBar.Style style) {
        return new ProgressBar(new PrintWriter(shown), style, "training");
    }
}
