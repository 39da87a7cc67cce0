/** State of an NVIDIA GPU: memory, utilization, memory errors and the driver's error messages. */
package io.wavemesh.device;
