package dev.seckill.api.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The languages that buyers are spoken to in. */
public enum Language {
    /** English, also for those who understand none of them. */
    EN("en", "en"),
    /** Chinese, in simplified characters. */
    ZH("zh", "zh-CN");

    /** No browser sends more, and reading a list takes a time that grows with the square of its length. */
    private static final int HEADER_CHARS_MAX = 200;

    private static final List<String> TAGS =
            Arrays.stream(values()).map(language -> language.tag).toList();

    private final String tag;
    private final String html;

    Language(String tag, String html) {
        this.tag = tag;
        this.html = html;
    }

    /** What the name of its texts has. */
    String tag() {
        return tag;
    }

    /** What the attribute {@code lang} says. */
    String html() {
        return html;
    }

    /**
     * The one that somebody wants most.
     *
     * @param acceptLanguage the header, as it came; may be null, or no such header at all. Of a very long one, only the
     *     beginning counts.
     */
    public static Language of(String acceptLanguage) {
        String found;
        try {
            found = acceptLanguage == null
                    ? null
                    : Locale.lookupTag(Locale.LanguageRange.parse(beginning(acceptLanguage)), TAGS);
        } catch (IllegalArgumentException notOne) {
            found = null;
        }
        String wanted = found;
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(wanted))
                .findAny()
                .orElse(EN);
    }

    /** Up to the last language that is whole. */
    private static String beginning(String list) {
        return list.length() <= HEADER_CHARS_MAX
                ? list
                : list.substring(0, Math.max(0, list.lastIndexOf(',', HEADER_CHARS_MAX)));
    }
}
