package io.wavemesh.benchmarks.scaling;

import java.util.PriorityQueue;

/** What happens when: the events of a simulation in the order of their times, equal ones as they were planned. */
final class Timeline {
    private record Event(double atSeconds, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int order = Double.compare(atSeconds, other.atSeconds);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double now;
    private long planned;

    /** Nothing is planned yet. */
    Timeline(double startSeconds) {
        now = startSeconds;
    }

    /** The present, in seconds. */
    double now() {
        return now;
    }

    /** Plans an event. */
    void at(double seconds, Runnable action) {
        if (!(seconds >= now)) {
            throw new IllegalArgumentException("an event at " + seconds + " s is before " + now + " s");
        }
        events.add(new Event(seconds, planned++, action));
    }

    /** Plans an event so long from now. */
    void after(double seconds, Runnable action) {
        at(now + seconds, action);
    }

    /** Repeats an action for ever. */
    void every(double firstSeconds, double periodSeconds, Runnable action) {
        at(firstSeconds, new Runnable() {
            @Override
            public void run() {
                action.run();
                after(periodSeconds, this);
            }
        });
    }

    /** Lets everything happen up to this time, which is the present then. */
    void runUntil(double endSeconds) {
        while (!events.isEmpty() && events.peek().atSeconds <= endSeconds) {
            Event next = events.poll();
            now = next.atSeconds;
            next.action.run();
        }
        now = endSeconds;
    }
}
