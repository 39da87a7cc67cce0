package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.ClientId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairOrderTest {
    private final FairOrder order = new FairOrder(100);

    @Test
    void clientsTakeTurnsHoweverManyJobsEachHas() {
        addAll("flood", 5);
        addAll("guest", 2);

        assertThat(clients()).containsExactly("flood", "guest", "flood", "guest", "flood", "flood", "flood");
    }

    @Test
    void aNewcomerIsNextThoughAnotherFloods() {
        addAll("flood", 5);
        order.next();
        order.next();
        addAll("guest", 1);

        assertThat(clients()).startsWith("guest", "flood");
    }

    @Test
    void turnsGoByWorkAndNotByJobs() {
        add(Jobs.by("large", 1, 4));
        add(Jobs.by("large", 2, 4));
        addAll("small", 8);

        assertThat(clients())
                .containsExactly(
                        "large", "small", "small", "small", "small", "large", "small", "small", "small", "small");
    }

    @Test
    void ridersCountAsTheTurnsOfTheirClient() {
        addAll("flood", 6);
        addAll("guest", 3);

        order.next();
        order.next(job -> client(job).equals("flood"));
        order.next(job -> client(job).equals("flood"));

        assertThat(clients()).startsWith("guest", "guest", "guest", "flood");
    }

    @Test
    void aClientThatWasIdleHasSavedNothing() {
        addAll("early", 1);
        order.next();
        addAll("busy", 4);
        order.next();
        order.next();
        addAll("early", 3);

        assertThat(clients()).containsExactly("early", "busy", "early", "busy", "early");
    }

    @Test
    void aMessageAndACallOfOneClientShareItsTurns() {
        ClientId client = new ClientId("both");
        add(Jobs.by(Requester.caller(Optional.of(client)), Jobs.settings(1, 1)));
        add(Jobs.by(Requester.sender(Optional.of(client)), Jobs.settings(2, 1)));
        addAll("guest", 1);

        assertThat(clients()).containsExactly("both", "guest", "both");
    }

    @Test
    void nobodyIsPassedOverByMoreThanPatienceLasts() {
        FairOrder patientOrder = new FairOrder(6);
        List<GenerationJob> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            patientOrder.add(Jobs.by("early", i, 1), 0);
        }
        for (int i = 0; i < 6; i++) {
            patientOrder.add(Jobs.by("late-" + i, 10 + i, 1), 0);
            taken.add(patientOrder.next().orElseThrow());
        }

        assertThat(taken.stream().filter(job -> client(job).equals("early"))).hasSize(4);
    }

    @Test
    void forgetsThoseWhoseWorkIsDone() {
        for (int i = 0; i < 1000; i++) {
            addAll("client-" + i, 1);
            order.next();
        }

        assertThat(order.lanes()).isLessThan(3);
        assertThat(order.work()).isZero();
    }

    private void addAll(String client, int count) {
        for (int i = 0; i < count; i++) {
            add(Jobs.by(client, i, 1));
        }
    }

    private void add(GenerationJob job) {
        order.add(job, 0);
    }

    private List<String> clients() {
        List<String> clients = new ArrayList<>();
        for (Optional<GenerationJob> job = order.next(); job.isPresent(); job = order.next()) {
            clients.add(client(job.get()));
        }
        return clients;
    }

    private static String client(GenerationJob job) {
        return job.requester().client().orElseThrow().value();
    }
}
