/** The commands: options, their checks, and one call each into the libraries. */
package io.wavemesh.local.command;
