package io.wavemesh.local.command;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets the value of an option be anything at all: {@code --prompt --help} is a prompt and not a call for help. */
final class FreeText implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (arguments.isEmpty()) {
            return false; // the parser reports the missing value
        }
        option.setValue(arguments.pop());
        return true;
    }
}
