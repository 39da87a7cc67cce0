package io.wavemesh.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers die by SIGKILL, one of three and all of them, under a mesh that works. */
class BrokersKilledIT {
    /** Kafka's share consumer alone looks for brokers about ten times a second; a busy loop would take a whole core. */
    private static final double MOST_CPU = 0.25;

    private static final int MOST_LINES_A_MINUTE = 30;

    /** What is in hand when the brokers die stops when its lock has run out. */
    private static final Duration SETTLING = Duration.ofSeconds(7);

    @Test
    @Tag("long")
    void nothingIsLostOrDoubledInSeconds(@TempDir Path folder) throws Exception {
        run(folder, Duration.ofSeconds(2));
    }

    @Test
    @Tag("long")
    void nothingIsLostOrDoubledInAMinute(@TempDir Path folder) throws Exception {
        run(folder, Duration.ofSeconds(53));
    }

    private static void run(Path folder, Duration silence) throws Exception {
        try (Outage outage = new Outage(folder)) {
            oneOfThree(outage);
            allOfThem(outage, silence);
            outage.everythingEndsOnce();
            say("refusals=%d", outage.refusals());
        }
    }

    private static void oneOfThree(Outage outage) throws Exception {
        outage.submit("before-one", false);
        outage.ask("before-one");
        outage.brokers().kill(outage.brokers().leaderOf("__share_group_state"));
        say(
                "one of three killed: accepted after %d ms",
                outage.submitPatiently("with-two").toMillis());
        outage.ask("with-two");
        outage.draws();
        outage.brokers().startAll();
        say("third one back: whole after %d ms", outage.brokers().awaitWhole().toMillis());
    }

    private static void allOfThem(Outage outage, Duration silence) throws Exception {
        outage.submit("in-hand", true);
        outage.awaitTraining("in-hand");
        outage.submit("waiting", false);
        outage.ask("waiting");
        outage.brokers().killAll();
        long begin = System.nanoTime();

        int number = 0;
        while (System.nanoTime() - begin < SETTLING.toNanos()) {
            outage.submit("away-" + number++, false);
        }
        assertThat(outage.refusals()).isGreaterThanOrEqualTo(number);
        assertThat(outage.isReady()).isFalse();
        outage.draws();
        Map<String, Outage.Idle> idle = outage.idle(silence);
        outage.submit("late", false);
        say("all killed: away for %d s, %s", (System.nanoTime() - begin) / 1_000_000_000, idle);

        outage.brokers().startAll();
        say("all started: whole after %d ms", outage.brokers().awaitWhole().toMillis());
        say("accepted after %d ms", outage.submitPatiently("after").toMillis());
        say("all ready after %d ms more", outage.awaitReady().toMillis());
        outage.repeatRefused();
        outage.ask("after");
        assertThat(idle).allSatisfy((service, seen) -> {
            assertThat(seen.cpu()).as("share of a core, " + service).isLessThan(MOST_CPU);
            assertThat((double) seen.logLines())
                    .as("lines, " + service)
                    .isLessThanOrEqualTo(Math.max(5, MOST_LINES_A_MINUTE * silence.toSeconds() / 60.0));
        });
    }

    private static void say(String format, Object... values) {
        System.getLogger("brokers").log(System.Logger.Level.INFO, String.format(format, values));
    }
}
