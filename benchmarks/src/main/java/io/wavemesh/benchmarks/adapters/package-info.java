/** Adapters with random numbers. */
package io.wavemesh.benchmarks.adapters;
