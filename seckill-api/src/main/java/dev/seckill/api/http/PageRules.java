package dev.seckill.api.http;

import dev.seckill.model.event.PictureAddress;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a browser lets a page do.
 *
 * @param hasForm whether it sends a form
 * @param pictures origins besides this server from which it shows pictures
 * @param around origins of the pages in whose frames it may stand; empty: it stands in none
 * @param own the policy of a page that brings all that it needs; null: this server's files
 */
record PageRules(boolean hasForm, List<String> pictures, List<String> around, String own) {

    /** One that shows only what is this server's. */
    static final PageRules PLAIN = new PageRules(false, List.of(), List.of(), null);

    /** One that brings all that it needs. */
    static PageRules ofItself(String policy) {
        return new PageRules(false, List.of(), List.of(), policy);
    }

    /** With pictures at these addresses, some of which may be null. */
    static PageRules ofPictures(boolean hasForm, Collection<String> pictures, List<String> around) {
        return new PageRules(
                hasForm,
                pictures.stream()
                        .filter(Objects::nonNull)
                        .map(PictureAddress::origin)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                around,
                null);
    }

    /** The header Content-Security-Policy: it runs and loads nothing but this server's files. */
    String policy() {
        if (own != null) {
            return own + "; frame-ancestors 'none'";
        }
        String images = Stream.concat(Stream.of("'self'"), pictures.stream()).collect(Collectors.joining(" "));
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images
                + "; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
                + (isAlone() ? "'none'" : String.join(" ", around));
    }

    /** The header Referrer-Policy: with no-referrer, browsers would not say where a form comes from either. */
    String referrer() {
        return hasForm ? "same-origin" : "no-referrer";
    }

    /** Whether no page may have it in a frame. */
    boolean isAlone() {
        return around.isEmpty();
    }
}
