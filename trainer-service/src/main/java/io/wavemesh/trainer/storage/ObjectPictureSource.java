package io.wavemesh.trainer.storage;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PermanentException;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.trainer.domain.PictureFile;
import io.wavemesh.trainer.domain.PictureSource;
import io.wavemesh.trainer.domain.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies pictures from the object store, each checked by its SHA-256, to a folder of their own. */
public final class ObjectPictureSource implements PictureSource {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectPictureSource.class);

    private final ObjectStore store;
    private final Path workFolder;
    private final long maxBytes;

    /**
     * A source that copies to new folders below {@code workFolder}.
     *
     * @param maxBytes largest picture that is accepted
     */
    public ObjectPictureSource(ObjectStore store, Path workFolder, long maxBytes) {
        this.store = store;
        this.workFolder = workFolder;
        this.maxBytes = maxBytes;
    }

    /** Deletes what trainers left in the work folder that were killed. */
    public void deleteAbandoned() {
        try {
            int deleted = RunFolder.deleteAbandoned(workFolder);
            if (deleted > 0) {
                LOG.info("files of killed trainers deleted, runs={}", deleted);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("files of killed trainers stay, cause={}", e.toString());
        }
    }

    @Override
    public Workplace fetch(TrainingJob job) {
        RunFolder run = newFolder(job);
        Path folder = run.path();
        try {
            List<PictureFile> files = new ArrayList<>();
            for (PictureRef picture : job.pictures()) {
                files.add(fetch(picture, files.size(), folder));
            }
            Path output = Files.createDirectory(folder.resolve("adapter"));
            return new Workplace(files, output, run::close);
        } catch (IOException e) {
            run.close();
            throw new RetryableException("cannot write to " + folder, e);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private PictureFile fetch(PictureRef picture, int index, Path folder) {
        ObjectRef object = picture.object();
        String name = "pictures[" + index + "]";
        if (object.byteCount() > maxBytes) {
            throw new PermanentException(
                    name + " has " + object.byteCount() + " bytes, at most " + maxBytes + " are accepted");
        }
        Path target = folder.resolve("picture-" + index);
        try {
            store.fetch(object, target);
        } catch (ObjectMissingException e) {
            throw new PermanentException(name + " is not in the object store", e);
        } catch (PermanentException e) {
            throw new PermanentException(name + " is not the picture that the job names", e);
        }
        return new PictureFile(picture, target);
    }

    private RunFolder newFolder(TrainingJob job) {
        try {
            return RunFolder.create(workFolder, job.jobId() + "-");
        } catch (IOException e) {
            throw new RetryableException("cannot write to " + workFolder, e);
        }
    }
}
