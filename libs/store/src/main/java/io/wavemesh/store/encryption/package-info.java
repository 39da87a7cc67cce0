/** Encryption of what derives from a subject, with keys of the subject's own. */
package io.wavemesh.store.encryption;
