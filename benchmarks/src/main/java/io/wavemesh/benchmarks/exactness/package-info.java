/** Compares a device with the CPU in fp32, part by part: what differs, by how much, and how much may. */
package io.wavemesh.benchmarks.exactness;
