package io.wavemesh.benchmarks.scaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A replica of inference: one engine behind a bounded queue. */
final class Replica extends Pod {
    /**
     * A request for images.
     *
     * @param firstSeconds when the client first asked
     * @param serviceSeconds its time on the engine
     */
    record Request(double firstSeconds, double serviceSeconds) {}

    private record Accepted(Request request, double atSeconds) {}

    private final ImageRequests requests;
    private final ServingRule rule;
    private final double loadSeconds;
    private final Consumer<Replica> onReady;
    private final Deque<Accepted> queue = new ArrayDeque<>();
    private double queuedWorkSeconds;
    private boolean working;
    private boolean cutOff;

    Replica(
            Timeline timeline,
            GpuPool pool,
            ImageRequests requests,
            ServingRule rule,
            double loadSeconds,
            Consumer<Replica> onReady) {
        super(timeline, pool, Priority.SERVING);
        this.requests = requests;
        this.rule = rule;
        this.loadSeconds = loadSeconds;
        this.onReady = onReady;
    }

    @Override
    double loadSeconds() {
        return loadSeconds;
    }

    @Override
    void ready() {
        onReady.accept(this);
    }

    @Override
    void evicted() {
        throw new IllegalStateException("nothing goes before serving");
    }

    /** Takes a request; false if its queue is full. */
    boolean take(Request request) {
        if (!working) {
            start(new Accepted(request, timeline().now()));
            return true;
        }
        if (queue.size() >= rule.queueLength()) {
            return false;
        }
        queue.addLast(new Accepted(request, timeline().now()));
        queuedWorkSeconds += request.serviceSeconds;
        requests.enqueue();
        return true;
    }

    /** When a refused client may come again: when half of what waits is done. */
    double retryAfterSeconds() {
        return Math.max(1, Math.ceil(queuedWorkSeconds / 2));
    }

    /** Requests that wait or are drawn. */
    int load() {
        return queue.size() + (working ? 1 : 0);
    }

    private void start(Accepted next) {
        working = true;
        double now = timeline().now();
        requests.start(now - next.request.firstSeconds, now - next.atSeconds);
        timeline().after(next.request.serviceSeconds, () -> finish(next.request.serviceSeconds));
    }

    private void finish(double serviceSeconds) {
        if (cutOff) {
            return;
        }
        working = false;
        requests.finish(serviceSeconds);
        Accepted next = queue.poll();
        if (next != null) {
            queuedWorkSeconds -= next.request.serviceSeconds;
            requests.dequeue();
            start(next);
        } else if (phase() == Phase.LEAVING) {
            leave();
        }
    }

    /** It must go: what it has in hand is drawn first, as far as there is time. */
    void drain() {
        if (load() == 0) {
            leave();
            return;
        }
        retire();
        timeline().after(rule.drainSeconds(), () -> {
            if (phase() == Phase.LEAVING) {
                cutOff();
            }
        });
    }

    private void cutOff() {
        cutOff = true;
        for (int i = 0; i < queue.size(); i++) {
            requests.dequeue();
            requests.cut();
        }
        queue.clear();
        requests.working().add(-1);
        requests.cut();
        leave();
    }
}
