package io.wavemesh.local.command;

import io.wavemesh.waveft.adapter.Adapter;

/**
 * An adapter that was read, and how much of it.
 *
 * @param adapter the adapter
 * @param weight factor on its delta weights
 */
record WeightedFolder(Adapter adapter, float weight) {}
