package io.wavemesh.benchmarks.scaling;

/** A number that changes over time, such as pods that wait, and its area: number times seconds. */
final class Level {
    private final Timeline timeline;
    private int value;
    private int highest;
    private double area;
    private double since;

    Level(Timeline timeline) {
        this.timeline = timeline;
    }

    void add(int difference) {
        area += value * (timeline.now() - since);
        since = timeline.now();
        value += difference;
        highest = Math.max(highest, value);
    }

    int value() {
        return value;
    }

    int highest() {
        return highest;
    }

    /** Sum over time up to now, in seconds. */
    double area() {
        return area + value * (timeline.now() - since);
    }
}
