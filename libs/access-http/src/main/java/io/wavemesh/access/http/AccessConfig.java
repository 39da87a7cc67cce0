package io.wavemesh.access.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of authentication; the same in every service. */
@ConfigMapping(prefix = "access")
public interface AccessConfig {
    /** Whether callers must say who they are; {@code off} lets anybody do everything, on a loopback address only. */
    @WithDefault("required")
    Mode mode();

    /** API keys. */
    Keys keys();

    /** Bearer tokens. */
    Oidc oidc();

    /** Whether callers must say who they are. */
    enum Mode {
        REQUIRED,
        OFF
    }

    /** API keys. */
    interface Keys {
        /** File with a line for each key; no API keys without it. */
        Optional<Path> file();

        /** How often the file is looked at: so long a withdrawn key is good at most. */
        @WithDefault("5s")
        Duration reloadInterval();
    }

    /** Bearer tokens of an OpenID Connect issuer. */
    interface Oidc {
        /** URL of the issuer, whose {@code /.well-known/openid-configuration} names its keys; no tokens without it. */
        Optional<String> issuer();

        /** What the tokens' {@code aud} must hold, so that those for other services don't count. */
        Optional<String> audience();

        /** Claim that names the client; its values must never be given to another one. */
        @WithDefault("sub")
        String clientClaim();
    }
}
