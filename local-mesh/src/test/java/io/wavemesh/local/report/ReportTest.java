package io.wavemesh.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.waveft.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void jsonHasTheFiguresWhereProgramsLookForThem() {
        Map<?, ?> report = (Map<?, ?>) Json.parse(ReportJson.render(ResultMother.tulip()));

        assertThat((Map<?, ?>) report.get("identity")).isEqualTo(Map.of("base", 0.123, "personalized", 0.768));
        assertThat((Map<?, ?>) report.get("textAlignment")).isEqualTo(Map.of("base", 0.741, "personalized", 0.699));
        assertThat((Map<?, ?>) report.get("adapter")).isEqualTo(Map.of("bytes", 130_112L, "parameters", 31_552L));
        assertThat(((Map<?, ?>) report.get("seconds")).get("total")).isEqualTo(107.75);
        assertThat((List<?>) report.get("pictures")).hasSize(16);
    }

    @Test
    void htmlNeedsNoOtherFile() {
        String html = HtmlReport.render(ResultMother.tulip());

        assertThat(html).contains("0.768", "0.123", "31,552", "107.8 s", "<svg class=\"curve\"", "a zjw flower");
        assertThat(html.split("data:image/png;base64,", -1)).hasSize(3 + 16 + 1);
        assertThat(html).doesNotContain("{{").doesNotContain("src=\"http").doesNotContain("<link");
    }

    @Test
    void htmlEscapesWhatComesFromOutside() {
        String html = HtmlReport.render(ResultMother.about("<script>", "{{curve}} & \"$1\""));

        assertThat(html)
                .contains("&lt;script&gt;", "{{curve}} &amp; &quot;$1&quot;")
                .doesNotContain("<script>");
    }

    @Test
    void curveEndsAtTheLastStepAndLeavesEmptyTrainingsOut() {
        String curve = LossCurve.svg(List.of(new LossPoint(1, 0.5), new LossPoint(300, 0.25)));

        assertThat(curve).contains(">300</text>", "cx=\"748.0\"").contains("curve-mean");
        assertThat(LossCurve.svg(List.of())).isEmpty();
    }
}
