package dev.seckill.model.settings;

import java.util.Arrays;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;

/** {@code --help}: each option with its variable and default in a line below its meaning and range. */
final class SettingHelp extends Help {

    SettingHelp(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer usual = super.createDefaultOptionRenderer();
        return (option, labels, colours) -> {
            Text[][] rows = usual.render(option, labels, colours);
            String source = source(Setting.of(option));
            if (source.isEmpty()) {
                return rows;
            }
            Text[][] longer = Arrays.copyOf(rows, rows.length + 1);
            Text[] row = new Text[rows[0].length];
            Arrays.fill(row, colours.text(""));
            row[row.length - 1] = colours.text(source);
            longer[rows.length] = row;
            return longer;
        };
    }

    private static String source(Setting setting) {
        String standard = setting.flag() || setting.standard() == null
                ? ""
                : "Default: " + (setting.standard().isEmpty() ? "empty" : setting.standard()) + ". ";
        return (standard + (setting.variable() == null ? "" : "Variable: " + setting.variable() + ".")).strip();
    }
}
