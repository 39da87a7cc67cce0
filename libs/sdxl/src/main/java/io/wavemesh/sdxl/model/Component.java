package io.wavemesh.sdxl.model;

/** The parts of an SDXL model folder that carry weights. */
public enum Component {
    /** The denoising network. */
    UNET("unet", "diffusion_pytorch_model"),
    /** The picture autoencoder. */
    VAE("vae", "diffusion_pytorch_model"),
    /** The smaller text encoder (CLIP ViT-L in the published model). */
    TEXT_ENCODER("text_encoder", "model"),
    /** The larger text encoder with its projection (OpenCLIP ViT-bigG in the published model). */
    TEXT_ENCODER_2("text_encoder_2", "model");

    private final String folder;
    private final String weightsStem;

    Component(String folder, String weightsStem) {
        this.folder = folder;
        this.weightsStem = weightsStem;
    }

    /** The component's folder inside the model folder, as {@code model_index.json} names it. */
    public String folder() {
        return folder;
    }

    /** What the names of its weight files begin with. */
    String weightsStem() {
        return weightsStem;
    }

    /** Whether the component is a text encoder of the transformers library. */
    boolean isTextEncoder() {
        return this == TEXT_ENCODER || this == TEXT_ENCODER_2;
    }
}
