package io.wavemesh.pictures;

/** Why a picture cannot be used. */
public enum PictureFault {
    /** The bytes are no picture of any known kind. */
    NOT_A_PICTURE,
    /** A picture, but of a kind that is not decoded. */
    UNSUPPORTED_TYPE,
    /** The file ends early or its content is damaged. */
    TRUNCATED,
    /** A side is shorter than the limit. */
    TOO_SMALL,
    /** Width times height is above the limit; found in the header, before anything is decoded. */
    TOO_MANY_PIXELS,
    /** The file has more bytes than the limit. */
    TOO_LARGE
}
