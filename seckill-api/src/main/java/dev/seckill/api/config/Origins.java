package dev.seckill.api.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Origins of pages as users type them: {@code https://shop.example,http://localhost:8080}. */
record Origins(List<String> all) {

    private static final int MOST = 20;

    static final class Converter implements ITypeConverter<Origins> {

        @Override
        public Origins convert(String text) {
            if (text.isBlank()) { // an empty variable is how a compose file leaves it out
                return new Origins(List.of());
            }
            List<String> all = Stream.of(text.split(",", -1))
                    .map(String::strip)
                    .map(Converter::origin)
                    .distinct()
                    .toList();
            if (all.size() > MOST) {
                throw new TypeConversionException("there are more than " + MOST);
            }
            return new Origins(all);
        }

        /** As a browser names it: in lower case, without the port that goes without saying. */
        private static String origin(String text) {
            try {
                URI uri = URI.create(text.toLowerCase(Locale.ROOT));
                boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                boolean isPlain = uri.getHost() != null && uri.getPort() <= 65_535;
                if (isHttp && isPlain && origin(uri, uri.getPort()).equals(uri.toString())) {
                    int standard = "http".equals(uri.getScheme()) ? 80 : 443;
                    return origin(uri, uri.getPort() == standard ? -1 : uri.getPort());
                }
            } catch (IllegalArgumentException notOne) {
                // as below
            }
            throw new TypeConversionException("'" + text + "' is not http://host[:port] or https://host[:port]");
        }

        private static String origin(URI uri, int port) {
            return uri.getScheme() + "://" + uri.getHost() + (port < 0 ? "" : ":" + port);
        }
    }
}
