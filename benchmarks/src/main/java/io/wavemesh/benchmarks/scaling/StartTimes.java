package io.wavemesh.benchmarks.scaling;

/**
 * From a pod's having a GPU to its container's running, evenly spread.
 *
 * @param warmFromSeconds at least, on a node that is there and holds the image
 * @param warmToSeconds at most
 * @param coldFromSeconds at least, where a node must be brought up first
 * @param coldToSeconds at most
 */
record StartTimes(double warmFromSeconds, double warmToSeconds, double coldFromSeconds, double coldToSeconds) {
    /** 30 to 60 s on a node that is there, 90 to 120 s on a new one. */
    static final StartTimes USUAL = new StartTimes(30, 60, 90, 120);

    double warm(Draw draw) {
        return draw.uniform(warmFromSeconds, warmToSeconds);
    }

    double cold(Draw draw) {
        return draw.uniform(coldFromSeconds, coldToSeconds);
    }
}
