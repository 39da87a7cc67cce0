package io.wavemesh.messaging;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the brokers. */
final class Answers {
    private Answers() {}

    /** The answer, or {@link BrokerUnavailableException} with the cause, also if it takes longer. */
    static <T> T await(Future<T> answer, Duration limit, String what) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BrokerUnavailableException(
                    "cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("cannot " + what + ": no answer in " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("cannot " + what + ": interrupted", e);
        }
    }
}
