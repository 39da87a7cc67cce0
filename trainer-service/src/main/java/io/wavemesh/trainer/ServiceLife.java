package io.wavemesh.trainer;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wavemesh.trainer.config.SettingRelations;
import io.wavemesh.trainer.config.TrainerConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Starts the worker, and stops it: the job in hand is handed back. */
@Singleton
final class ServiceLife {
    private static final Logger LOG = Logger.getLogger(ServiceLife.class);

    private final TrainerConfig config;
    private final Worker worker;

    ServiceLife(TrainerConfig config, Worker worker) {
        this.config = config;
        this.worker = worker;
    }

    void start(@Observes StartupEvent event) {
        SettingRelations.check(config);
        worker.start(ServiceLife::exit, Quarkus::asyncExit);
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }

    /** Without a base model the process can't do its work. */
    private static void exit(RuntimeException cause) {
        LOG.error("the trainer can't be opened: " + cause.getMessage(), cause);
        Quarkus.asyncExit(1);
    }
}
