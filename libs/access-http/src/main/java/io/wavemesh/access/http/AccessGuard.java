package io.wavemesh.access.http;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Ends the start of a service whose authentication can't be as it is set, before anything else begins. */
@ApplicationScoped
class AccessGuard {
    private static final Logger LOG = Logger.getLogger(AccessGuard.class);
    private static final int FIRST = 1;

    void start(
            @Observes @Priority(FIRST) StartupEvent event,
            AccessConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            KeyDoor door) {
        List<String> faults = AccessRules.faults(config, host);
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the configuration is wrong: " + String.join("; ", faults));
        }
        if (config.mode() == AccessConfig.Mode.OFF) {
            LOG.warnf("authentication is off: whoever reaches %s on this machine may do everything", host);
        }
    }
}
