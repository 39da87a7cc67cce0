/** Figures that programs have stored, read again. */
package io.wavemesh.benchmarks.figures;
