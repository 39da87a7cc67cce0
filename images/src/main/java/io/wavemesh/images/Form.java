package io.wavemesh.images;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an image computes on. */
enum Form {
    /** The processor. */
    CPU(EnumSet.allOf(Service.class)),
    /** NVIDIA GPUs; ingest computes nothing. */
    CUDA(EnumSet.of(Service.TRAINER, Service.INFERENCE));

    private final Set<Service> services;

    Form(Set<Service> services) {
        this.services = services;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Services that have this form. */
    Set<Service> services() {
        return services;
    }

    /** What the form adds to a tag. */
    String tagSuffix() {
        return this == CPU ? "" : "-" + key();
    }
}
