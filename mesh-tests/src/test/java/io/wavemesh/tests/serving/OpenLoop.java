package io.wavemesh.tests.serving;

import io.wavemesh.tests.harness.HttpPeer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** A client that sends so many requests a second, whatever becomes of them. */
final class OpenLoop implements Runnable {
    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    /** An answer: how it ended, how long it took, and when it said to come back. */
    record Sample(ImageCalls.End end, Duration time, int retryAfterSeconds) {}

    private final HttpClient http;
    private final HttpPeer peer;
    private final double perSecond;
    private final Duration length;
    private final LongFunction<String> bodies;
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Phaser open = new Phaser(1);

    /**
     * A client that has not begun.
     *
     * @param peer makes the requests, with the client's headers
     * @param bodies the n-th request's body
     */
    OpenLoop(HttpClient http, HttpPeer peer, double perSecond, Duration length, LongFunction<String> bodies) {
        this.http = http;
        this.peer = peer;
        this.perSecond = perSecond;
        this.length = length;
        this.bodies = bodies;
    }

    /** Sends for the whole time and waits for the last answer. */
    @Override
    public void run() {
        long begin = System.nanoTime();
        long sent = 0;
        for (long now = begin; now - begin < length.toNanos(); now = System.nanoTime()) {
            for (double due = perSecond * (now - begin) / 1e9; sent < due; sent++) {
                send(sent);
            }
            LockSupport.parkNanos(PAUSE);
        }
        open.arriveAndAwaitAdvance();
    }

    /** What came back so far. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    private void send(long number) {
        HttpRequest request = peer.request(ImageCalls.PATH)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(bodies.apply(number)))
                .build();
        long start = System.nanoTime();
        open.register();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).whenComplete((answer, fault) -> {
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            samples.add(
                    fault != null
                            ? new Sample(ImageCalls.End.TRY_AGAIN, time, 0)
                            : sample(new HttpPeer.Answer(answer.statusCode(), answer.headers(), answer.body()), time));
            open.arriveAndDeregister();
        });
    }

    private static Sample sample(HttpPeer.Answer answer, Duration time) {
        ImageCalls.End end = ImageCalls.end(answer);
        int retryAfter = end == ImageCalls.End.STAY_AWAY
                ? Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow())
                : 0;
        return new Sample(end, time, retryAfter);
    }
}
