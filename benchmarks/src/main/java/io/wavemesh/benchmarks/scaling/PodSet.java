package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.scaling.Pod.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Pods of a Deployment: as many as are wanted. Those that go are the ones that work least: that wait for a GPU, that start, then
 * those that became ready last, as a ReplicaSet chooses.
 */
final class PodSet<P extends Pod> {
    private static final Comparator<Pod> GOES_FIRST = Comparator.<Pod, Phase>comparing(Pod::phase)
            .thenComparing(Comparator.comparing(Pod::readySeconds).reversed());

    private final Function<Consumer<P>, P> maker;
    private final Consumer<P> stopper;
    private final List<P> pods = new ArrayList<>();
    private int wanted;
    private int made;
    private int changes;

    /**
     * No pods yet.
     *
     * @param maker makes a pod, which calls what it is given when it has lost its place by itself
     * @param stopper tells a pod to go
     */
    PodSet(Function<Consumer<P>, P> maker, Consumer<P> stopper) {
        this.maker = maker;
        this.stopper = stopper;
    }

    /** Wants so many pods from now on. */
    void scale(int number) {
        if (number != wanted) {
            changes++;
            wanted = number;
        }
        fill();
        while (pods.size() > wanted) {
            P victim = pods.stream().min(GOES_FIRST).orElseThrow();
            pods.remove(victim);
            stopper.accept(victim);
        }
    }

    /** A pod was taken away by others: there must be another one. */
    private void lost(P pod) {
        if (pods.remove(pod)) {
            fill();
        }
    }

    private void fill() {
        while (pods.size() < wanted) {
            P pod = maker.apply(this::lost);
            pods.add(pod);
            made++;
            pod.request();
        }
    }

    int wanted() {
        return wanted;
    }

    int ready() {
        int ready = 0;
        for (P pod : pods) {
            ready += pod.phase() == Phase.READY ? 1 : 0;
        }
        return ready;
    }

    /** Pods that were made. */
    int made() {
        return made;
    }

    /** How often the number that is wanted changed. */
    int changes() {
        return changes;
    }
}
