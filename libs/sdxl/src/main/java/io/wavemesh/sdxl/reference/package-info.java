/** Plain Java interpreters of the networks: the numbers that every other engine is compared with, and their cost. */
package io.wavemesh.sdxl.reference;
