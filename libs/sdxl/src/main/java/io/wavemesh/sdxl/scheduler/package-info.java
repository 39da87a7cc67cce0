/** Denoising rules as tables of linear coefficients, and the noise schedule of training. */
package io.wavemesh.sdxl.scheduler;
