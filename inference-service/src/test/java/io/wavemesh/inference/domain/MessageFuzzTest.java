package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.Message;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.UndecodableMessageException;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.JsonDamage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Damaged messages do not decode, or are what the registry and a result can be made of. */
class MessageFuzzTest {
    private static final GenerationRequest REQUEST = new GenerationRequest(
            1,
            new RequestId("request-1"),
            Optional.empty(),
            "a zjw dog",
            Optional.of("blur"),
            List.of(new AdapterWeight(new AdapterId("ad-1"), 1)),
            Optional.of(7L),
            Optional.of(4),
            Optional.of(5.0),
            Optional.of("euler"),
            Optional.of("leading"),
            Optional.of(64),
            Optional.of(64),
            2,
            Instant.EPOCH);

    @Test
    void damagedAnnouncementsAreRefusedOrNameTheirOwnFilesOnly() {
        AdapterRegistry registry = new AdapterRegistry();

        FuzzReport report = run("adapter-announcements", Announcements.of("ad-1"), input -> {
            AdapterAnnouncement adapter = MessageJson.decode(input, AdapterAnnouncement.class);
            String folder = "adapters/" + adapter.adapterId() + "/";
            assertThat(adapter.weights().key()).isEqualTo(folder + "adapter_model.safetensors");
            assertThat(adapter.config().key()).isEqualTo(folder + "adapter_config.json");
            registry.announce(adapter);
        });

        assertThat(report.refused()).isGreaterThan(400);
        assertThat(registry.size()).isLessThan(100);
    }

    @Test
    void damagedRequestsAreRefusedOrWithinTheirRanges() {
        ModelProfile model = new ScriptedGenerator().profile();

        FuzzReport report = run("generation-requests", REQUEST, input -> {
            GenerationRequest request = MessageJson.decode(input, GenerationRequest.class);
            assertThat(request.count()).isBetween(1, 64);
            assertThat(request.prompt()).hasSizeLessThanOrEqualTo(2000);
            assertThat(RequestInput.of(request, model).prompt()).contains(request.prompt());
        });

        assertThat(report.refused()).isGreaterThan(400);
    }

    private static FuzzReport run(String name, Message good, FuzzRun.Reader reader) {
        byte[] json = MessageJson.encode(good);
        return FuzzRun.of(name, 41)
                .refusedBy(UndecodableMessageException.class)
                .allocating(16L << 20)
                .run(1000, random -> damaged(json, random), reader);
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] text =
                JsonDamage.of(new String(good, StandardCharsets.UTF_8), random).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(6) == 0 ? ByteDamage.of(text, random) : text;
    }
}
