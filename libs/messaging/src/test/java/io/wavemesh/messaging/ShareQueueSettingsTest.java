package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareQueueSettingsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "9, 30"})
    void pausesLongerAfterEachAttemptUpToABound(int attempt, long seconds) {
        ShareQueueSettings settings = ShareQueueSettings.of("group", new Topics("").trainingJobs());

        assertThat(settings.pauseAfter(attempt)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void refusesAttemptsThatTheBrokersWouldNotMake(int attempts) {
        assertThatThrownBy(() -> new ShareQueueSettings(
                        "group",
                        new Topics("").trainingJobs(),
                        Duration.ofSeconds(30),
                        attempts,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO))
                .hasMessage("attempts must be in 1..9, was " + attempts);
    }

    @Test
    void showsNoCredentials() {
        BrokerConnection connection = new BrokerConnection("broker:1", Map.of("sasl.jaas.config", "secret"));

        assertThat(connection.toString()).isEqualTo("BrokerConnection[broker:1]");
    }
}
