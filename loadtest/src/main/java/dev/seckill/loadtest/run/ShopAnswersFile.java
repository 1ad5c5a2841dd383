package dev.seckill.loadtest.run;

import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.witness.ShopAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Every reply of a planned sale, a line for each. */
final class ShopAnswersFile {

    private ShopAnswersFile() {}

    /** Returns the file. */
    static Path write(RunFolder folder, List<ShopAnswer> answers) throws IOException {
        Path path = folder.path().resolve("replies.csv");
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(path))) {
            file.println("askedAt,millis,buyer,key,outcome,replayed,orderId,serverTime,detail");
            for (ShopAnswer each : answers) {
                file.printf(
                        Locale.ROOT,
                        "%s,%d,%s,%s,%s,%b,%s,%s,\"%s\"%n",
                        each.answer().askedAt(),
                        each.answer().elapsed().toMillis(),
                        each.answer().buyer(),
                        each.key(),
                        each.answer().outcome(),
                        each.isReplay(),
                        each.answer().orderId() == null ? "" : each.answer().orderId(),
                        each.serverTime() == null ? "" : each.serverTime(),
                        each.answer().detail().replace('"', '\''));
            }
        }
        return path;
    }
}
