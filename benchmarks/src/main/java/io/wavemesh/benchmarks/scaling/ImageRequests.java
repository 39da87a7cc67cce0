package io.wavemesh.benchmarks.scaling;

/** What became of the day's requests for images. Every request is counted once as arrived and once as one of the ends. */
final class ImageRequests {
    private final Samples waits = new Samples();
    private final Level waiting;
    private final Level working;
    private final Level away;
    private long arrived;
    private long drawn;
    private long refusals;
    private long givenUp;
    private long cut;
    private double queuedSeconds;
    private double drawnSeconds;
    private long starts;

    ImageRequests(Timeline timeline) {
        waiting = new Level(timeline);
        working = new Level(timeline);
        away = new Level(timeline);
    }

    void arrive() {
        arrived++;
    }

    /** It has a place in a queue. */
    void enqueue() {
        waiting.add(1);
    }

    /** It leaves the queue. */
    void dequeue() {
        waiting.add(-1);
    }

    /**
     * It is drawn.
     *
     * @param waitedSeconds since the client first asked
     * @param inQueueSeconds since it was accepted
     */
    void start(double waitedSeconds, double inQueueSeconds) {
        waits.add(waitedSeconds);
        queuedSeconds += inQueueSeconds;
        starts++;
        working.add(1);
    }

    void finish(double serviceSeconds) {
        drawn++;
        drawnSeconds += serviceSeconds;
        working.add(-1);
    }

    /** 429: the client comes again, or not. */
    void refuse(boolean comesAgain) {
        refusals++;
        if (comesAgain) {
            away.add(1);
        } else {
            givenUp++;
        }
    }

    void comeAgain() {
        away.add(-1);
    }

    /** Not finished when its replica had to go. */
    void cut() {
        cut++;
    }

    /** Requests that wait in queues. */
    Level waiting() {
        return waiting;
    }

    /** Replicas at work. */
    Level working() {
        return working;
    }

    /** Seconds from a client's first try until drawing began. */
    Samples waits() {
        return waits;
    }

    /** Seconds in queues of all that were begun so far, as the services' meter counts. */
    double queuedSeconds() {
        return queuedSeconds;
    }

    /** Seconds of drawing of all that are done so far. */
    double drawnSeconds() {
        return drawnSeconds;
    }

    /** Requests that were begun so far. */
    long starts() {
        return starts;
    }

    long arrived() {
        return arrived;
    }

    long drawn() {
        return drawn;
    }

    /** Answers 429. */
    long refusals() {
        return refusals;
    }

    /** Requests whose client did not come again. */
    long givenUp() {
        return givenUp;
    }

    long cutOff() {
        return cut;
    }

    /** Share of the answers 429 in all tries. */
    double refusedShare() {
        long tries = arrived + refusals - givenUp;
        return tries == 0 ? 0 : refusals / (double) tries;
    }

    /** Requests that wait, are drawn or will be sent again. */
    long open() {
        return arrived - drawn - givenUp - cut;
    }

    /** Requests that will be sent again. */
    int away() {
        return away.value();
    }
}
