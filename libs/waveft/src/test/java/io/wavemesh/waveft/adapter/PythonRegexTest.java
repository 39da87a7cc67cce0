package io.wavemesh.waveft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PythonRegexTest {
    private static final Map<String, Object> PYTHON = TestResources.json("python-expressions.json");

    /** Each expression with the names that {@code re.fullmatch} of Python 3.11 matches, or its error. */
    static List<Map<String, Object>> expressions() {
        return TestResources.objects(PYTHON.get("expressions"));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void matchesWhatPythonMatches(Map<String, Object> expression) {
        String pattern = (String) expression.get("pattern");
        if (expression.containsKey("error")) {
            assertThatThrownBy(() -> PythonRegex.compile("target_modules", pattern))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageStartingWith("target_modules: the expression \"")
                    .hasMessageNotContaining("\n");
            return;
        }
        if (unsupported(pattern)) {
            assertThatThrownBy(() -> PythonRegex.compile("target_modules", pattern))
                    .hasMessageContaining("not supported");
            return;
        }
        PythonRegex regex = PythonRegex.compile("target_modules", pattern);

        assertThat(TestResources.strings(PYTHON.get("names")).stream()
                        .filter(name -> regex.fullMatch(name).isPresent()))
                .isEqualTo(TestResources.strings(expression.get("matches")));
    }

    private static boolean unsupported(String pattern) {
        return pattern.contains("(?a)") || pattern.contains("(?(");
    }

    @Test
    void givesUpAnExpressionThatTakesTooLong() {
        String name = "a".repeat(200) + "!";
        for (String hostile : List.of(
                "(a|aa)+(a|aa)+(a|aa)+(a|aa)+$",
                "(.*)*(.*)*(.*)*(.*)*x",
                "(a*)*(a*)*b",
                "(?:a?){100}(?:a?){100}a{200}b",
                "(\\w+\\s?)+\\1\\1x",
                "(.*a){30}b")) {
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                try {
                    assertThat(PythonRegex.compile("target_modules", hostile).fullMatch(name))
                            .isEmpty();
                } catch (AdapterException e) {
                    assertThat(e).hasMessageContaining("takes too long to match");
                }
            });
        }
        assertThatThrownBy(() ->
                        PythonRegex.compile("target_modules", "(.*a){30}b").fullMatch(name))
                .hasMessageContaining("takes too long to match");
    }

    @Test
    void refusesAnExpressionBeyondItsLimits() {
        assertThatThrownBy(() -> PythonRegex.compile("f", "(".repeat(101) + ")".repeat(101)))
                .hasMessageContaining("nested deeper than 100");
        assertThatThrownBy(() -> PythonRegex.compile("f", "a".repeat(20_001)))
                .hasMessageContaining("longer than 20000 characters");
        assertThatThrownBy(() -> PythonRegex.compile("f", "(?:){2147483647}"))
                .hasMessageContaining("repeats more than 10000 times");
        assertThatThrownBy(() -> PythonRegex.compile("f", "(((){200}){200}){200}"))
                .hasMessageContaining("repeats more than 10000 times");
        assertThatThrownBy(() -> PythonRegex.compile("f", "(?:(?:x){3}|(?:){99}){200}"))
                .hasMessageContaining("repeats more than 10000 times");
    }

    @Test
    void shortensALongExpressionInItsMessage() {
        assertThatThrownBy(() -> PythonRegex.compile("f", "x".repeat(500) + "("))
                .hasMessageStartingWith("f: the expression \"" + "x".repeat(77) + "...\" cannot be used");
    }
}
