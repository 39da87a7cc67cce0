package io.wavemesh.access.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What no single setting of authentication can say. */
final class AccessRules {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);

    private AccessRules() {}

    /**
     * Every fault, each one line that names a key; empty if there is none.
     *
     * @param host what the service listens on
     */
    static List<String> faults(AccessConfig config, String host) {
        List<String> faults = new ArrayList<>();
        if (config.keys().reloadInterval().compareTo(Duration.ofMillis(100)) < 0) {
            faults.add("access.keys.reload-interval must be at least PT0.1S, was "
                    + config.keys().reloadInterval());
        }
        if (config.oidc().issuer().isPresent() && config.oidc().audience().isEmpty()) {
            faults.add("access.oidc.issuer needs access.oidc.audience, or tokens for other services would count");
        }
        switch (config.mode()) {
            case OFF -> {
                if (!isLoopback(host)) {
                    faults.add("access.mode=off is for a loopback address only, but quarkus.http.host is " + host
                            + ": use 127.0.0.1, or access.mode=required");
                }
            }
            case REQUIRED -> {
                if (config.keys().file().isEmpty() && config.oidc().issuer().isEmpty()) {
                    faults.add("access.mode=required, the default, needs access.keys.file or access.oidc.issuer"
                            + " (on a loopback address access.mode=off lets anybody in)");
                }
            }
        }
        return faults;
    }

    /** By its text alone: what a name resolves to may change. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
