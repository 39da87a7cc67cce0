package io.wavemesh.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.trainer.Jobs;
import io.wavemesh.trainer.domain.JobGoneException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectJobSourceTest {
    @TempDir
    Path folder;

    private FileObjectStore objects;
    private ObjectJobSource source;
    private final TrainingJob job = Jobs.job(
            "one", Jobs.settings(1), Optional.empty(), Jobs.simple("one").pictures());

    @BeforeEach
    void open() {
        objects = new FileObjectStore(folder);
        source = new ObjectJobSource(objects);
    }

    @Test
    void readsTheDescription() {
        assertThat(source.find(TrainingOrder.of(job, stored(job)))).isEqualTo(job);
    }

    @Test
    void takesTheJobThatIsWithin() {
        TrainingOrder order = MessageJson.decode(MessageJson.encode(job), TrainingOrder.class);

        assertThat(source.find(order)).isEqualTo(job);
    }

    @Test
    void knowsWhenTheDescriptionIsGone() {
        ObjectRef description = stored(job);
        objects.delete(description.key());

        assertThatThrownBy(() -> source.find(TrainingOrder.of(job, description)))
                .isInstanceOf(JobGoneException.class)
                .hasMessage("the job's description is not in the object store");
    }

    @Test
    void refusesTheDescriptionOfAnotherJob() {
        TrainingJob other = Jobs.simple("other");
        ObjectRef description = objects.put(ObjectKeys.jobDescription(job.subjectId()), MessageJson.encode(other));

        assertThatThrownBy(() -> source.find(TrainingOrder.of(job, description)))
                .isInstanceOf(JobGoneException.class)
                .hasMessage("the job's description is that of another job");
    }

    private ObjectRef stored(TrainingJob described) {
        return objects.put(ObjectKeys.jobDescription(described.subjectId()), MessageJson.encode(described));
    }
}
