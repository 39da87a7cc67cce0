package io.wavemesh.trainer.training;

import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.waveft.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job's settings by name, as the engine takes them: the names of the message and of the engine are the same. */
final class JobSettings {
    private JobSettings() {}

    static Map<String, Object> of(TrainingJob job) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (Json.parse(MessageJson.encodeValue(job.training())) instanceof Map<?, ?> given) {
            given.forEach((name, value) -> settings.put((String) name, value));
        }
        settings.put("instanceToken", job.instanceToken());
        settings.put("classNoun", job.classNoun());
        return settings;
    }
}
