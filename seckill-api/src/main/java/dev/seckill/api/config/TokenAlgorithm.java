package dev.seckill.api.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a buyer's token may be signed. */
public enum TokenAlgorithm {
    RS256("RS256"),
    ES256("ES256"),
    EDDSA("EdDSA"),
    /** By whoever has the secret; the others with a private key, whose public one is known. */
    HS256("HS256");

    private final String wireName;

    TokenAlgorithm(String wireName) {
        this.wireName = wireName;
    }

    /** The name in a token's header. */
    public String wireName() {
        return wireName;
    }

    /** The one of this name in a token's header; {@code none} is nobody's. */
    public static Optional<TokenAlgorithm> of(String wireName) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.wireName.equals(wireName))
                .findFirst();
    }

    @Override
    public String toString() {
        return wireName;
    }

    /** Some of them, as users type them: {@code RS256,ES256}. */
    record Some(Set<TokenAlgorithm> algorithms) {

        static final class Converter implements ITypeConverter<Some> {

            @Override
            public Some convert(String text) {
                Set<TokenAlgorithm> some = EnumSet.noneOf(TokenAlgorithm.class);
                for (String name : text.split(",", -1)) {
                    some.add(of(name.strip())
                            .orElseThrow(() -> new TypeConversionException(
                                    "'" + name.strip() + "' is none of RS256, ES256, EdDSA, HS256")));
                }
                return new Some(Collections.unmodifiableSet(some));
            }
        }
    }
}
