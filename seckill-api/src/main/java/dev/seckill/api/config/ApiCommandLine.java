package dev.seckill.api.config;

import dev.seckill.model.settings.SettingDuration;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads settings from options and variables; what it cannot read, it collects. */
public final class ApiCommandLine {

    private ApiCommandLine() {}

    /** A command line that fills these options. */
    public static CommandLine of(Object options) {
        CommandLine line = new CommandLine(options);
        line.registerConverter(Duration.class, new SettingDuration());
        line.registerConverter(SaleId.class, converter(SaleId::new));
        line.registerConverter(LogPosition.class, converter(LogPosition::parse));
        line.getCommandSpec().parser().collectErrors(true);
        return line;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
