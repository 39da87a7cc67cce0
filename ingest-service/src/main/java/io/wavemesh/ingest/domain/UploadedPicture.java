package io.wavemesh.ingest.domain;

/** One picture of a request, not yet looked at. May be read more than once. */
public interface UploadedPicture {
    /** Length of the file. */
    long byteCount();

    /** The whole file; the caller has checked its length. */
    byte[] bytes();
}
