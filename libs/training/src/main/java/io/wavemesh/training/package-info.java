/**
 * Trains adapters on libtorch: the UNet and the training loop are one TorchScript module whose text Java writes, and one
 * optimizer step is one call of it.
 */
package io.wavemesh.training;
