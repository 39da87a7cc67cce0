package io.wavemesh.waveft.adapter;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in Python's syntax, as adapter configurations hold them, matched in bounded time whatever it is:
 * length, nesting and repetition are limited, and a match that looks at too many characters is given up. Safe for several
 * threads.
 */
final class PythonRegex {
    /** Most characters that one match may look at; an honest expression needs a few thousand. */
    private static final int MAX_STEPS = 1_000_000;

    private final String field;
    private final Pattern pattern;
    private final Map<String, String> groups;

    private PythonRegex(String field, Pattern pattern, Map<String, String> groups) {
        this.field = field;
        this.pattern = pattern;
        this.groups = groups;
    }

    /**
     * Compiles an expression.
     *
     * @param field where it comes from, for messages
     * @throws AdapterException if it is not a Python expression, or one beyond the limits
     */
    static PythonRegex compile(String field, String expression) {
        PythonRegexTranslation translation = PythonRegexTranslation.of(field, expression);
        try {
            Pattern pattern = Pattern.compile(translation.java(), Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS);
            return new PythonRegex(field, pattern, translation.groups());
        } catch (PatternSyntaxException e) {
            throw PythonRegexTranslation.fault(field, expression, e.getDescription());
        } catch (StackOverflowError e) {
            throw PythonRegexTranslation.fault(field, expression, "nested too deeply");
        }
    }

    /** The match of the whole text, if there is one. */
    Optional<Matcher> fullMatch(String text) {
        Matcher matcher = pattern.matcher(new CountedText(text, new Budget(MAX_STEPS)));
        return bounded(matcher, matcher::matches);
    }

    /** The match at the text's start, if there is one. */
    Optional<Matcher> match(String text) {
        return match(text, new Budget(MAX_STEPS));
    }

    /** As {@link #match(String)}, out of a budget that several expressions share; compiling this one counts too. */
    Optional<Matcher> match(String text, Budget budget) {
        Matcher matcher = pattern.matcher(new CountedText(text, budget));
        return bounded(matcher, () -> {
            budget.spend(pattern.pattern().length());
            return matcher.lookingAt();
        });
    }

    /** The Java name of a named group. */
    String group(String pythonName) {
        return groups.get(pythonName);
    }

    private Optional<Matcher> bounded(Matcher matcher, BooleanSupplier attempt) {
        try {
            return attempt.getAsBoolean() ? Optional.of(matcher) : Optional.empty();
        } catch (TooManySteps | StackOverflowError e) {
            throw PythonRegexTranslation.fault(field, pattern.pattern(), "takes too long to match");
        }
    }

    /** How many characters may be looked at. One thread at a time. */
    static final class Budget {
        private int left;

        Budget(int steps) {
            this.left = steps;
        }

        private void spend(int steps) {
            left -= steps;
            if (left < 0) {
                throw new TooManySteps();
            }
        }
    }

    /** A text that counts the looks at its characters and stops the matcher after too many. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private final Budget budget;

        CountedText(String text, Budget budget) {
            this.text = text;
            this.budget = budget;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.spend(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
