/** Health checks that more than one service has. What they mean to a service is decided there. */
package io.wavemesh.health;
