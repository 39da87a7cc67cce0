/** Who may call the services as they are packaged. */
package io.wavemesh.tests.access;
