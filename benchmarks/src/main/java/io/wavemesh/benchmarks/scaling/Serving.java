package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.HorizontalScaler.Kind;
import io.wavemesh.benchmarks.scaling.HorizontalScaler.Metric;
import io.wavemesh.benchmarks.scaling.Replica.Request;
import io.wavemesh.benchmarks.scaling.ServingRule.Balance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Inference: replicas behind a Service, scaled by what waits and for how long. */
final class Serving {
    /** Range of the rate in the chart's query of the time waited. */
    private static final double RATE_SECONDS = 120;

    /** Clients come again at the time that they were told, or somewhat later. */
    private static final double LATEST_AGAIN = 1.25;

    private static final double NOBODY_SECONDS = 10;

    private record Seen(double atSeconds, double queuedSeconds, long starts, double drawnSeconds) {}

    private final Timeline timeline;
    private final ServingRule rule;
    private final ImageRequests requests;
    private final int retries;
    private final Draw draw;
    private final PodSet<Replica> pods;
    private final List<Replica> ready = new ArrayList<>();
    private final HorizontalScaler scaler;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private int depth;

    /**
     * No replicas yet.
     *
     * @param loadSeconds from a container's start until the replica is ready
     * @param retries how often a client comes again that was refused
     */
    Serving(Timeline timeline, GpuPool pool, ServingRule rule, double loadSeconds, int retries, Draw draw) {
        this.timeline = timeline;
        this.retries = retries;
        this.rule = rule;
        this.draw = draw;
        requests = new ImageRequests(timeline);
        scaler = new HorizontalScaler(rule.scaling());
        pods = new PodSet<>(lost -> new Replica(timeline, pool, requests, rule, loadSeconds, ready::add), this::stop);
    }

    /** Begins with the fewest pods; looks at meters and scales from now on. */
    void begin(double scrapeSeconds) {
        pods.scale(rule.scaling().min());
        timeline.every(timeline.now() + draw.uniform(0, scrapeSeconds), scrapeSeconds, this::scrape);
        double first = timeline.now() + draw.uniform(0, HorizontalScaler.SYNC_SECONDS);
        timeline.every(first, HorizontalScaler.SYNC_SECONDS, this::sync);
    }

    /** A request comes. */
    void arrive(double serviceSeconds) {
        requests.arrive();
        send(new Request(timeline.now(), serviceSeconds), 0);
    }

    private void send(Request request, int earlier) {
        double againSeconds = NOBODY_SECONDS;
        if (!ready.isEmpty()) {
            Replica replica = choose();
            if (replica.take(request)) {
                return;
            }
            againSeconds = replica.retryAfterSeconds();
        }
        boolean comesAgain = earlier < retries;
        requests.refuse(comesAgain);
        if (comesAgain) {
            timeline.after(againSeconds * draw.uniform(1, LATEST_AGAIN), () -> {
                requests.comeAgain();
                send(request, earlier + 1);
            });
        }
    }

    private Replica choose() {
        Replica one = ready.get(draw.below(ready.size()));
        if (rule.balance() == Balance.RANDOM) {
            return one;
        }
        Replica other = ready.get(draw.below(ready.size()));
        return other.load() < one.load() ? other : one;
    }

    private void stop(Replica replica) {
        ready.remove(replica);
        replica.drain();
    }

    private void scrape() {
        depth = requests.waiting().value();
        seen.addLast(new Seen(timeline.now(), requests.queuedSeconds(), requests.starts(), requests.drawnSeconds()));
        while (seen.peekFirst().atSeconds < timeline.now() - RATE_SECONDS) {
            seen.removeFirst();
        }
    }

    private void sync() {
        int current = pods.wanted();
        if (current == 0) {
            return; // not installed
        }
        List<Metric> metrics = new ArrayList<>(List.of(
                new Metric(Kind.AVERAGE_VALUE, depth, rule.depthTarget()),
                new Metric(Kind.VALUE, recentWaitSeconds(), rule.waitTargetSeconds())));
        if (rule.busyTarget() > 0) {
            metrics.add(new Metric(Kind.AVERAGE_VALUE, recentlyBusy(), rule.busyTarget()));
        }
        pods.scale(scaler.scale(timeline.now(), current, pods.ready(), metrics));
    }

    private double recentWaitSeconds() {
        if (seen.isEmpty()) {
            return 0;
        }
        long starts = seen.peekLast().starts - seen.peekFirst().starts;
        return starts == 0 ? 0 : (seen.peekLast().queuedSeconds - seen.peekFirst().queuedSeconds) / starts;
    }

    /** Replicas that were at work, on average. */
    private double recentlyBusy() {
        if (seen.size() < 2) {
            return 0;
        }
        Seen from = seen.peekFirst();
        Seen to = seen.peekLast();
        return (to.drawnSeconds - from.drawnSeconds) / (to.atSeconds - from.atSeconds);
    }

    ImageRequests requests() {
        return requests;
    }

    PodSet<Replica> pods() {
        return pods;
    }
}
