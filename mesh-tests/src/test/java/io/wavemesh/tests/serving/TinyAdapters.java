package io.wavemesh.tests.serving;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.tests.harness.MeshUnderTest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Adapters of the tiny model by the number, all with the content of one that PEFT wrote. */
final class TinyAdapters {
    private static final String CONTENT = "waveft_db1";

    private final MeshUnderTest mesh;
    private final String modelHash;
    private final ObjectRef config;
    private final ObjectRef weights;
    private final ObjectRef provenance;

    TinyAdapters(MeshUnderTest mesh) {
        this.mesh = mesh;
        this.config = store("model", ObjectKeys.ADAPTER_CONFIG);
        this.weights = store("model", ObjectKeys.ADAPTER_WEIGHTS);
        this.provenance = mesh.store()
                .put(ObjectKeys.adapterFile(new AdapterId("model"), ObjectKeys.PROVENANCE), new byte[] {'{', '}'});
        try (ModelFolder folder = ModelFolder.open(Golden.tinyModel(), Optional.empty())) {
            this.modelHash = folder.contentHash();
        }
    }

    /** Name of one of them. */
    static String id(int index) {
        return "adapter-0123456789abcdef-" + String.format("%06d", index);
    }

    /** Announces the first so many; their files are not there. */
    void announce(int count) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", mesh.connection().bootstrapServers(), "linger.ms", 50, "batch.size", 1 << 18);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                AdapterAnnouncement adapter = announcement(i);
                producer.send(new ProducerRecord<>(
                        mesh.topics().adapters().name(), adapter.messageKey(), MessageJson.encode(adapter)));
            }
            producer.flush();
        }
    }

    /** Puts the files of one of them into the store. */
    void store(int index) {
        store(id(index), ObjectKeys.ADAPTER_CONFIG);
        store(id(index), ObjectKeys.ADAPTER_WEIGHTS);
    }

    private ObjectRef store(String id, String file) {
        ObjectStore store = mesh.store();
        return store.put(
                ObjectKeys.adapterFile(new AdapterId(id), file),
                Golden.adapter(CONTENT).resolve(file));
    }

    private AdapterAnnouncement announcement(int index) {
        AdapterId id = new AdapterId(id(index));
        return new AdapterAnnouncement(
                1,
                id,
                new JobId("job-" + id),
                new SubjectId("subject-0123456789abcdef-" + index),
                Optional.empty(),
                new BaseModelId("tiny"),
                modelHash,
                TrainingMethod.WAVEFT,
                Optional.of("db1"),
                "zjw",
                "dog",
                at(id, ObjectKeys.ADAPTER_CONFIG, config),
                at(id, ObjectKeys.ADAPTER_WEIGHTS, weights),
                at(id, ObjectKeys.PROVENANCE, provenance),
                100,
                weights.byteCount(),
                Optional.of("dog number " + index),
                Instant.now());
    }

    private static ObjectRef at(AdapterId id, String file, ObjectRef content) {
        return new ObjectRef(ObjectKeys.adapterFile(id, file), content.sha256(), content.byteCount());
    }
}
