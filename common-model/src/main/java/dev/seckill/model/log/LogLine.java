package dev.seckill.model.log;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log line says, as the logger of these programs writes it: {@code time [thread] LEVEL logger - message}, the level
 * perhaps in brackets, the thread perhaps left out.
 *
 * @param thread null if it was left out
 */
record LogLine(String time, String thread, String level, String logger, String message) {

    private static final Pattern LINE = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\S+) (?:\\[([^\\]]*)\\] )?\\[?(TRACE|DEBUG|INFO|WARN|ERROR)\\]? (\\S+) - (.*)",
            Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Set<String> FOR_DEVELOPERS = Set.of("TRACE", "DEBUG");
    private static final int KEY_MAX = 200;

    /** Null for what is none. */
    static LogLine parse(String text) {
        Matcher line = LINE.matcher(text);
        return line.matches()
                ? new LogLine(line.group(1), line.group(2), line.group(3), line.group(4), line.group(5))
                : null;
    }

    /** Whether somebody asked for all of such lines. */
    boolean isForDevelopers() {
        return FOR_DEVELOPERS.contains(level);
    }

    /** The same for lines that say the same of other things: the details in brackets and numbers make no difference. */
    String key() {
        int details = message.indexOf(" (");
        String said = details > 0 ? message.substring(0, details) : message;
        String cut = said.length() > KEY_MAX ? said.substring(0, KEY_MAX) : said;
        return level + logger + NUMBER.matcher(cut).replaceAll("0");
    }
}
