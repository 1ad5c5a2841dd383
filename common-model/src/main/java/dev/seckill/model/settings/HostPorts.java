package dev.seckill.model.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One address or several, {@code host:port}, separated by commas; each may name its listener, {@code NAME://host:port}. */
public final class HostPorts implements ITypeConverter<String> {

    private static final Pattern ADDRESS = Pattern.compile("(?:[\\w.%-]*://)?(?:[\\w.%-]+|\\[[\\w.:%-]+]):(\\d{1,5})");
    private static final int PORT_MAX = 65_535;

    @Override
    public String convert(String text) {
        for (String address : text.split(",", -1)) {
            Matcher parts = ADDRESS.matcher(address.strip());
            if (!parts.matches() || Integer.parseInt(parts.group(1)) > PORT_MAX) {
                throw new TypeConversionException("'" + text + "' is not host:port, or several separated by commas");
            }
        }
        return text.strip();
    }
}
