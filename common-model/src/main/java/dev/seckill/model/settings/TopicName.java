package dev.seckill.model.settings;

import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of an order log: of Kafka's 249 characters the last four are for {@code .DLT}, its parked topic. */
public final class TopicName implements ITypeConverter<String> {

    private static final String FORM = "[A-Za-z0-9._-]{1,245}";
    private static final Set<String> NOT_OF_KAFKA = Set.of(".", "..");

    @Override
    public String convert(String text) {
        if (!text.matches(FORM) || NOT_OF_KAFKA.contains(text)) {
            throw new TypeConversionException("'" + text + "' is not 1 to 245 of A-Z a-z 0-9 . _ -");
        }
        return text;
    }
}
