/** Who may do what: callers with their scopes, what belongs to whom, and API keys in a file of hashes. */
package io.wavemesh.access;
