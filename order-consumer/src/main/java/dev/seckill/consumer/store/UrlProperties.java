package dev.seckill.consumer.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A JDBC URL to which properties are added that it does not have yet. */
final class UrlProperties {

    private final StringBuilder url;

    UrlProperties(String url) {
        this.url = new StringBuilder(url);
    }

    UrlProperties orElse(String name, Object value) {
        // Connector/J takes property names as they are written, so a different case is a different property.
        if (!Pattern.compile("[?&]" + Pattern.quote(name) + "=").matcher(url).find()) {
            url.append(url.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
        return this;
    }

    /** Gives a property that is there this value instead. */
    UrlProperties set(String name, Object value) {
        String changed = Pattern.compile("([?&]" + Pattern.quote(name) + "=)[^&]*")
                .matcher(url)
                .replaceAll("$1" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        url.replace(0, url.length(), changed);
        return orElse(name, value);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
