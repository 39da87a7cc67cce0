/** The other side of authentication: an issuer of bearer tokens. */
package io.wavemesh.testkit.access;
