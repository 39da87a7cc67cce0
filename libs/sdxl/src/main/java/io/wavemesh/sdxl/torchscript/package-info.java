/**
 * Writes the networks of {@link io.wavemesh.sdxl.network} as TorchScript: readable source and the archive that libtorch loads.
 * Nothing here needs libtorch.
 */
package io.wavemesh.sdxl.torchscript;
