/** Seeded damage to real samples, and a run that holds a reader to its promises of time, memory and clear errors. */
package io.wavemesh.testkit.fuzz;
