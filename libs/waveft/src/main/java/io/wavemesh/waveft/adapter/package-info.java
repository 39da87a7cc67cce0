/** Adapter folders in PEFT's format: WaveFT, SHiRA and LoRA, with layer selection as PEFT does it. */
package io.wavemesh.waveft.adapter;
