package io.wavemesh.pictures;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import java.util.Set;

/** Reads the orientation from an EXIF block; a damaged block means upright, as viewers take it. */
final class ExifOrientation {
    private ExifOrientation() {}

    /** The orientation in a block that starts with its TIFF header. */
    static Orientation of(byte[] tiff) {
        Metadata metadata = new Metadata();
        try {
            new TiffReader().processTiff(new ByteArrayReader(tiff), new FirstDirectoryOnly(metadata), 0);
        } catch (TiffProcessingException | IOException | RuntimeException e) {
            return Orientation.TOP_LEFT;
        }
        ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer value = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        return value == null ? Orientation.TOP_LEFT : Orientation.ofExif(value);
    }

    /** Follows no links into sub-directories, thumbnails and makers' notes: an untrusted file gets no more work. */
    private static final class FirstDirectoryOnly extends ExifTiffHandler {
        FirstDirectoryOnly(Metadata metadata) {
            super(metadata, null, 0);
        }

        @Override
        public boolean tryEnterSubIfd(int tagId) {
            return false;
        }

        @Override
        public boolean hasFollowerIfd() {
            return false;
        }

        @Override
        public boolean customProcessTag(
                int tagOffset,
                Set<Integer> processedIfdOffsets,
                int tiffHeaderOffset,
                RandomAccessReader reader,
                int tagId,
                int byteCount) {
            return false;
        }
    }
}
