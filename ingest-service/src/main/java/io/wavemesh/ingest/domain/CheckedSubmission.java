package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.SubjectSummary;
import io.wavemesh.contracts.TrainingSettings;
import java.util.List;
import java.util.Optional;

/**
 * A submission in which everything was found usable.
 *
 * @param owner the client who sent it
 * @param pictures in the order sent
 * @param subject what was said of the subject
 * @param training settings for the trainer
 */
record CheckedSubmission(
        Optional<ClientId> owner, List<CheckedPicture> pictures, SubjectSummary subject, TrainingSettings training) {}
