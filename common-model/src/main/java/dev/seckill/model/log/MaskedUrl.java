package dev.seckill.model.log;

import java.util.regex.Pattern;

/**
 * A URL as a log may show it. A password may contain any character that ends a part of a URL, so this hides more than
 * a reader of URLs would call the password: all before the last {@code @}, and all after a property of that name.
 */
public final class MaskedUrl {

    private static final String HIDDEN = "***";
    private static final Pattern PROPERTY = Pattern.compile("(?is)(password\\d?\\s*=).*");
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("(?s)//.*@");

    private MaskedUrl() {}

    /** Of a URL, or of a text that quotes one. */
    public static String of(String url) {
        // In this order: an @ in the property's value is no end of what to hide.
        String withoutProperty = PROPERTY.matcher(url).replaceAll("$1" + HIDDEN);
        return USER_AND_PASSWORD.matcher(withoutProperty).replaceAll("//" + HIDDEN + "@");
    }
}
