package dev.seckill.api.http;

import dev.seckill.model.ForeignText;

/**
 * Names that people and programs read: what they show is what they are. A name may have any letter, but nothing that ends a
 * line, is half a character, or turns the direction of what is written behind it.
 */
final class PlainText {

    private PlainText() {}

    /** Whether a text is such a name and has at most so many characters. */
    static boolean is(String text, int most) {
        return !text.isBlank()
                && ForeignText.isWithin(text, most)
                && ForeignText.isWellFormed(text)
                && text.chars().noneMatch(PlainText::isHostile);
    }

    /** What it must be, in words. */
    static String rule(int most) {
        return "1 to " + most + " characters, not only blanks, and no control, line or direction character among them";
    }

    private static boolean isHostile(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> isDirection(character);
        };
    }

    /** The characters with Unicode's property Bidi_Control, and the mark of a byte order. */
    private static boolean isDirection(int character) {
        return character == 0x061C
                || character == 0x200E
                || character == 0x200F
                || character >= 0x202A && character <= 0x202E
                || character >= 0x2066 && character <= 0x2069
                || character == 0xFEFF;
    }
}
