/** A small strict JSON reader and writer for files that nobody has vouched for. */
package io.wavemesh.waveft.json;
