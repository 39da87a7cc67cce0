/** What the demo leaves behind: contact sheet, HTML report and JSON figures. */
package io.wavemesh.local.report;
