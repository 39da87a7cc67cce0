package io.wavemesh.ingest.resource;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.wavemesh.access.Caller;
import io.wavemesh.access.http.Credentials;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.config.IngestConfig;
import io.wavemesh.ingest.domain.StatusListener;
import io.wavemesh.ingest.domain.StatusWatch;
import io.wavemesh.ingest.domain.SubjectStatuses;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Streams the states of a subject: the present one first, then each newer one, until a final one, the subject's
 * erasure, or the end of what the client was let in by. A slow client misses states between, never the last one; a silent stream sends comments.
 */
@ApplicationScoped
class EventStream {
    /** With the interval at which the key file is read (5 s), a withdrawn key is worth 7 s at most. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final SubjectStatuses statuses;
    private final Duration keepAlive;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "event-keep-alive");
        thread.setDaemon(true);
        return thread;
    });

    EventStream(SubjectStatuses statuses, IngestConfig config) {
        this.statuses = statuses;
        this.keepAlive = config.events().keepAlive();
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    Multi<OutboundSseEvent> of(Caller caller, Credentials credentials, SubjectId subject, Sse sse) {
        return Multi.createFrom()
                .emitter(
                        emitter -> begin(caller, credentials, subject, sse, cast(emitter)),
                        BackPressureStrategy.LATEST);
    }

    private void begin(
            Caller caller,
            Credentials credentials,
            SubjectId subject,
            Sse sse,
            MultiEmitter<OutboundSseEvent> emitter) {
        ScheduledFuture<?> looks = clock.scheduleAtFixedRate(
                () -> endUnless(credentials, emitter), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> comments = clock.scheduleAtFixedRate(
                () -> comment(sse, emitter), keepAlive.toMillis(), keepAlive.toMillis(), TimeUnit.MILLISECONDS);
        Optional<StatusWatch> watch = statuses.watch(caller, subject, listener(sse, emitter));
        emitter.onTermination(() -> {
            looks.cancel(false);
            comments.cancel(false);
            watch.ifPresent(StatusWatch::close);
        });
        if (watch.isEmpty()) {
            emitter.complete();
        }
    }

    /** A client whose key is withdrawn, or whose token is over, is told nothing more; with new ones it may come again. */
    private static void endUnless(Credentials credentials, MultiEmitter<OutboundSseEvent> emitter) {
        if (!credentials.stillCount()) {
            emitter.complete();
        }
    }

    /** Only for a client that keeps up: a comment must not take the place of a state. */
    private static void comment(Sse sse, MultiEmitter<OutboundSseEvent> emitter) {
        if (emitter.requested() > 0) {
            emitter.emit(sse.newEventBuilder().comment("still here").build());
        }
    }

    private static StatusListener listener(Sse sse, MultiEmitter<OutboundSseEvent> emitter) {
        return new StatusListener() {
            @Override
            public void state(TrainingEvent event) {
                emitter.emit(sse.newEventBuilder()
                        .id(event.attempt() + "-" + event.sequence())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(SubjectView.class, SubjectView.of(event))
                        .build());
                if (event.state().isFinal()) {
                    emitter.complete();
                }
            }

            @Override
            public void end() {
                emitter.complete();
            }
        };
    }

    @SuppressWarnings("unchecked") // the builder knows only "? super"
    private static MultiEmitter<OutboundSseEvent> cast(MultiEmitter<? super OutboundSseEvent> emitter) {
        return (MultiEmitter<OutboundSseEvent>) emitter;
    }
}
