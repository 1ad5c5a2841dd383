package dev.seckill.consumer.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what MySQL says in SHOW GRANTS. */
final class Grants {

    private static final Pattern ON_SOMETHING =
            Pattern.compile("GRANT (?<rights>.+?) ON (?:TABLE )?(?<database>\\*|`(?:[^`]|``)+`)\\.(?<table>\\*|`[^`]+`) TO .*");
    private static final Pattern OF_COLUMNS = Pattern.compile("\\([^)]*\\)");
    private static final String ALL = "ALL PRIVILEGES";

    private final List<Grant> grants;
    private final boolean hasRoles;

    private record Grant(Set<String> rights, String database, String table) {

        boolean gives(String right, String wantedDatabase, String wantedTable) {
            return (rights.contains(ALL) || rights.contains(right))
                    && (database.equals("*") || pattern(database).matcher(wantedDatabase).matches())
                    && (table.equals("*") || table.equals(wantedTable));
        }
    }

    Grants(Collection<String> lines) {
        this.grants = lines.stream()
                .map(ON_SOMETHING::matcher)
                .filter(Matcher::matches)
                .map(Grants::grant)
                .toList();
        this.hasRoles = lines.stream().anyMatch(line -> line.matches("GRANT `[^`]+`@.* TO .*"));
    }

    private static Grant grant(Matcher line) {
        // A right on some columns is none on the table.
        Set<String> rights = Arrays.stream(line.group("rights").split(", (?![^(]*\\))"))
                .filter(right -> !OF_COLUMNS.matcher(right).find())
                .map(right -> right.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Grant(rights, unquoted(line.group("database")), unquoted(line.group("table")));
    }

    private static String unquoted(String name) {
        return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
    }

    /** The name of a database is a pattern, with {@code %}, {@code _} and a backslash before what stands for itself. */
    private static Pattern pattern(String database) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < database.length(); i++) {
            char next = database.charAt(i);
            if (next == '\\' && i + 1 < database.length()) {
                i++;
                pattern.append(Pattern.quote(database.substring(i, i + 1)));
            } else if (next == '%') {
                pattern.append(".*");
            } else if (next == '_') {
                pattern.append('.');
            } else {
                pattern.append(Pattern.quote(String.valueOf(next)));
            }
        }
        return Pattern.compile(pattern.toString());
    }

    /** Those of the rights that are not given on each of the tables. */
    Set<String> missing(Collection<String> rights, String database, Collection<String> tables) {
        return rights.stream()
                .filter(right -> !tables.stream()
                        .allMatch(table -> grants.stream().anyMatch(grant -> grant.gives(right, database, table))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether there may be further rights, by roles, which are not read. */
    boolean hasRoles() {
        return hasRoles;
    }
}
