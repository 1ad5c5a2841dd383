package dev.seckill.infra.embedded;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shared library that satisfies the dynamic linker and does nothing: each function returns one number, each variable is
 * a null pointer. It takes the place of a library that a server links against but, as it is started here, does without; so
 * the server runs on a machine that lacks the library and has no compiler.
 *
 * <p>The image is ELF for Linux on x86-64 in two pages: page 0 holds headers, symbols and code, page 1 what the linker
 * writes to. There are no sections, the linker reads none. Source: System V ABI, chapters 4 and 5; LSB core, symbol
 * versioning.
 *
 * @param name the name that programs ask for, such as {@code libaio.so.1}
 * @param symbols what it exports
 */
record StandInLibrary(String name, List<Symbol> symbols) {

    private static final int PAGE = 0x1000;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PROGRAM_HEADERS = 4;
    private static final int SYMBOL = 24;
    private static final int CODE = 8;
    private static final int POINTER = 8;
    private static final int VERSION_DEFINITION = 28;
    private static final int DYNAMIC_ENTRY = 16;
    private static final int DYNAMIC_ENTRIES = 10;

    /**
     * One exported name.
     *
     * @param version the version programs ask for it in
     * @param isFunction a function, else a variable
     * @param result what the function returns; unused for a variable
     */
    record Symbol(String name, String version, boolean isFunction, int result) {}

    static Symbol function(String name, String version, int result) {
        return new Symbol(name, version, true, result);
    }

    static Symbol pointer(String name, String version) {
        return new Symbol(name, version, false, 0);
    }

    /** The library as the bytes of its file. */
    byte[] image() {
        List<String> versions = symbols.stream().map(Symbol::version).distinct().toList();
        Names names = new Names();
        int count = symbols.size() + 1; // the first symbol is the null symbol

        int symbolTable = ELF_HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
        int hashTable = symbolTable + count * SYMBOL;
        int symbolVersions = hashTable + 4 * (3 + count);
        int versionDefinitions = align(symbolVersions + 2 * count);
        int code = align(versionDefinitions + VERSION_DEFINITION * (versions.size() + 1));
        int strings = code + symbols.size() * CODE;
        int variables = PAGE + DYNAMIC_ENTRIES * DYNAMIC_ENTRY;
        int end = variables + symbols.size() * POINTER;

        ByteBuffer image = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < symbols.size(); i++) {
            Symbol symbol = symbols.get(i);
            int address = symbol.isFunction ? code + i * CODE : variables + i * POINTER;
            image.position(symbolTable + (i + 1) * SYMBOL);
            putSymbol(image, names.offset(symbol.name), symbol.isFunction, address);
            image.putShort(symbolVersions + 2 * (i + 1), (short) (versions.indexOf(symbol.version) + 2));
            image.position(code + i * CODE)
                    .put((byte) 0xB8)
                    .putInt(symbol.result)
                    .put((byte) 0xC3); // mov eax; ret
        }
        putHashTable(image.position(hashTable), count);
        image.position(versionDefinitions);
        putVersion(image, 1, name, names, versions.isEmpty());
        for (int i = 0; i < versions.size(); i++) {
            putVersion(image, i + 2, versions.get(i), names, i == versions.size() - 1);
        }

        image.position(PAGE);
        putDynamic(image, 14, names.offset(name)); // DT_SONAME
        putDynamic(image, 4, hashTable); // DT_HASH
        putDynamic(image, 5, strings); // DT_STRTAB
        putDynamic(image, 10, names.size()); // DT_STRSZ
        putDynamic(image, 6, symbolTable); // DT_SYMTAB
        putDynamic(image, 11, SYMBOL); // DT_SYMENT
        putDynamic(image, 0x6FFFFFF0, symbolVersions); // DT_VERSYM
        putDynamic(image, 0x6FFFFFFC, versionDefinitions); // DT_VERDEF
        putDynamic(image, 0x6FFFFFFD, versions.size() + 1); // DT_VERDEFNUM
        putDynamic(image, 0, 0); // DT_NULL

        if (strings + names.size() > PAGE) {
            throw new IllegalArgumentException("the symbols of " + name + " take more than one page");
        }
        image.position(strings).put(names.toByteArray());
        putElfHeader(image.position(0));
        putProgramHeader(image, 1, 5, 0, PAGE, PAGE); // PT_LOAD, read and execute
        putProgramHeader(image, 1, 6, PAGE, end - PAGE, PAGE); // PT_LOAD, read and write
        putProgramHeader(image, 2, 6, PAGE, variables - PAGE, POINTER); // PT_DYNAMIC
        putProgramHeader(image, 0x6474E551, 6, 0, 0, 16); // PT_GNU_STACK: without it the stack would become executable
        return image.array();
    }

    private static void putElfHeader(ByteBuffer image) {
        image.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // 64 bits, little endian, version 1
        image.putShort((short) 3).putShort((short) 62).putInt(1); // ET_DYN, x86-64, version 1
        image.putLong(0).putLong(ELF_HEADER).putLong(0).putInt(0); // entry, program headers, sections, flags
        image.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) PROGRAM_HEADERS);
        image.putShort((short) 64).putShort((short) 0).putShort((short) 0); // no sections
    }

    private static void putProgramHeader(
            ByteBuffer image, int type, int flags, long offset, long size, long alignment) {
        image.putInt(type).putInt(flags);
        image.putLong(offset).putLong(offset).putLong(offset); // in the file, in memory, physical
        image.putLong(size).putLong(size).putLong(alignment);
    }

    private static void putSymbol(ByteBuffer image, int nameOffset, boolean isFunction, long address) {
        image.putInt(nameOffset).put((byte) (1 << 4 | (isFunction ? 2 : 1))).put((byte) 0); // global
        image.putShort((short) 1).putLong(address).putLong(isFunction ? CODE : POINTER); // any defined section
    }

    /** One bucket that chains all symbols: allowed, and nothing here needs a fast look-up. */
    private static void putHashTable(ByteBuffer image, int count) {
        image.putInt(1).putInt(count).putInt(count - 1);
        for (int symbol = 0; symbol < count; symbol++) {
            image.putInt(Math.max(0, symbol - 1));
        }
    }

    /** A definition with its one name behind it; index 1 is the library itself. */
    private static void putVersion(ByteBuffer image, int index, String version, Names names, boolean isLast) {
        image.putShort((short) 1)
                .putShort((short) (index == 1 ? 1 : 0))
                .putShort((short) index)
                .putShort((short) 1);
        image.putInt(elfHash(version)).putInt(20).putInt(isLast ? 0 : VERSION_DEFINITION);
        image.putInt(names.offset(version)).putInt(0);
    }

    private static void putDynamic(ByteBuffer image, long tag, long value) {
        image.putLong(tag).putLong(value);
    }

    private static int elfHash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash << 4) + text.charAt(i);
            int high = hash & 0xF0000000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }

    private static int align(int offset) {
        return (offset + 15) & ~15;
    }

    /** The string table: grows with each name. */
    private static final class Names {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Names() {
            bytes.write(0);
        }

        private int offset(String name) {
            int offset = bytes.size();
            bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
            return offset;
        }

        private int size() {
            return bytes.size();
        }

        private byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
