/** The command {@code ./wavemesh}: offline commands, the local mesh and the demo. */
package io.wavemesh.local;
