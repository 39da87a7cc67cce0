package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LateClientTest {
    /** A name that no resolver knows (RFC 2606). */
    private static final BrokerConnection NOWHERE = BrokerConnection.to("a.invalid:9092, b.invalid:9093");

    private final List<String> closed = new ArrayList<>();
    private boolean away;
    private int tries;
    private long now;

    @Test
    void opensAtOnceWhatCanBeOpened() {
        assertThat(client().get()).isEqualTo("client 1");
    }

    @Test
    void opensAtItsUseWhatCouldNotBeOpenedAtOnce() {
        away = true;
        LateClient<String> client = client();
        away = false;
        now += Duration.ofSeconds(1).toNanos();

        assertThat(client.get()).isEqualTo("client 2");
        assertThat(client.get()).isEqualTo("client 2");
    }

    @Test
    void refusesAtOnceWithinThePauseThatGrows() {
        away = true;
        LateClient<String> client = client();

        for (int i = 0; i < 6_000; i++) {
            now += Duration.ofMillis(10).toNanos();
            assertThatThrownBy(client::get)
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessage("away");
        }
        assertThat(tries).as("tries in a minute").isBetween(12, 20);
    }

    @Test
    void wrongSettingsAreNoOutage() {
        assertThatThrownBy(() -> new LateClient<>(LoggerFactory.getLogger("test"), "test", () -> {
                    throw new KafkaException("keystore password was incorrect");
                }))
                .isInstanceOf(KafkaException.class);
    }

    @Test
    void replacesWhatIsOfNoUseOnce() {
        LateClient<String> client = client();
        String useless = client.get();

        client.replace(useless, closed::add);
        client.replace(useless, closed::add);

        assertThat(client.get()).isEqualTo("client 2");
        assertThat(closed).containsExactly("client 1");
    }

    @Test
    void whatCannotBeReplacedIsOpenedLater() {
        LateClient<String> client = client();
        away = true;
        client.replace(client.get(), closed::add);
        assertThat(closed).containsExactly("client 1");
        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(client::get);
        away = false;
        now += Duration.ofSeconds(1).toNanos();

        assertThat(client.get()).isEqualTo("client 3");
    }

    @Test
    void opensNothingAfterItsEnd() {
        away = true;
        LateClient<String> client = client();
        client.close(closed::add);
        away = false;
        now += Duration.ofSeconds(1).toNanos();

        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(client::get);
        assertThat(closed).isEmpty();
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void brokersWithoutAnAddressAreAway() {
        assertThatThrownBy(() -> NOWHERE.admin("test"))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessage("no host of a.invalid:9092, b.invalid:9093 has an address yet");
        assertThatThrownBy(() -> NOWHERE.consumer("test", Map.of())).isInstanceOf(BrokerUnavailableException.class);
        assertThatThrownBy(() -> NOWHERE.shareConsumer("test", Map.of()))
                .isInstanceOf(BrokerUnavailableException.class);
        assertThatThrownBy(() -> NOWHERE.producer("test", Map.of())).isInstanceOf(BrokerUnavailableException.class);
        assertThatCode(() -> {
                    new EventPublisher(NOWHERE, "/test", Duration.ofSeconds(1)).close();
                    new BrokerProbe(NOWHERE).close();
                    new QueueDepth(NOWHERE, "group", new Topics("").trainingJobs()).close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void oneAddressIsEnough() {
        BrokerConnection.to("a.invalid:9092,127.0.0.1:1").admin("test").close(Duration.ZERO);
    }

    @Test
    void anAddressThatIsNoneIsAWrongSetting() {
        assertThatThrownBy(() -> new BrokerProbe(BrokerConnection.to("kafka")))
                .isInstanceOf(KafkaException.class)
                .hasStackTraceContaining("Invalid url");
    }

    private LateClient<String> client() {
        return new LateClient<>(
                LoggerFactory.getLogger("test"),
                "test",
                () -> {
                    tries++;
                    if (away) {
                        throw new BrokerUnavailableException("away");
                    }
                    return "client " + tries;
                },
                () -> now);
    }
}
