/** The safetensors file format: memory-mapped reading of untrusted files, atomic writing. */
package io.wavemesh.waveft.safetensors;
