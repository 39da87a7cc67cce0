package io.wavemesh.pictures;

import java.util.Objects;

/** Says that a picture cannot be used; the message is one line, fit to be shown to whoever sent the picture. */
public final class UnusablePictureException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final PictureFault fault;

    UnusablePictureException(PictureFault fault, String message) {
        super(message);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    UnusablePictureException(PictureFault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /** The kind of fault. */
    public PictureFault fault() {
        return fault;
    }

    static UnusablePictureException damaged(String what) {
        return new UnusablePictureException(PictureFault.TRUNCATED, "is truncated or damaged: " + what);
    }

    UnusablePictureException named(String name) {
        return new UnusablePictureException(fault, name + ": " + getMessage(), this);
    }
}
