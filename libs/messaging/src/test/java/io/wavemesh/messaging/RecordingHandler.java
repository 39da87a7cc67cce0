package io.wavemesh.messaging;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.RetryableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Writes down every delivery and answers by a function. */
final class RecordingHandler implements JobHandler<JobControl> {
    final List<Delivery<JobControl>> deliveries = new CopyOnWriteArrayList<>();
    final List<Delivery<JobControl>> givenUp = new CopyOnWriteArrayList<>();
    /** How often it can't be told how far the work has come. */
    final AtomicInteger outages = new AtomicInteger();

    volatile long progress;
    private final BiFunction<Delivery<JobControl>, StopSignal, Disposition> work;

    RecordingHandler(BiFunction<Delivery<JobControl>, StopSignal, Disposition> work) {
        this.work = work;
    }

    static RecordingHandler answering(Disposition disposition) {
        return new RecordingHandler((delivery, stop) -> disposition);
    }

    @Override
    public Verdict handle(Delivery<JobControl> delivery, StopSignal stop) {
        deliveries.add(delivery);
        return new Verdict(work.apply(delivery, stop), "as told");
    }

    @Override
    public long progress(JobControl message) {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new RetryableException("the store is away");
        }
        return progress;
    }

    @Override
    public void giveUp(Delivery<JobControl> delivery, String reason) {
        givenUp.add(delivery);
    }

    List<String> jobs() {
        return deliveries.stream().map(d -> d.message().jobId().value()).toList();
    }

    List<Integer> attempts() {
        return deliveries.stream().map(Delivery::attempt).toList();
    }
}
