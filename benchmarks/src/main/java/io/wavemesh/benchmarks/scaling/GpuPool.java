package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.Pod.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * GPUs, each on a node of its own. Nodes are brought up when pods need them, up to a limit, and go when they were empty for some
 * time. Where there is none, pods wait; serving goes first and takes trainers' GPUs, as the chart's priority classes say.
 */
final class GpuPool {
    private static final class Node {
        private int stay;
    }

    private final Timeline timeline;
    private final int limit;
    private final StartTimes starts;
    private final double idleSeconds;
    private final Draw draw;
    private final Map<Pod, Node> bound = new HashMap<>();
    private final Deque<Pod> trainers = new ArrayDeque<>();
    private final Deque<Node> idle = new ArrayDeque<>();
    private final Map<Priority, Deque<Pod>> pending = new EnumMap<>(Priority.class);
    private final Map<Priority, Level> held = new EnumMap<>(Priority.class);
    private final Level nodes;
    private int evicting;
    private int evictions;

    /**
     * An empty pool.
     *
     * @param limit most GPUs
     * @param idleSeconds until an empty node goes
     */
    GpuPool(Timeline timeline, int limit, StartTimes starts, double idleSeconds, Draw draw) {
        this.timeline = timeline;
        this.limit = limit;
        this.starts = starts;
        this.idleSeconds = idleSeconds;
        this.draw = draw;
        nodes = new Level(timeline);
        for (Priority priority : Priority.values()) {
            pending.put(priority, new ArrayDeque<>());
            held.put(priority, new Level(timeline));
        }
    }

    /** Nodes that are there or come: what is paid for. */
    Level nodes() {
        return nodes;
    }

    /** GPUs that pods of a priority have. */
    Level held(Priority priority) {
        return held.get(priority);
    }

    /** Trainers that lost their GPU to serving. */
    int evictions() {
        return evictions;
    }

    /** Gives a pod a GPU, now or when there is one. */
    void request(Pod pod) {
        if (!idle.isEmpty()) {
            bind(pod, idle.removeLast(), starts.warm(draw));
        } else if (nodes.value() < limit) {
            nodes.add(1);
            bind(pod, new Node(), starts.cold(draw));
        } else {
            pending.get(pod.priority()).add(pod);
            if (pod.priority() == Priority.SERVING) {
                evict();
            }
        }
    }

    /** A pod waits no longer. */
    void withdraw(Pod pod) {
        pending.get(pod.priority()).remove(pod);
    }

    /** A pod gives its GPU back. */
    void release(Pod pod) {
        Node node = bound.remove(pod);
        held.get(pod.priority()).add(-1);
        if (pod.priority() == Priority.TRAINING && !trainers.remove(pod)) {
            evicting--;
        }
        for (Deque<Pod> waiting : pending.values()) {
            if (!waiting.isEmpty()) {
                bind(waiting.poll(), node, starts.warm(draw));
                return;
            }
        }
        idle.addLast(node);
        int stay = ++node.stay;
        timeline.after(idleSeconds, () -> {
            if (node.stay == stay && idle.remove(node)) {
                nodes.add(-1);
            }
        });
    }

    private void bind(Pod pod, Node node, double startSeconds) {
        node.stay++;
        bound.put(pod, node);
        held.get(pod.priority()).add(1);
        if (pod.priority() == Priority.TRAINING) {
            trainers.addLast(pod);
        }
        pod.bind(startSeconds);
    }

    /** The trainers that came last go first; as many as serving lacks. */
    private void evict() {
        while (evicting < pending.get(Priority.SERVING).size() && !trainers.isEmpty()) {
            evicting++;
            evictions++;
            trainers.removeLast().evicted();
        }
    }
}
