package dev.seckill.infra.observe;

import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What operators do about each alert: {@code infra/RUNBOOK.md}, with a section of its name for each. */
public final class Runbook {

    private static final Pattern MEND = Pattern.compile("(?s)\\*\\*Mend\\.\\*\\*(.*?)(?=\\n\\*\\*|\\z)");
    private static final Pattern CHECK = Pattern.compile("(?s)\\*\\*Check\\.\\*\\*(.*?)(?=\\n\\*\\*|\\z)");
    private static final Pattern COMMANDS = Pattern.compile("(?s)\\n```sh\\n(.*?)\\n```");
    private static final Pattern UNDRILLED = Pattern.compile("(?s)\\*\\*Not drilled\\.\\*\\* (.*?)(?=\\n\\n|\\z)");

    private final Map<String, String> sections = new LinkedHashMap<>();

    private Runbook(String text) {
        for (String part : text.split("(?m)^## ")) {
            int end = part.indexOf('\n');
            sections.put(part.substring(0, end < 0 ? part.length() : end).trim(), part);
        }
    }

    /** The one of this checkout. */
    public static Runbook ofCheckout() {
        try {
            return new Runbook(Files.readString(Checkout.find().root().resolve("infra/RUNBOOK.md")));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the runbook", e);
        }
    }

    /** The section of an alert; empty if there is none. */
    public String section(String alert) {
        return sections.getOrDefault(alert, "");
    }

    /** The commands with which to look what it is; they change nothing. */
    public String checks(String alert) {
        return commands(CHECK, alert);
    }

    /** The commands that mend it; empty if there are none. */
    public String mends(String alert) {
        return commands(MEND, alert);
    }

    /** Why no test has made this fault; empty if one has. */
    public String whyNotDrilled(String alert) {
        return UNDRILLED
                .matcher(section(alert))
                .results()
                .map(found -> found.group(1).strip())
                .findFirst()
                .orElse("");
    }

    private String commands(Pattern part, String alert) {
        List<String> parts = part.matcher(section(alert))
                .results()
                .map(found -> found.group(1))
                .toList();
        return String.join(
                "\n",
                COMMANDS.matcher(String.join("\n", parts))
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }
}
