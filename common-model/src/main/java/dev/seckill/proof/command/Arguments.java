package dev.seckill.proof.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands behind the name of a command. */
final class Arguments {

    private final List<String> places = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();

    private Arguments() {}

    /**
     * Reads them.
     *
     * @throws BadInputException for an option that the command has not, has once, or that lacks its value
     */
    static Arguments read(List<String> given, Command command) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < given.size(); i++) {
            String name = given.get(i);
            if (!name.startsWith("--")) {
                arguments.places.add(name);
                continue;
            }
            if (!command.options().contains(name)) {
                throw new BadInputException("there is no option " + name);
            }
            if (i + 1 == given.size()) {
                throw new BadInputException(name + " needs a value");
            }
            List<String> values = arguments.options.computeIfAbsent(name, first -> new ArrayList<>());
            values.add(given.get(++i));
            if (values.size() > 1 && !command.repeatable().contains(name)) {
                throw new BadInputException(name + " may be given once");
            }
        }
        return arguments;
    }

    /**
     * The arguments that are no options, in their order.
     *
     * @throws BadInputException if they are not as many as there must be
     */
    List<String> places(int count) {
        if (places.size() != count) {
            throw new BadInputException(
                    "there must be " + count + " arguments beside options, but there are " + places.size());
        }
        return places;
    }

    /** All of them, in their order. */
    List<String> places() {
        return List.copyOf(places);
    }

    /** The value of an option; null if it was not given. */
    String option(String name) {
        return all(name).stream().findFirst().orElse(null);
    }

    /**
     * The value of an option that must be there.
     *
     * @throws BadInputException if it is not
     */
    String required(String name) {
        String value = option(name);
        if (value == null) {
            throw new BadInputException(name + " must be given");
        }
        return value;
    }

    /** All values of an option, in their order. */
    List<String> all(String name) {
        return options.getOrDefault(name, List.of());
    }
}
