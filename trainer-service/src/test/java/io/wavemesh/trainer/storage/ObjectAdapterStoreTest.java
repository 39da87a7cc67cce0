package io.wavemesh.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.store.encryption.EncryptingObjectStore;
import io.wavemesh.store.encryption.MasterKeys;
import io.wavemesh.store.encryption.SubjectKeys;
import io.wavemesh.trainer.Jobs;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.TrainedAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectAdapterStoreTest {
    private static final BaseModel BASE = new BaseModel(new BaseModelId("tiny"), "0".repeat(64));

    @TempDir
    Path folder;

    private ObjectStore objects;
    private final TrainingJob job = Jobs.simple("job");

    @BeforeEach
    void openStore() {
        objects = new FileObjectStore(folder.resolve("store"));
    }

    @Test
    void findsWhatAJobProduced() throws IOException {
        ObjectAdapterStore store = at(0);

        AdapterAnnouncement stored = stored(store, "weights");

        assertThat(store.find(job.jobId())).contains(JobResult.of(stored));
        assertThat(objects.get(stored.weights(), 100)).isEqualTo("weights".getBytes(StandardCharsets.UTF_8));
        assertThat(stored.byteCount()).isEqualTo(7);
        assertThat(stored.owner()).isEqualTo(Jobs.OWNER);
    }

    @Test
    void givesTheFirstResultWhenAJobIsDoneAgainLater() throws IOException {
        AdapterAnnouncement first = stored(at(0), "weights");

        assertThat(stored(at(60), "weights")).isEqualTo(first);
    }

    @Test
    void givesTheFirstResultWhenAnotherMachineComputedOtherNumbers() throws IOException {
        AdapterAnnouncement first = stored(at(0), "weights");

        assertThat(stored(at(60), "weights of another machine")).isEqualTo(first);
        assertThat(objects.list("adapters/")).allMatch(key -> key.startsWith("adapters/" + first.adapterId() + "/"));
    }

    @Test
    void goesOnWhereACrashLeftTheProvenanceWithoutResult() throws IOException {
        AdapterAnnouncement first = stored(at(0), "weights");
        objects.delete("jobs/job/result.json");

        AdapterAnnouncement second = stored(at(60), "weights");

        assertThat(second.adapterId()).isEqualTo(first.adapterId());
        assertThat(second.provenance()).isEqualTo(first.provenance());
    }

    @Test
    void erasesEverythingOfAJob() throws IOException {
        ObjectAdapterStore store = at(0);
        AdapterAnnouncement stored = stored(store, "weights");
        store.checkpoints(job).save(3, new byte[1]);

        assertThat(store.erase(job.jobId(), Set.of())).containsExactly(stored.adapterId());

        assertThat(objects.list("adapters/")).isEmpty();
        assertThat(objects.list("checkpoints/")).isEmpty();
        assertThat(objects.list("jobs/")).containsExactly("jobs/job/adapters/" + stored.adapterId());
        assertThat(store.erase(job.jobId(), Set.of())).containsExactly(stored.adapterId());
    }

    @Test
    void erasesAnAdapterThatACrashLeftWithoutResult() throws IOException {
        AdapterAnnouncement stored =
                at(0).store(job, BASE, adapter("weights")).adapter().orElseThrow();
        objects.delete("jobs/job/result.json");

        assertThat(at(0).erase(job.jobId(), Set.of())).containsExactly(stored.adapterId());

        assertThat(objects.list("adapters/")).isEmpty();
    }

    @Test
    void erasesAnAdapterThatOnlyTheOrderNames() throws IOException {
        AdapterAnnouncement stored =
                at(0).store(job, BASE, adapter("weights")).adapter().orElseThrow();
        objects.deletePrefix("jobs/job/");

        assertThat(at(0).erase(job.jobId(), Set.of(stored.adapterId()))).containsExactly(stored.adapterId());

        assertThat(objects.list("adapters/")).isEmpty();
        assertThat(at(0).erase(job.jobId(), Set.of(stored.adapterId()))).isEmpty();
    }

    @Test
    void needsNoCheckpointOnceThereIsAResult() throws IOException {
        ObjectAdapterStore store = at(0);
        store.checkpoints(job).save(3, new byte[1]);

        store.store(job, BASE, adapter("weights"));

        assertThat(store.checkpoints(job).latest()).isEmpty();
    }

    @Test
    void encryptsWhatDerivesFromTheSubject() throws IOException {
        Path file = Files.writeString(
                folder.resolve("keys"), "a:" + Base64.getEncoder().encodeToString(new byte[32]));
        ObjectStore encrypting = new EncryptingObjectStore(objects, new SubjectKeys(objects, MasterKeys.of(file)));
        ObjectAdapterStore store = new ObjectAdapterStore(encrypting, Clock.systemUTC());

        AdapterAnnouncement stored = stored(store, "weights");
        store.checkpoints(job).save(3, new byte[1]);

        assertThat(encrypting.get(stored.weights(), 100)).isEqualTo("weights".getBytes(StandardCharsets.UTF_8));
        assertThat(store.find(job.jobId())).contains(JobResult.of(stored));
        for (String prefix : new String[] {"adapters/", "checkpoints/"}) {
            assertThat(objects.list(prefix)).isNotEmpty().allSatisfy(key -> assertThat(
                            objects.find(key, 1000).orElseThrow())
                    .startsWith("WMX1".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void keepsTheLatestCheckpointOnly() {
        Checkpoints checkpoints = at(0).checkpoints(job);

        checkpoints.save(90, new byte[] {90});
        checkpoints.save(100, new byte[] {100});
        checkpoints.save(100, new byte[] {101});

        assertThat(checkpoints.latest()).contains(new byte[] {101});
        assertThat(objects.list("checkpoints/job/")).hasSize(1);
    }

    @Test
    void goesOnFromTheCheckpointBeforeOneThatWasAltered() throws IOException {
        Checkpoints checkpoints = at(0).checkpoints(job);
        checkpoints.save(100, new byte[] {100});
        Path later = Files.createDirectories(folder.resolve("other"));
        ObjectStore elsewhere = new FileObjectStore(later);
        new ObjectAdapterStore(elsewhere, Clock.systemUTC()).checkpoints(job).save(200, new byte[] {50, 60});
        objects.put(elsewhere.list("checkpoints/job/").get(0), new byte[] {50});

        assertThat(checkpoints.latest()).contains(new byte[] {100});
        assertThat(checkpoints.latestStep()).isEqualTo(100);
        checkpoints.save(200, new byte[] {50, 60});
        assertThat(checkpoints.latest()).contains(new byte[] {50, 60});
    }

    @Test
    void replacesACheckpointThatWasAltered() {
        Checkpoints checkpoints = at(0).checkpoints(job);
        checkpoints.save(100, new byte[] {100});
        String key = objects.list("checkpoints/job/").get(0);
        objects.delete(key);
        objects.put(key, new byte[] {99});

        checkpoints.save(100, new byte[] {100});

        assertThat(checkpoints.latest()).contains(new byte[] {100});
    }

    @Test
    void keepsNothingOfAnAdapterWhoseJobWasCanceled() throws IOException {
        at(0).cancel(job.jobId());

        JobResult result = at(0).store(job, BASE, adapter("weights"));

        assertThat(result).isEqualTo(JobResult.canceled(job.jobId()));
        assertThat(at(0).cancel(job.jobId())).isEqualTo(result);
        assertThat(objects.list("adapters/")).isEmpty();
    }

    @Test
    void anAdapterIsNotCanceledAnyMore() throws IOException {
        AdapterAnnouncement stored = stored(at(0), "weights");

        assertThat(at(60).cancel(job.jobId())).isEqualTo(JobResult.of(stored));
    }

    @Test
    void knowsTheStepOfTheLatestCheckpoint() {
        Checkpoints checkpoints = at(0).checkpoints(job);
        assertThat(checkpoints.latestStep()).isZero();

        checkpoints.save(90, new byte[1]);
        checkpoints.save(100, new byte[1]);

        assertThat(checkpoints.latestStep()).isEqualTo(100);
    }

    private AdapterAnnouncement stored(ObjectAdapterStore store, String weights) throws IOException {
        return store.store(job, BASE, adapter(weights)).adapter().orElseThrow();
    }

    private ObjectAdapterStore at(int second) {
        return new ObjectAdapterStore(objects, Clock.fixed(Jobs.CREATED.plusSeconds(second), ZoneOffset.UTC));
    }

    private TrainedAdapter adapter(String weights) throws IOException {
        return new TrainedAdapter(
                Files.writeString(folder.resolve("config"), "{}"),
                Files.writeString(folder.resolve("weights"), weights),
                weights,
                TrainingMethod.WAVEFT,
                Optional.of("db1"),
                16,
                Map.of("seed", 7L),
                Map.of("java", "17"),
                0.5,
                Duration.ofSeconds(1));
    }
}
