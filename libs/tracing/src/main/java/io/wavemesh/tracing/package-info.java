/** Traces of the services: off unless asked for, and without personal data. */
package io.wavemesh.tracing;
