package io.wavemesh.benchmarks.training;

import io.wavemesh.pictures.Picture;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Pictures of random colours. */
final class RandomPictures {
    private RandomPictures() {}

    /** Square pictures. */
    static List<Picture> of(int count, int side) {
        return IntStream.range(0, count).mapToObj(seed -> picture(side, seed)).toList();
    }

    private static Picture picture(int side, long seed) {
        byte[] rgb = new byte[3 * side * side];
        new Random(seed).nextBytes(rgb);
        return Picture.of(side, side, rgb);
    }
}
