package io.wavemesh.waveft.adapter;

import java.util.Map;

/** The configuration of an adapter, {@code adapter_config.json}, with every field of the file kept. */
public sealed interface AdapterConfig permits WaveFtConfig, LoraConfig {
    /**
     * The configuration of a file's fields, checked.
     *
     * @throws AdapterException if the type is unknown, a field is out of range or an option is not supported
     */
    static AdapterConfig of(Map<String, Object> fields) {
        Object type = fields.get("peft_type");
        if (WaveFtConfig.PEFT_TYPE.equals(type)) {
            return new WaveFtConfig(fields);
        }
        if (LoraConfig.PEFT_TYPE.equals(type)) {
            return new LoraConfig(fields);
        }
        throw ConfigFields.wrong("peft_type", "WAVEFT or LORA", type);
    }

    /** All fields, under PEFT's names; unmodifiable. */
    Map<String, Object> fields();

    /** The way of training: {@code waveft}, {@code shira} or {@code lora}. */
    String method();
}
