package dev.seckill.model.settings;

import dev.seckill.model.log.LogFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code text} or {@code json}. */
public final class LogFormatSetting implements ITypeConverter<LogFormat> {

    @Override
    public LogFormat convert(String text) {
        return switch (text) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw new TypeConversionException("must be text or json");
        };
    }
}
