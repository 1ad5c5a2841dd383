package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.event.SaleDefinition;
import java.net.URLDecoder;
import java.util.regex.Pattern;

/**
 * What the form of a sale's page sends.
 *
 * @param number which order of this buyer it is for, from 1: the same number gets the same order
 * @param quantity units
 * @param token who buys; empty if nobody said
 */
record FormFields(int number, int quantity, String token) {

    static final int NUMBER_MAX = 1000;

    private static final Pattern TYPE = Pattern.compile(
            "\\s*application/x-www-form-urlencoded\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    /** Whether a body of this type is such a form. */
    static boolean isTypeOf(String contentType) {
        return contentType != null && TYPE.matcher(contentType).matches();
    }

    /** @throws InvalidRequest if the page's form sends no such thing */
    static FormFields parse(byte[] body) {
        int number = 1;
        int quantity = 1;
        String token = "";
        for (String field : new String(body, UTF_8).split("&")) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = decoded(name, equals < 0 ? "" : field.substring(equals + 1));
            switch (name) {
                case "order" -> number = whole(name, value, NUMBER_MAX);
                case "quantity" -> quantity = whole(name, value, SaleDefinition.UNITS_MAX);
                case "token" -> token = value.strip();
                default -> {
                    // Some browsers add fields of their own.
                }
            }
        }
        return new FormFields(number, quantity, token);
    }

    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(name, "The form is not encoded as a form has to be.");
        }
    }

    private static int whole(String name, String value, int most) {
        if (NUMBER.matcher(value).matches() && Long.parseLong(value) <= most) {
            return Integer.parseInt(value);
        }
        throw new InvalidRequest(name, "This must be a whole number from 1 to " + most + ".");
    }
}
