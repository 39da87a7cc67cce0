package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.metrics.InferenceMetrics;
import io.wavemesh.inference.metrics.MicrometerGenerationMeters;
import io.wavemesh.inference.metrics.MicrometerRequestMeters;
import io.wavemesh.inference.storage.ObjectAdapterStore;
import io.wavemesh.inference.storage.ObjectPictureStore;
import io.wavemesh.inference.storage.ObjectResultStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerRequestTest {
    private static final RequestId ID = new RequestId("request-1");

    @TempDir
    Path folder;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ScriptedGenerator generator = new ScriptedGenerator();
    private final AdapterRegistry adapters = new AdapterRegistry();
    private final GenerationQueue queue = new GenerationQueue(1, 2, 4);
    private final GenerationGate gate = new GenerationGate();
    private final List<GenerationResult> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger brokerFaults = new AtomicInteger();
    private ObjectStore objects;
    private GenerationDesk desk;
    private AnswerRequest useCase;
    private Thread engine;

    @BeforeEach
    void startEngine() {
        objects = new FileObjectStore(folder.resolve("store"));
        AdapterCache cache = new AdapterCache(1000);
        MicrometerGenerationMeters meters = new MicrometerGenerationMeters(registry, queue, adapters, cache);
        desk = new GenerationDesk(queue, Duration.ofMinutes(1), timer, meters, InstantSource.system());
        GenerationLimits limits = new GenerationLimits(4, 100, 1 << 20, 100, 2);
        gate.open(new GenerationPlanner(generator.profile(), limits, adapters, () -> 1));
        useCase = new AnswerRequest(
                gate,
                desk,
                adapters,
                new ObjectResultStore(objects),
                this::tell,
                new MicrometerRequestMeters(registry),
                InstantSource.system());
        engine = new Thread(new GenerationWorker(
                queue,
                adapters,
                new PreparedAdapters(new ObjectAdapterStore(objects, 1000), cache, generator, folder),
                generator,
                new ImageDelivery(new ObjectPictureStore(objects)),
                meters,
                4));
        engine.start();
    }

    @AfterEach
    void stopEngine() throws InterruptedException {
        queue.close();
        engine.join(10_000);
        timer.shutdownNow();
    }

    @Test
    void keepsImagesUnderTheRequestsNameAndTellsTheResult() {
        RequestOutcome outcome = answer(request(2, Optional.of(7L)));

        assertThat(outcome).isInstanceOf(RequestOutcome.Answered.class);
        GenerationResult result = told.get(0);
        assertThat(result.state()).isEqualTo(GenerationResult.State.SUCCEEDED);
        assertThat(result.images())
                .extracting(GenerationResult.GeneratedImage::seed)
                .containsExactly(7L, 8L);
        assertThat(objects.get(result.images().get(1).object(), 1000))
                .isEqualTo(ScriptedGenerator.picture(8).bytes());
        assertThat(objects.list("images/"))
                .containsExactly(ObjectKeys.image(ID, 0), ObjectKeys.image(ID, 1), ObjectKeys.generationResult(ID));
        assertThat(count("succeeded")).isEqualTo(1);
    }

    @Test
    void findsTheImagesOfARequestByTheirAdapters() {
        registerAdapter("a");

        answer(request(1, Optional.of(7L), new AdapterWeight(new AdapterId("a"), 1)));

        assertThat(objects.list("drawings/")).containsExactly("drawings/a/requests/" + ID);
    }

    @Test
    void keepsNoImageOfAnAdapterThatIsWithdrawnWhileItIsDrawn() {
        registerAdapter("a");
        generator.before(run -> adapters.withdraw(new AdapterId("a")));

        answer(request(1, Optional.of(7L), new AdapterWeight(new AdapterId("a"), 1)));

        assertThat(objects.list("images/").stream().filter(key -> key.endsWith(".png")))
                .isEmpty();
        assertThat(told).allSatisfy(result -> assertThat(result.images()).isEmpty());
    }

    @Test
    void tellsAResultAgainWithoutDrawing() {
        answer(request(1, Optional.empty()));
        answer(request(1, Optional.empty()));

        assertThat(told).hasSize(2).containsOnly(told.get(0));
        assertThat(generator.runs()).hasSize(1);
    }

    @Test
    void doesNotDrawWhatAnotherReplicaStored() {
        objects.put(ObjectKeys.image(ID, 0), "theirs".getBytes(StandardCharsets.UTF_8));

        answer(request(1, Optional.of(7L)));

        assertThat(generator.runs()).isEmpty();
        assertThat(objects.get(told.get(0).images().get(0).object(), 100))
                .asString()
                .isEqualTo("theirs");
    }

    @Test
    void takesTheImageAndTheResultOfTheReplicaThatWasFirst() {
        ResultStore store = new ObjectResultStore(objects);
        GenerationResult first = new GenerationResult(
                1,
                ID,
                GenerationResult.State.SUCCEEDED,
                List.of(new GenerationResult.GeneratedImage(store.keep(ID, 0, ScriptedGenerator.picture(1)), 7)),
                Optional.empty(),
                2,
                Instant.EPOCH);
        generator.before(run -> store.keep(first));
        objects.delete(ObjectKeys.image(ID, 0));

        answer(request(1, Optional.of(7L)));

        assertThat(told).containsExactly(first);
    }

    @Test
    void answersFailedWhereARuleIsBroken() {
        RequestOutcome outcome = answer(request(5, Optional.of(7L)));

        assertThat(outcome).isInstanceOf(RequestOutcome.Answered.class);
        assertThat(told.get(0).fault().orElseThrow().type()).isEqualTo("request-invalid");
        assertThat(told.get(0).fault().orElseThrow().detail()).isEqualTo("count must be in 1..4, was 5");
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void awaitsAnUnknownAdapterForTheAttempts() {
        GenerationRequest request = request(1, Optional.of(7L), new AdapterWeight(new AdapterId("later"), 1));

        assertThat(answer(request)).isInstanceOf(RequestOutcome.Postponed.class);
        assertThat(told).isEmpty();
        useCase.answer(request, true, new RequestStop());

        assertThat(told.get(0).fault().orElseThrow().type()).isEqualTo("adapter-not-found");
        assertThat(count("postponed")).isEqualTo(1);
    }

    @Test
    void takesAnothersAdapterForNone() {
        AdapterWeight rex = new AdapterWeight(new AdapterId("rex"), 1);
        adapters.announce(Announcements.owned(Announcements.of("rex"), "ann"));

        for (Optional<ClientId> owner : List.of(Optional.of(new ClientId("bob")), Optional.<ClientId>empty())) {
            GenerationRequest request = request(owner, 1, Optional.of(7L), rex);
            assertThat(answer(request)).isInstanceOf(RequestOutcome.Postponed.class);
        }
        useCase.answer(request(Optional.of(new ClientId("bob")), 1, Optional.of(7L), rex), true, new RequestStop());

        assertThat(generator.runs()).isEmpty();
        assertThat(told.get(0).fault()).contains(new Fault("adapter-not-found", "no adapter rex has been announced"));
    }

    @Test
    void drawsWithItsOwnersAdapter() {
        String weights = "weights";
        ObjectRef config = objects.put("adapters/rex/adapter_config.json", "{}".getBytes(StandardCharsets.UTF_8));
        ObjectRef file =
                objects.put("adapters/rex/adapter_model.safetensors", weights.getBytes(StandardCharsets.UTF_8));
        adapters.announce(
                Announcements.owned(Announcements.of("rex", "s", Announcements.MODEL_HASH, config, file), "ann"));

        answer(request(
                Optional.of(new ClientId("ann")), 1, Optional.of(7L), new AdapterWeight(new AdapterId("rex"), 1)));

        assertThat(told.get(0).state()).isEqualTo(GenerationResult.State.SUCCEEDED);
    }

    @Test
    void handsBackWhileTheBrokersAreAwayAndDrawsNothingTwice() {
        brokerFaults.set(1);

        assertThat(answer(request(1, Optional.of(7L)))).isInstanceOf(RequestOutcome.Postponed.class);
        assertThat(answer(request(1, Optional.of(7L)))).isInstanceOf(RequestOutcome.Answered.class);

        assertThat(generator.runs()).hasSize(1);
    }

    @Test
    void theLastAttemptWaitsForTheBrokers() {
        brokerFaults.set(3);

        useCase.answer(request(1, Optional.of(7L)), true, new RequestStop());

        assertThat(told).hasSize(1);
        assertThat(generator.runs()).hasSize(1);
    }

    @Test
    void waitsItsTurnBehindAFullQueueAndStopsWhenItMust() throws Exception {
        CountDownLatch drawing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        generator.before(run -> {
            drawing.countDown();
            awaitQuietly(release);
        });
        desk.submit(Jobs.settings(1, 1), Delivery.INLINE, Jobs.ANYBODY);
        assertThat(drawing.await(10, TimeUnit.SECONDS)).isTrue();
        desk.submit(Jobs.settings(2, 1), Delivery.INLINE, Jobs.ANYBODY);
        RequestStop stop = new RequestStop();
        CompletableFuture<RequestOutcome> stopped =
                CompletableFuture.supplyAsync(() -> useCase.answer(request(1, Optional.of(7L)), false, stop));
        CompletableFuture<RequestOutcome> patient = CompletableFuture.supplyAsync(
                () -> useCase.answer(request(1, Optional.of(7L)), false, new RequestStop()));
        awaitInHand(2);

        stop.request();
        assertThat(stopped.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestOutcome.Postponed.class);
        awaitInHand(1);
        release.countDown();

        assertThat(patient.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestOutcome.Answered.class);
        awaitInHand(0);
        assertThat(registry.counter(InferenceMetrics.IMAGES, InferenceMetrics.OUTCOME, "refused")
                        .count())
                .isZero();
    }

    @Test
    void stopsInMidRun() throws Exception {
        RequestStop stop = new RequestStop();
        generator.atStep(step -> {
            stop.request();
            awaitCanceledJob();
        });

        assertThat(useCase.answer(request(1, Optional.of(7L)), false, stop))
                .isInstanceOf(RequestOutcome.Postponed.class);
        assertThat(told).isEmpty();
        assertThat(objects.list("images/")).isEmpty();
    }

    @Test
    void givesUpUnlessThereIsAResult() {
        answer(request(1, Optional.of(7L)));

        useCase.giveUp(ID, 5);
        useCase.giveUp(new RequestId("other"), 5);

        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(told.get(2).fault().orElseThrow().type()).isEqualTo("attempts-exhausted");
    }

    private RequestOutcome answer(GenerationRequest request) {
        return useCase.answer(request, false, new RequestStop());
    }

    private void tell(GenerationResult result) {
        if (brokerFaults.getAndDecrement() > 0) {
            throw new RetryableException("no broker");
        }
        told.add(result);
    }

    private void awaitInHand(int expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (registry.get(InferenceMetrics.REQUESTS_IN_HAND).gauge().value() != expected) {
            assertThat(System.nanoTime()).as("%s in hand", expected).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private double count(String outcome) {
        return registry.counter(InferenceMetrics.REQUESTS, InferenceMetrics.OUTCOME, outcome)
                .count();
    }

    /** An adapter whose files are as announced. */
    private void registerAdapter(String id) {
        objects.put(ObjectKeys.adapterFile(new AdapterId(id), ObjectKeys.ADAPTER_CONFIG), bytes("{}"));
        objects.put(ObjectKeys.adapterFile(new AdapterId(id), ObjectKeys.ADAPTER_WEIGHTS), bytes("weights of " + id));
        adapters.announce(Announcements.of(id, "subject-1", Announcements.MODEL_HASH, "weights of " + id));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static GenerationRequest request(int count, Optional<Long> seed, AdapterWeight... weights) {
        return request(Optional.empty(), count, seed, weights);
    }

    private static GenerationRequest request(
            Optional<ClientId> owner, int count, Optional<Long> seed, AdapterWeight... weights) {
        return new GenerationRequest(
                1,
                ID,
                owner,
                "a dog",
                Optional.empty(),
                List.of(weights),
                seed,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                count,
                Instant.EPOCH);
    }

    private void awaitCanceledJob() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (registry.counter(InferenceMetrics.IMAGES, InferenceMetrics.OUTCOME, "canceled")
                                .count()
                        == 0
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
