package io.wavemesh.inference;

import io.wavemesh.inference.domain.ImageGenerator;
import io.wavemesh.inference.domain.ModelOpener;
import io.wavemesh.inference.domain.ScriptedGenerator;
import jakarta.inject.Singleton;

/** Takes the place of the real engine where a test starts the service in its own JVM. */
@Singleton
class ScriptedOpener implements ModelOpener {
    static final ScriptedGenerator GENERATOR = new ScriptedGenerator();

    @Override
    public ImageGenerator open() {
        return GENERATOR;
    }
}
