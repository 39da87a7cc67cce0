package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.SubjectSummary;
import io.wavemesh.contracts.TrainingSettings;
import java.util.List;

/**
 * A submission in which everything was found usable.
 *
 * @param pictures in the order sent
 * @param subject what was said of the subject
 * @param training settings for the trainer
 */
record CheckedSubmission(List<CheckedPicture> pictures, SubjectSummary subject, TrainingSettings training) {}
