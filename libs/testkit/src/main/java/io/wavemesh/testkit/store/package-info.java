/** What the implementations of the object store are tested by. */
package io.wavemesh.testkit.store;
