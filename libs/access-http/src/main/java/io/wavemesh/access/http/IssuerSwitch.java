package io.wavemesh.access.http;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/** Switches OIDC off where no issuer is named; Quarkus would end the start, as it expects one. Made by its service loader. */
@Priority(Priorities.APPLICATION)
public final class IssuerSwitch implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;
    private static final String SWITCH = "quarkus.oidc.tenant-enabled";
    private static final String ISSUER = "access.oidc.issuer";

    /** For the service loader. */
    public IssuerSwitch() {}

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.equals(SWITCH)) {
            return context.proceed(name);
        }
        ConfigValue issuer = context.proceed(ISSUER);
        boolean named = issuer != null
                && issuer.getValue() != null
                && !issuer.getValue().isBlank();
        return ConfigValue.builder()
                .withName(SWITCH)
                .withValue(Boolean.toString(named))
                .withConfigSourceName("IssuerSwitch")
                .build();
    }
}
