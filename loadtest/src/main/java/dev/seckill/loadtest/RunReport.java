package dev.seckill.loadtest;

import java.io.IOException;
import java.nio.file.Files;

/** The end of a command whose report is a verdict. */
public final class RunReport {

    private static final int PASS = 0;
    private static final int FAIL = 1;

    private RunReport() {}

    /**
     * Says the report, leaves it in the folder as text and as JSON, and names what else is there. Data of the system is
     * kept only after a FAIL.
     *
     * @param text the report for a person
     * @param report the same for programs
     * @return the exit code
     */
    public static int leave(RunFolder folder, Terminal terminal, String text, Object report, boolean isPass)
            throws IOException {
        terminal.say(text);
        terminal.say("  report           " + Files.writeString(folder.path().resolve("report.txt"), text));
        terminal.say("  report as JSON   " + folder.write("report.json", report));
        terminal.say("  all replies      " + folder.path().resolve("replies.csv"));
        terminal.say("  logs             " + folder.system());
        if (isPass) {
            folder.deleteSystemData();
        }
        return isPass ? PASS : FAIL;
    }
}
