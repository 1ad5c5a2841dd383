package dev.seckill.api.config;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the server shows to people. */
final class PageOptions {

    @Option(
            names = "--pages",
            defaultValue = "${env:PAGES:-on}",
            converter = Switch.Converter.class,
            description = "Whether the pages for buyers and operators are served: on or off.")
    Switch pages;

    @Option(
            names = "--embed-origins",
            defaultValue = "${env:EMBED_ORIGINS:-" + Option.NULL_VALUE + "}",
            converter = Origins.Converter.class,
            description = "In whose pages the button to buy may stand, as https://host[:port] or http://…, separated"
                    + " by commas; at most 20; none: there are no routes for that.")
    Origins embedOrigins;

    PageSettings toSettings() {
        return new PageSettings(pages == Switch.ON, embedOrigins == null ? List.of() : embedOrigins.all());
    }

    /** Not a flag, which could not be turned off. */
    enum Switch {
        ON,
        OFF;

        static final class Converter implements ITypeConverter<Switch> {

            @Override
            public Switch convert(String text) {
                return switch (text) {
                    case "on" -> ON;
                    case "off" -> OFF;
                    default -> throw new TypeConversionException("'" + text + "' is neither on nor off");
                };
            }
        }
    }
}
