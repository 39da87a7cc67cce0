package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class RetriesTest {
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final Retries retries = new Retries(log(), "reader", () -> now);

    @Test
    void pausesGrowToASettledLength() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(retries.failed(new IllegalStateException("away")));
        }

        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(400), Duration.ofMillis(600));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(1600), Duration.ofMillis(2400));
        assertThat(pauses.subList(4, 100))
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6)));
        assertThat(Set.copyOf(pauses)).as("not all come at once").hasSizeGreaterThan(50);
    }

    @Test
    void tellsEachKindOfCauseOnceAMinute() {
        for (int second = 0; second < 120; second++) {
            retries.failed(new IllegalStateException("no answer in " + second));
            retries.failed(new IllegalArgumentException("refused"));
            now += Duration.ofSeconds(1).toNanos();
        }

        assertThat(lines)
                .containsExactly(
                        "WARN reader fails and goes on trying, tries=1, cause=no answer in 0",
                        "WARN reader fails and goes on trying, tries=2, cause=refused",
                        "WARN reader fails and goes on trying, tries=121, cause=no answer in 60",
                        "WARN reader fails and goes on trying, tries=122, cause=refused");
    }

    @Test
    void tellsThatItWorksAgainAndBeginsAnew() {
        assertThat(retries.fault()).isEmpty();
        retries.failed(new IllegalStateException("away"));
        assertThat(retries.fault()).contains("away");
        now += Duration.ofSeconds(7).toNanos();

        retries.succeeded();
        retries.succeeded();

        assertThat(retries.fault()).isEmpty();
        assertThat(lines).last().isEqualTo("INFO reader works again, tries=1, after=7s");
        assertThat(lines).hasSize(2);
        assertThat(retries.failed(new IllegalStateException("away"))).isLessThan(Duration.ofSeconds(1));
        assertThat(lines).hasSize(3);
    }

    @SuppressWarnings("serial")
    private Logger log() {
        return new LegacyAbstractLogger() {
            @Override
            protected String getFullyQualifiedCallerName() {
                return null;
            }

            @Override
            protected void handleNormalizedLoggingCall(
                    Level level, Marker marker, String pattern, Object[] values, Throwable cause) {
                lines.add(level + " " + MessageFormatter.basicArrayFormat(pattern, values));
            }

            @Override
            public boolean isTraceEnabled() {
                return false;
            }

            @Override
            public boolean isDebugEnabled() {
                return false;
            }

            @Override
            public boolean isInfoEnabled() {
                return true;
            }

            @Override
            public boolean isWarnEnabled() {
                return true;
            }

            @Override
            public boolean isErrorEnabled() {
                return true;
            }
        };
    }
}
