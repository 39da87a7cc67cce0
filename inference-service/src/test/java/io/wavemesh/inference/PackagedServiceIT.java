package io.wavemesh.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.GenerationListener;
import io.wavemesh.generation.GenerationSpec;
import io.wavemesh.generation.PictureSize;
import io.wavemesh.generation.Sampling;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.TopicProvisioner;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.sdxl.scheduler.TimestepSpacing;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built service with the real engine, a tiny model, and adapters that PEFT wrote. */
class PackagedServiceIT {
    private static final List<String> ADAPTERS = List.of("waveft_db1", "waveft_sym4", "lora_r4");
    private static final String PROMPT = "a zebra crossing the unmistakable moor";
    private static final Sampling SAMPLING =
            new Sampling(SchedulerKind.EULER, Optional.of(TimestepSpacing.LEADING), 2, 3);
    private static final PictureSize SIZE = new PictureSize(64, 48);

    @TempDir
    static Path folder;

    private static final Topics TOPICS = new Topics("test.");
    private static EmbeddedKafka broker;
    private static EventPublisher publisher;
    private static ObjectStore store;
    private static String modelHash;

    @BeforeAll
    static void announceAdapters() {
        broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))).start();
        BrokerConnection connection = BrokerConnection.to(broker.bootstrapServers());
        new TopicProvisioner(connection).provision(List.of(TOPICS.adapters()), Duration.ofSeconds(30));
        publisher = new EventPublisher(connection, "/test", Duration.ofSeconds(30));
        store = new FileObjectStore(folder.resolve("store"));
        try (ModelFolder model = ModelFolder.open(Golden.tinyModel())) {
            modelHash = model.contentHash();
        }
        ADAPTERS.forEach(PackagedServiceIT::announce);
    }

    @AfterAll
    static void stopBroker() {
        publisher.close();
        broker.close();
    }

    @Test
    void alternatingAdaptersDrawWhatAnEngineDrawsThatSawOnlyThatAdapter() throws Exception {
        try (PackagedService service = start()) {
            for (String adapter : List.of("waveft_db1", "lora_r4", "waveft_db1", "waveft_sym4", "lora_r4")) {
                assertThat(drawn(service, adapter)).isEqualTo(engineOnly(adapter));
            }
            HttpResponse<String> base = service.generate(body(2, ""));
            assertThat(png(base)).isEqualTo(engineOnly(null));
            assertThat(service.log()).doesNotContain("zebra").doesNotContain("Exception");
            assertThat(service.log().lines().filter(line -> !line.contains("authentication is off")))
                    .allMatch(line -> line.contains(" INFO "));
        }
    }

    @Test
    void afterARestartKnowsWhatWasAnnouncedAndNotWhatWasRemoved() throws Exception {
        announce("waveft_noidwt");
        byte[] before;
        try (PackagedService service = start()) {
            before = drawn(service, "waveft_sym4");
            assertThat(service.delete("/v1/adapters/waveft_noidwt").statusCode())
                    .isEqualTo(204);
        }
        try (PackagedService service = start()) {
            assertThat(JsonPath.from(service.get("/v1/adapters").body()).getList("data.id"))
                    .containsExactlyInAnyOrderElementsOf(ADAPTERS);
            assertThat(drawn(service, "waveft_sym4")).isEqualTo(before);
            assertThat(store.list("adapters/waveft_noidwt/")).isEmpty();
        }
    }

    @Test
    void finishesWorkInHandWhenItIsStopped() throws Exception {
        try (PackagedService service = start()) {
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return service.generate(body(60, ""));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitMeter(service, "waveft_image_queue_wait_seconds_count 1.0");

            service.terminate();

            assertThat(answer.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            service.awaitEnd();
        }
    }

    private static PackagedService start() throws Exception {
        return PackagedService.start(
                folder,
                List.of(
                        "inference.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "inference.kafka.topic-prefix=" + TOPICS.prefix(),
                        "inference.store.root=" + folder.resolve("store"),
                        "inference.model.path=" + Golden.tinyModel(),
                        "inference.model.threads=1"));
    }

    private static void announce(String adapter) {
        String prefix = "adapters/" + adapter + "/";
        ObjectRef config = store.put(
                prefix + "adapter_config.json", Golden.adapter(adapter).resolve("adapter_config.json"));
        ObjectRef weights = store.put(
                prefix + "adapter_model.safetensors", Golden.adapter(adapter).resolve("adapter_model.safetensors"));
        publisher.publish(TOPICS.adapters(), Announcements.of(adapter, "subject-1", modelHash, config, weights));
    }

    private static byte[] drawn(PackagedService service, String adapter) throws Exception {
        return png(service.generate(body(2, ",\"adapters\":[{\"id\":\"" + adapter + "\",\"weight\":0.75}]")));
    }

    private static String body(int steps, String more) {
        return "{\"prompt\":\"" + PROMPT + "\",\"seed\":11,\"size\":\"" + SIZE + "\",\"steps\":" + steps
                + ",\"guidance_scale\":3,\"scheduler\":\"euler\",\"timestep_spacing\":\"leading\"" + more + "}";
    }

    private static byte[] png(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Base64.getDecoder().decode(JsonPath.from(answer.body()).getString("data[0].b64_json"));
    }

    private static byte[] engineOnly(String adapter) {
        try (ModelFolder model = ModelFolder.open(Golden.tinyModel());
                GenerationEngine engine =
                        GenerationEngine.open(model, EngineOptions.defaults().withThreads(1))) {
            List<WeightedAdapter> adapters = adapter == null
                    ? List.of()
                    : List.of(new WeightedAdapter(engine.prepare(AdapterFolder.read(Golden.adapter(adapter))), 0.75f));
            GenerationSpec spec =
                    GenerationSpec.of(PROMPT, SAMPLING, SIZE).withSeed(11).withAdapters(adapters);
            return engine.generate(spec, GenerationListener.NONE).png(0);
        }
    }

    private static void awaitMeter(PackagedService service, String sample) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!service.get("/q/metrics").body().contains(sample)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
