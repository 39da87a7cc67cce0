/** CLIP's byte-pair tokenizer, exactly as transformers has it. */
package io.wavemesh.sdxl.tokenizer;
