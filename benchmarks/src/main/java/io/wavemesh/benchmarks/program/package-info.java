/** What all programs share: options, measurements, the machine, the table and the file of figures. */
package io.wavemesh.benchmarks.program;
