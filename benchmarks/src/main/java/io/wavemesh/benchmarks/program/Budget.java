package io.wavemesh.benchmarks.program;

/** The time that a program may take: what would not fit any more is left out. */
public final class Budget {
    private final double seconds;
    private final long start = System.nanoTime();
    private double longest;

    /** A budget from now on; 0 for none. */
    public Budget(double seconds) {
        this.seconds = seconds;
    }

    /** Seconds since the beginning. */
    public double elapsed() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Whether there is time for a part as long as the longest so far. */
    public boolean allowsAnother() {
        return seconds <= 0 || elapsed() + longest < seconds;
    }

    /** Runs a part and remembers how long it took. */
    public void part(Runnable work) {
        double before = elapsed();
        work.run();
        longest = Math.max(longest, elapsed() - before);
    }
}
