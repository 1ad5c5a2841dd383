package dev.seckill.api.admission;

import java.util.List;

/** The token in the header of a request (RFC 6750); the other places that it may have there are none here. */
final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** @throws BadTokenException if there is none, more than one, or one that cannot be a signed token */
    static String of(Caller caller, int bytesMax) throws BadTokenException {
        List<String> values = caller.values("Authorization");
        if (values.isEmpty()) {
            throw new BadTokenException("The request has no token: send Authorization: Bearer TOKEN.");
        }
        String value = values.get(0);
        if (values.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new BadTokenException("The header Authorization is not Bearer TOKEN.");
        }
        String token = value.substring(SCHEME.length()).strip();
        if (token.length() > bytesMax || !token.chars().allMatch(BearerToken::isOfToken)) {
            throw new BadTokenException("The token cannot be read.");
        }
        return token;
    }

    private static boolean isOfToken(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '-'
                || character == '_'
                || character == '.';
    }
}
