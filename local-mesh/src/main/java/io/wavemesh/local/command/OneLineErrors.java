package io.wavemesh.local.command;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns every failure into one line on stderr and an exit status: 2 for bad input, 1 for anything else. */
public final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    private static final int LONGEST_MESSAGE = 600;

    private final BooleanSupplier ending;

    /**
     * @param ending whether this JVM is being ended by a signal: what fails then is no news
     */
    public OneLineErrors(BooleanSupplier ending) {
        this.ending = ending;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        command.getErr().println(name + ": " + oneLine(exception.getMessage()) + " (see ./" + name + " --help)");
        return BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult result) {
        boolean verbose = command.getCommandSpec().userObject() instanceof VerboseCommand own && own.isVerbose();
        return report(exception, command.getCommandSpec().qualifiedName(" "), verbose, command.getErr());
    }

    /** Prints one line, or with {@code verbose} the stack trace too, and returns the exit status. */
    public int report(Throwable error, String command, boolean verbose, PrintWriter err) {
        Throwable cause = unwrap(error);
        if (ending.getAsBoolean()) {
            return FAILED;
        }
        if (verbose) {
            error.printStackTrace(err);
        }
        err.println(command + ": " + oneLine(describe(cause)));
        err.flush();
        return isBadInput(cause) ? BAD_INPUT : FAILED;
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null
                && (cause instanceof UncheckedIOException
                        || cause instanceof ExecutionException
                        || cause instanceof ExceptionInInitializerError)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isBadInput(Throwable cause) {
        return cause instanceof IllegalArgumentException || cause instanceof IOException;
    }

    /** Our own exceptions have messages that are fit to be shown alone. */
    private static boolean isOwn(Throwable cause) {
        return cause.getClass().getName().startsWith("io.wavemesh.");
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
            return "no such file or folder: " + message;
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission for " + message;
        }
        if (cause instanceof NotDirectoryException) {
            return "not a folder: " + message;
        }
        if (cause instanceof FileAlreadyExistsException || cause instanceof DirectoryNotEmptyException) {
            return "in the way: " + message;
        }
        if (cause instanceof FileSystemException || isBadInput(cause) || isOwn(cause)) {
            return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
        }
        if (cause instanceof OutOfMemoryError) {
            return "not enough memory: " + message;
        }
        return "unexpected " + cause.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                + " (--verbose shows where)";
    }

    private static String oneLine(String message) {
        String line = String.valueOf(message)
                .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }
}
