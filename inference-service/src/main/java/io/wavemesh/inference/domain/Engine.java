package io.wavemesh.inference.domain;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one thread that owns the model: opens it, waits for the announced adapters, opens the gate, draws until it is
 * stopped, and closes the model.
 */
public final class Engine {
    /** Where the engine is. */
    public enum State {
        NEW,
        LOADING,
        LOADED,
        FAILED,
        STOPPED
    }

    private static final Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration CATCH_UP_PAUSE = Duration.ofSeconds(1);

    private final ModelOpener opener;
    private final AdapterAnnouncements announcements;
    private final Function<ModelProfile, GenerationPlanner> planners;
    private final Function<ImageGenerator, GenerationWorker> workers;
    private final GenerationGate gate;
    private final Consumer<RuntimeException> onFailure;
    private final Thread thread = new Thread(this::run, "engine");
    private volatile State state = State.NEW;

    /**
     * An engine that isn't started.
     *
     * @param onFailure told if the model can't be opened
     */
    public Engine(
            ModelOpener opener,
            AdapterAnnouncements announcements,
            Function<ModelProfile, GenerationPlanner> planners,
            Function<ImageGenerator, GenerationWorker> workers,
            GenerationGate gate,
            Consumer<RuntimeException> onFailure) {
        this.opener = opener;
        this.announcements = announcements;
        this.planners = planners;
        this.workers = workers;
        this.gate = gate;
        this.onFailure = onFailure;
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        state = State.LOADING;
        thread.start();
    }

    /** Where it is. */
    public State state() {
        return state;
    }

    /** Whether its thread goes on. */
    public boolean isAlive() {
        return state == State.NEW || thread.isAlive();
    }

    /** Waits for the end of the thread, which comes when the queue is closed and empty; false if it takes longer. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        if (gate.planner().isEmpty()) {
            thread.interrupt();
        }
        thread.join(limit.toMillis());
        return !thread.isAlive();
    }

    private void run() {
        try (ImageGenerator generator = opener.open()) {
            state = State.LOADED;
            LOG.log(Level.INFO, "model loaded model=" + generator.profile().id());
            GenerationWorker worker = workers.apply(generator);
            GenerationPlanner planner = planners.apply(generator.profile());
            while (!announcements.awaitCaughtUp(CATCH_UP_PAUSE)) {
                LOG.log(Level.DEBUG, "waiting for the announced adapters");
            }
            gate.open(planner);
            worker.run();
            state = State.STOPPED;
        } catch (InterruptedException e) {
            state = State.STOPPED;
        } catch (RuntimeException e) {
            state = State.FAILED;
            onFailure.accept(e);
        }
    }
}
