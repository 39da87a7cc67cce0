package io.wavemesh.sdxl.scheduler;

import java.util.Locale;

/** How the timesteps of inference are spread over those of training (Lin et al., arXiv 2305.08891, table 2). */
public enum TimestepSpacing {
    /** Multiples of a whole ratio, counted from the clean end, plus the steps offset. */
    LEADING,
    /** Counted back from the last training timestep. */
    TRAILING,
    /** Evenly from the last training timestep to the first. */
    LINSPACE;

    /** The name in configuration files and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param key {@code leading}, {@code trailing} or {@code linspace}
     * @throws IllegalArgumentException if it is none of them
     */
    public static TimestepSpacing parse(String key) {
        for (TimestepSpacing spacing : values()) {
            if (spacing.key().equals(key)) {
                return spacing;
            }
        }
        throw new IllegalArgumentException(
                "timestep spacing must be leading, trailing or linspace, was " + ConfigValues.shown(key));
    }
}
