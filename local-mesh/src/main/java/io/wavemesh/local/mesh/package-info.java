/** The mesh on one machine: a broker and the three services, each a process of its own. */
package io.wavemesh.local.mesh;
