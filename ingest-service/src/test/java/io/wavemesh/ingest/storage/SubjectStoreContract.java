package io.wavemesh.ingest.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingSettings;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.ingest.domain.Claim;
import io.wavemesh.ingest.domain.SubjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of subjects does. */
abstract class SubjectStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SubjectId SUBJECT = new SubjectId("sub-1");
    private static final JobId JOB = new JobId("job-1");

    abstract SubjectStore store();

    /** A trainer has stored an adapter. */
    abstract void givenAdapter(JobId job, AdapterId adapter);

    @Test
    void keepsTheFirstClaim() {
        Claim first = new Claim("a", NOW);

        assertThat(store().claim(SUBJECT, first)).isEqualTo(first);
        assertThat(store().claim(SUBJECT, new Claim("b", NOW.plusSeconds(1)))).isEqualTo(first);
    }

    @Test
    void storesEverythingAsOftenAsOneLikes() {
        byte[] bytes = {1, 2, 3};
        TrainingJob job = job(store().storePicture(SUBJECT, Sha256.of(bytes), "png", bytes));
        store().storeJob(job);
        store().markSent(SUBJECT);

        ObjectRef again = store().storePicture(SUBJECT, Sha256.of(bytes), "png", bytes);
        store().storeJob(job);
        store().markSent(SUBJECT);

        assertThat(again).isEqualTo(job.pictures().get(0).object());
        assertThat(again.sha256()).isEqualTo(Sha256.of(bytes));
        assertThat(store().findJob(SUBJECT)).contains(job);
        assertThat(store().isSent(SUBJECT)).isTrue();
    }

    @Test
    void knowsNothingOfOthers() {
        assertThat(store().findJob(SUBJECT)).isEmpty();
        assertThat(store().isSent(SUBJECT)).isFalse();
        assertThat(store().isErased(SUBJECT)).isFalse();
    }

    @Test
    void usesAKeyUpByErasing() {
        store().claim(SUBJECT, new Claim("a", NOW));
        store().storeJob(job(store().storePicture(SUBJECT, Sha256.of(new byte[1]), "png", new byte[1])));

        store().erase(SUBJECT, JOB, Set.of());
        store().erase(SUBJECT, JOB, Set.of());

        assertThat(store().findJob(SUBJECT)).isEmpty();
        assertThat(store().isErased(SUBJECT)).isTrue();
    }

    @Test
    void findsTheAdaptersOfAJobUntilItsMarksAreErased() {
        AdapterId adapter = new AdapterId("ada-1");
        givenAdapter(JOB, adapter);

        assertThat(store().findAdapters(JOB)).containsExactly(adapter);
        store().erase(SUBJECT, JOB, Set.of(adapter));
        assertThat(store().findAdapters(JOB)).containsExactly(adapter);
        store().eraseMarks(JOB);
        assertThat(store().findAdapters(JOB)).isEmpty();
    }

    @Test
    void knowsASubjectByWhateverThereIsOfIt() {
        assertThat(store().isKnown(SUBJECT)).isFalse();
        store().claim(SUBJECT, new Claim("a", NOW));
        assertThat(store().isKnown(SUBJECT)).isTrue();
        store().erase(SUBJECT, JOB, Set.of());
        assertThat(store().isKnown(SUBJECT)).isFalse();
        SubjectId unkeyed = new SubjectId("sub-2");
        store().storePicture(unkeyed, Sha256.of(new byte[1]), "png", new byte[1]);
        assertThat(store().isKnown(unkeyed)).isTrue();
    }

    @Test
    void knowsUploadsThatBeganAndDidNotEnd() {
        SubjectId ended = new SubjectId("sub-2");
        SubjectId discarded = new SubjectId("sub-3");
        SubjectId erased = new SubjectId("sub-4");
        Instant before = Instant.now().minusSeconds(5);
        for (SubjectId begun : List.of(SUBJECT, ended, discarded, erased)) {
            store().beginUpload(begun);
        }
        store().endUpload(ended);
        store().endUpload(ended);
        store().discard(discarded);
        store().erase(erased, JOB, Set.of());

        assertThat(store().uploadsBegunBefore(Instant.now().plusSeconds(5))).containsExactly(SUBJECT);
        assertThat(store().uploadsBegunBefore(before)).isEmpty();
    }

    @Test
    void keepsNoMarkOfASubjectWithoutKey() {
        store().storeJob(job(store().storePicture(SUBJECT, Sha256.of(new byte[1]), "png", new byte[1])));

        store().erase(SUBJECT, JOB, Set.of());

        assertThat(store().isErased(SUBJECT)).isFalse();
    }

    private static TrainingJob job(ObjectRef object) {
        PictureRef picture = new PictureRef(object, "image/png", 64, 64, new CropBox(0, 0, 64));
        return new TrainingJob(
                1,
                JOB,
                SUBJECT,
                Optional.empty(),
                Optional.empty(),
                "dog",
                "zjw",
                Optional.empty(),
                List.of(picture),
                TrainingSettings.defaults(),
                NOW);
    }
}
