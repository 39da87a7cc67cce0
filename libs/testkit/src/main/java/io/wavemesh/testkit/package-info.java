/** Golden data for tests, with its own reader, so that no module is tested against itself. */
package io.wavemesh.testkit;
