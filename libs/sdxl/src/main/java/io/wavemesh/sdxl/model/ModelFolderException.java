package io.wavemesh.sdxl.model;

import io.wavemesh.waveft.OneLine;
import java.nio.file.Path;

/**
 * A model folder that cannot be used: something is missing, broken or of a kind that is not understood. The message
 * is one line that begins with the path at fault and is fit to be shown alone.
 */
public final class ModelFolderException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    /**
     * @param path the file or folder at fault
     * @param problem what is wrong with it, in one line
     */
    public ModelFolderException(Path path, String problem) {
        this(path, problem, null);
    }

    /**
     * @param path the file or folder at fault
     * @param problem what is wrong with it, in one line
     * @param cause the failure underneath, or null
     */
    public ModelFolderException(Path path, String problem, Throwable cause) {
        super(OneLine.of(path + ": " + problem.lines().findFirst().orElse("unusable")), cause);
        this.path = path;
    }

    /** The file or folder at fault. */
    public Path path() {
        return path;
    }
}
