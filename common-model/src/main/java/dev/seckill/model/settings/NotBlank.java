package dev.seckill.model.settings;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A text that says something, without the spaces around it. */
public final class NotBlank implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("must not be empty");
        }
        return text.strip();
    }
}
