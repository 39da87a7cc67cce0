/** Scores pictures with the bundled networks: likeness to a subject, agreement with a text. */
package io.wavemesh.local.evaluation;
