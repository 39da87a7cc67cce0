/** Model folders as people have them: configurations, weights under one naming, defaults, identity. */
package io.wavemesh.sdxl.model;
