package io.wavemesh.benchmarks.job;

import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.domain.EraseTraces;
import io.wavemesh.ingest.domain.Erasures;
import io.wavemesh.ingest.domain.PictureReading;
import io.wavemesh.ingest.domain.PictureSetLimits;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.ingest.domain.SubjectStore;
import io.wavemesh.ingest.domain.Submission;
import io.wavemesh.ingest.domain.SubmissionOutcome;
import io.wavemesh.ingest.domain.SubmissionRules;
import io.wavemesh.ingest.domain.SubmitSubject;
import io.wavemesh.ingest.domain.UploadedPicture;
import io.wavemesh.ingest.storage.ObjectSubjectStore;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.trainer.domain.JobSource;
import io.wavemesh.trainer.storage.ObjectJobSource;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Ingest's use case with its usual limits: a folder of pictures becomes a job. */
final class Ingest {
    private static final PictureLimits PICTURE = new PictureLimits(32L << 20, 50_000_000, 64);
    private static final PictureSetLimits SET = new PictureSetLimits(1, 64, 256L << 20, PICTURE);
    private static final int DECODES = 2;
    private static final int HELD = 100;

    private final Mailbox mailbox;
    private final JobSource jobs;
    private final SubmitSubject submit;

    Ingest(ObjectStore store, Mailbox mailbox) {
        this.mailbox = mailbox;
        this.jobs = new ObjectJobSource(store);
        SubjectStore subjects = new ObjectSubjectStore(store);
        SubjectStatuses statuses = new SubjectStatuses(HELD);
        this.submit = new SubmitSubject(
                new SubmissionRules(SET, new PictureReading(PICTURE, DECODES, Duration.ofSeconds(30)), "zjw"),
                subjects,
                mailbox,
                statuses,
                new Erasures(
                        new EraseTraces(subjects, mailbox, Clock.systemUTC()),
                        statuses,
                        new Erasures.Times(Duration.ZERO, Duration.ZERO),
                        System::nanoTime),
                (outcome, elapsed) -> {},
                Clock.systemUTC());
    }

    private record FileUpload(Path file) implements UploadedPicture {
        @Override
        public long byteCount() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] bytes() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Checks and stores the pictures; the job that is sent. */
    TrainingJob submit(Path folder, String classNoun, Map<String, Object> training) {
        SubmissionOutcome outcome = submit.submit(new Submission(
                Optional.empty(),
                Optional.empty(),
                uploads(folder),
                Optional.of(classNoun),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Json.write(training)),
                List.of()));
        if (!(outcome instanceof SubmissionOutcome.Accepted)) {
            throw new IllegalArgumentException(folder + ": refused by ingest: " + outcome);
        }
        return jobs.find(mailbox.order());
    }

    private static List<UploadedPicture> uploads(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .<UploadedPicture>map(FileUpload::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
